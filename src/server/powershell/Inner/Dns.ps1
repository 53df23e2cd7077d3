# DNS messages as bytes (RFC 1035, RFC 2782). The resolver of Windows answers with addresses only; which aliases lead there,
# and at which one a chain breaks off, only the DNS server's own answer says.

function Add-DnsNumber {
    # Appends a number of two bytes, the higher one first.
    param(
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][Collections.Generic.List[byte]]$To,
        [Parameter(Mandatory = $true)][int]$Value
    )
    $To.Add([byte]($Value -shr 8))
    $To.Add([byte]($Value -band 255))
}

function ConvertTo-DnsQuery {
    # One question, recursion desired.
    param(
        [Parameter(Mandatory = $true)][string]$Name,
        [Parameter(Mandatory = $true)][ValidateSet('A', 'SRV')][string]$Type,
        [Parameter(Mandatory = $true)][int]$Id
    )
    $bytes = New-Object 'Collections.Generic.List[byte]'
    # Identification; flags: recursion desired; one question, no answer, no authority, one addition.
    foreach ($number in @($Id, 256, 1, 0, 0, 1)) { Add-DnsNumber -To $bytes -Value $number }
    foreach ($label in (New-Object Globalization.IdnMapping).GetAscii($Name).TrimEnd('.').Split('.')) {
        if ($label.Length -lt 1 -or $label.Length -gt 63) {
            throw (ConvertTo-CodedError -Code 'Dns.name' -Params @{ name = $Name })
        }
        $bytes.Add([byte]$label.Length)
        $bytes.AddRange([Text.Encoding]::ASCII.GetBytes($label))
    }
    $bytes.Add([byte]0)
    foreach ($number in @($script:DnsTypes[$Type], 1)) { Add-DnsNumber -To $bytes -Value $number }
    # The addition says that an answer may have 4096 bytes (RFC 6891): root name, OPT, size, no flags, no options.
    $bytes.Add([byte]0)
    foreach ($number in @(41, 4096, 0, 0, 0)) { Add-DnsNumber -To $bytes -Value $number }
    , $bytes.ToArray()
}

function Read-DnsNumber {
    # A number of two bytes.
    param([Parameter(Mandatory = $true)][byte[]]$Bytes, [Parameter(Mandatory = $true)][int]$At)
    if ($At + 2 -gt $Bytes.Length) { throw (ConvertTo-CodedError -Code 'Dns.short') }
    256 * $Bytes[$At] + $Bytes[$At + 1]
}

function Read-DnsName {
    # A name and where it ends. A name may go on elsewhere in the message; one that never ends is refused.
    param([Parameter(Mandatory = $true)][byte[]]$Bytes, [Parameter(Mandatory = $true)][int]$At)
    $labels = New-Object 'Collections.Generic.List[string]'
    $next = -1
    for ($turn = 0; $turn -lt 128; $turn++) {
        if ($At -ge $Bytes.Length) { break }
        $length = [int]$Bytes[$At]
        if ($length -eq 0) {
            if ($next -lt 0) { $next = $At + 1 }
            return @{ name = [string]::Join('.', $labels.ToArray()); next = $next }
        }
        if ($length -ge 192) {
            if ($next -lt 0) { $next = $At + 2 }
            $At = (Read-DnsNumber -Bytes $Bytes -At $At) - 49152
            continue
        }
        if ($At + 1 + $length -gt $Bytes.Length) { break }
        $labels.Add([Text.Encoding]::ASCII.GetString($Bytes, $At + 1, $length))
        $At += 1 + $length
    }
    throw (ConvertTo-CodedError -Code 'Dns.endless')
}

function Read-DnsAnswer {
    # The answer's code, its aliases in their order, whether they end at an address, and the targets of service records.
    param([Parameter(Mandatory = $true)][byte[]]$Bytes, [Parameter(Mandatory = $true)][int]$Id)
    if ((Read-DnsNumber -Bytes $Bytes -At 0) -ne $Id) { throw (ConvertTo-CodedError -Code 'Dns.other') }
    $code = (Read-DnsNumber -Bytes $Bytes -At 2) -band 15
    $questions = Read-DnsNumber -Bytes $Bytes -At 4
    $answers = Read-DnsNumber -Bytes $Bytes -At 6
    $at = 12
    for ($turn = 0; $turn -lt $questions; $turn++) { $at = (Read-DnsName -Bytes $Bytes -At $at).next + 4 }
    $aliases = New-Object 'Collections.Generic.List[string]'
    $targets = New-Object 'Collections.Generic.List[string]'
    $complete = $false
    for ($turn = 0; $turn -lt $answers; $turn++) {
        $at = (Read-DnsName -Bytes $Bytes -At $at).next
        $type = Read-DnsNumber -Bytes $Bytes -At $at
        $content = $at + 10
        $at = $content + (Read-DnsNumber -Bytes $Bytes -At ($at + 8))
        if ($type -eq $script:DnsTypes['CNAME']) { $aliases.Add((Read-DnsName -Bytes $Bytes -At $content).name) }
        elseif ($type -eq $script:DnsTypes['A']) { $complete = $true }
        elseif ($type -eq $script:DnsTypes['SRV']) { $targets.Add((Read-DnsName -Bytes $Bytes -At ($content + 6)).name) }
    }
    @{ code = $code; names = $aliases.ToArray(); complete = $complete; targets = $targets.ToArray() }
}

$script:DnsTypes = @{ A = 1; CNAME = 5; SRV = 33 }
