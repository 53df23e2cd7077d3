# What a directory says of itself to anybody, its RootDSE, as bytes: the question and a strict reader of the answer
# (RFC 4511 4.1.1, 4.5 and 5.1; X.690 8.1). Active Directory writes lengths in four bytes: one that could be shorter is right too.

function ConvertTo-BerElement {
    # One element: its tag, the length of its content, its content.
    param([Parameter(Mandatory = $true)][byte]$Tag, [Parameter(Mandatory = $true)][AllowEmptyCollection()][byte[]]$Content)
    $bytes = New-Object 'Collections.Generic.List[byte]'
    $bytes.Add($Tag)
    # From 128 on the length has a byte of its own before it, which says how many bytes it has.
    if ($Content.Length -gt 127) {
        $bytes.Add([byte]130)
        Add-DnsNumber -To $bytes -Value $Content.Length
    }
    else { $bytes.Add([byte]$Content.Length) }
    $bytes.AddRange($Content)
    , $bytes.ToArray()
}

function Get-RootDseQuestion {
    # A search of the entry without a name, for these attributes alone. The answer has the same number, which is at most 127.
    param([Parameter(Mandatory = $true)][byte]$Number)
    if ($null -eq $script:RootDseQuestion) {
        $names = New-Object 'Collections.Generic.List[byte]'
        foreach ($name in $script:RootDseNames) {
            $names.AddRange((ConvertTo-BerElement -Tag 4 -Content ([Text.Encoding]::ASCII.GetBytes($name))))
        }
        $search = New-Object 'Collections.Generic.List[byte]'
        # No name; base object; aliases as they are; no limit of size or time; values too.
        $search.AddRange([byte[]]@(4, 0, 10, 1, 0, 10, 1, 0, 2, 1, 0, 2, 1, 0, 1, 1, 0))
        # Whatever has a class.
        $search.AddRange((ConvertTo-BerElement -Tag 135 -Content ([Text.Encoding]::ASCII.GetBytes('objectClass'))))
        $search.AddRange((ConvertTo-BerElement -Tag 48 -Content $names.ToArray()))
        $message = New-Object 'Collections.Generic.List[byte]'
        $message.AddRange([byte[]]@(2, 1, 0))
        $message.AddRange((ConvertTo-BerElement -Tag 99 -Content $search.ToArray()))
        $script:RootDseQuestion = ConvertTo-BerElement -Tag 48 -Content $message.ToArray()
    }
    $bytes = $script:RootDseQuestion.Clone()
    $bytes[$script:RootDseNumberAt] = $Number
    , $bytes
}

function Read-BerElement {
    # The element at a place: its tag, where its content begins and where that ends. $null where its head is not there yet.
    param(
        [Parameter(Mandatory = $true)][byte[]]$Bytes,
        [Parameter(Mandatory = $true)][long]$At,
        # So many bytes are there.
        [Parameter(Mandatory = $true)][long]$Have
    )
    if ($At + 2 -gt $Have) { return $null }
    $tag = [int]$Bytes[$At]
    # A tag of several bytes; LDAP has none.
    if (($tag -band 31) -eq 31) { throw (ConvertTo-CodedError -Code 'Probe.notLdap') }
    $length = [long]$Bytes[$At + 1]
    $from = $At + 2
    if ($length -gt 127) {
        $count = $length - 128
        # None: a length that only the end tells, which LDAP has not. More than four: it fits nowhere.
        if ($count -lt 1 -or $count -gt 4) { throw (ConvertTo-CodedError -Code 'Probe.notLdap') }
        if ($from + $count -gt $Have) { return $null }
        $length = [long]0
        for ($turn = 0; $turn -lt $count; $turn++) { $length = 256 * $length + $Bytes[$from + $turn] }
        $from += $count
    }
    @{ tag = $tag; from = $from; end = $from + $length }
}

function Read-BerPart {
    # The element of a kind at a place inside another one: whole, and no further than that one goes.
    param(
        [Parameter(Mandatory = $true)][byte[]]$Bytes,
        [Parameter(Mandatory = $true)][long]$At,
        [Parameter(Mandatory = $true)][long]$End,
        [Parameter(Mandatory = $true)][int]$Tag
    )
    $part = Read-BerElement -Bytes $Bytes -At $At -Have $End
    if ($null -eq $part -or $part.tag -ne $Tag -or $part.end -gt $End) { throw (ConvertTo-CodedError -Code 'Probe.notLdap') }
    $part
}

function Read-LdapMessage {
    # The message at a place: its number, the kind of its operation, where that begins and ends, and where the message ends. $null
    # where it is not there as a whole. Bytes is all the room there is for it.
    param(
        [Parameter(Mandatory = $true)][byte[]]$Bytes,
        [Parameter(Mandatory = $true)][long]$At,
        [Parameter(Mandatory = $true)][long]$Have
    )
    if ($At -lt $Have -and $Bytes[$At] -ne 48) { throw (ConvertTo-CodedError -Code 'Probe.notLdap') }
    $message = Read-BerElement -Bytes $Bytes -At $At -Have $Have
    if ($null -eq $message) { return $null }
    if ($message.end -gt $Bytes.Length) { throw (ConvertTo-CodedError -Code 'Probe.long' -Params @{ kb = $Bytes.Length / 1024 }) }
    if ($message.end -gt $Have) { return $null }
    $number = Read-BerPart -Bytes $Bytes -At $message.from -End $message.end -Tag 2
    if ($number.end - $number.from -notin 1..4) { throw (ConvertTo-CodedError -Code 'Probe.notLdap') }
    $id = [long]0
    for ($turn = $number.from; $turn -lt $number.end; $turn++) { $id = 256 * $id + $Bytes[$turn] }
    $operation = Read-BerElement -Bytes $Bytes -At $number.end -Have $message.end
    if ($null -eq $operation -or $operation.end -gt $message.end) { throw (ConvertTo-CodedError -Code 'Probe.notLdap') }
    @{ id = $id; tag = $operation.tag; from = $operation.from; end = $operation.end; next = $message.end }
}

function Test-RootDse {
    # Where the entry begins and ends in the answer to a question; $null where the answer is not there as a whole.
    param(
        [Parameter(Mandatory = $true)][byte[]]$Bytes,
        [Parameter(Mandatory = $true)][int]$Have,
        [Parameter(Mandatory = $true)][int]$Number
    )
    $entry = Read-LdapMessage -Bytes $Bytes -At 0 -Have $Have
    if ($null -eq $entry) { return $null }
    $done = $entry
    if ($entry.tag -eq 100) { $done = Read-LdapMessage -Bytes $Bytes -At $entry.next -Have $Have }
    if ($null -eq $done) { return $null }
    # One entry at most, then how the search ended, and nothing behind it.
    if ($entry.id -ne $Number -or $done.id -ne $Number -or $done.tag -ne 101 -or $done.next -ne $Have) {
        throw (ConvertTo-CodedError -Code 'Probe.notLdap')
    }
    $code = Read-BerPart -Bytes $Bytes -At $done.from -End $done.end -Tag 10
    if ($code.end - $code.from -ne 1) { throw (ConvertTo-CodedError -Code 'Probe.notLdap') }
    $result = [int]$Bytes[$code.from]
    if ($result -ne 0) { throw (ConvertTo-CodedError -Code 'Probe.refused' -Params @{ code = $result }) }
    if ($entry.tag -ne 100) { throw (ConvertTo-CodedError -Code 'Probe.empty') }
    @{ from = $entry.from; end = $entry.end }
}

function Read-RootDseEntry {
    # The values of each attribute, by its name, of an entry that begins and ends there.
    param(
        [Parameter(Mandatory = $true)][byte[]]$Bytes,
        [Parameter(Mandatory = $true)][long]$From,
        [Parameter(Mandatory = $true)][long]$End
    )
    $found = @{}
    $left = $script:RootDseMostValues
    $name = Read-BerPart -Bytes $Bytes -At $From -End $End -Tag 4
    $list = Read-BerPart -Bytes $Bytes -At $name.end -End $End -Tag 48
    for ($at = $list.from; $at -lt $list.end; $at = $one.end) {
        $one = Read-BerPart -Bytes $Bytes -At $at -End $list.end -Tag 48
        $type = Read-BerPart -Bytes $Bytes -At $one.from -End $one.end -Tag 4
        $set = Read-BerPart -Bytes $Bytes -At $type.end -End $one.end -Tag 49
        $key = [Text.Encoding]::UTF8.GetString($Bytes, $type.from, $type.end - $type.from)
        if (-not $found.ContainsKey($key)) { $found[$key] = New-Object 'Collections.Generic.List[string]' }
        $left--
        for ($inside = $set.from; $inside -lt $set.end; $inside = $value.end) {
            $value = Read-BerPart -Bytes $Bytes -At $inside -End $set.end -Tag 4
            $found[$key].Add([Text.Encoding]::UTF8.GetString($Bytes, $value.from, $value.end - $value.from))
            # Reading must not keep the other probes waiting.
            $left--
            if ($left -lt 0) { break }
        }
        if ($left -lt 0) { throw (ConvertTo-CodedError -Code 'Probe.notLdap') }
    }
    $found
}

function ConvertTo-RootDseFact {
    # What the attributes say, as texts. One that should have one value and has none or several says nothing.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Found)
    $facts = @{}
    foreach ($name in $script:RootDseNames) {
        $values = [string[]]@()
        if ($Found.Contains($name)) { $values = $Found[$name].ToArray() }
        if ($name -in @('supportedCapabilities', 'supportedSASLMechanisms')) { $facts[$name] = $values }
        elseif ($values.Length -eq 1) { $facts[$name] = $values[0] }
        else { $facts[$name] = $null }
    }
    $facts
}

# [MS-ADTS] 3.1.1.3.2: attributes of the RootDSE.
$script:RootDseNames = @(
    'dnsHostName',
    'serverName',
    'defaultNamingContext',
    'currentTime',
    'isGlobalCatalogReady',
    'isSynchronized',
    'domainControllerFunctionality',
    'supportedCapabilities',
    'supportedSASLMechanisms'
)
$script:RootDseQuestion = $null
# Behind the message's tag, its length in three bytes, and the tag and length of the number.
$script:RootDseNumberAt = 6
# An answer has about 2 KB and thirty values; what is longer is none.
$script:RootDseBytes = 16384
$script:RootDseMostValues = 200
# Where a controller is asked: the port of LDAP.
$script:LdapPorts = @(389)
