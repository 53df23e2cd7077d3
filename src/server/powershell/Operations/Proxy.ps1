# Which proxies Windows knows: WinHTTP's and that of the session's user. They know nothing of each other, nor of the agent's own.

function Read-WinHttpSetting {
    # The proxy and the bypass list of the value that "netsh winhttp set proxy" writes: version, counter, flags (2: a proxy),
    # then length and text, twice. $null for a direct connection.
    param([Parameter(Mandatory = $true)][AllowNull()][AllowEmptyString()][string]$Base64)
    if ([string]::IsNullOrEmpty($Base64)) { return $null }
    $bytes = [Convert]::FromBase64String($Base64)
    $at = 12
    $texts = for ($turn = 0; $turn -lt 2; $turn++) {
        if ($at + 4 -gt $bytes.Length) { ''; continue }
        $length = [BitConverter]::ToInt32($bytes, $at)
        if ($length -lt 0 -or $at + 4 + $length -gt $bytes.Length) { throw (ConvertTo-CodedError -Code 'WinHttpUnreadable') }
        [Text.Encoding]::ASCII.GetString($bytes, $at + 4, $length)
        $at += 4 + $length
    }
    if ($bytes.Length -lt 12 -or ([BitConverter]::ToInt32($bytes, 8) -band 2) -eq 0 -or $texts[0] -eq '') { return $null }
    @{ server = [string]$texts[0]; bypass = [string]$texts[1] }
}

function Hide-UserInfo {
    # An address without the user name and the password that somebody may have written into it; $null stays. Everything up to the
    # last @ is hidden, since a password may hold any sign. Of a list (http=a:80;https=b:81) each entry by itself.
    param([Parameter(Mandatory = $true)][AllowNull()][object]$Address, [switch]$List)
    if ($null -eq $Address) { return $null }
    $begin = New-Pattern -Expression '\A(?:[A-Za-z]{1,10}=)?(?:[A-Za-z]{1,10}://)?'
    # Behind a colon stands a port, or the beginning of a password that holds what separates entries.
    $cut = New-Pattern -Expression '\A[^\[:]*:(?![0-9]{1,5}/?\z)'
    $entries = if ($List) { ([string]$Address).Split([char[]]' ;') } else { , [string]$Address }
    $hidden = foreach ($entry in $entries) {
        $kept = $begin.Match($entry).Value
        $at = $entry.LastIndexOf('@')
        if ($at -ge 0) { $kept + '********' + $entry.Substring($at) }
        elseif ($List -and $cut.IsMatch($entry.Substring($kept.Length))) { $kept + '********' }
        else { $entry }
    }
    $hidden -join ';'
}

function Get-CloudSyncProxyFact {
    <#
    .SYNOPSIS
    Reads the proxies of WinHTTP and of the session's user.
    .OUTPUTS
    CloudSync.ProxyFact
    .EXAMPLE
    Get-CloudSyncProxyFact
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.ProxyFact')]
    param()
    ConvertTo-OutputObject -Type 'ProxyFact' -Values ([ordered]@{
        winHttp = Get-Fact -Read {
            $known = Read-WinHttpSetting -Base64 (Get-WinHttpSetting)
            if ($null -ne $known) { $known.server = Hide-UserInfo -Address $known.server -List }
            $known
        }
        user    = Get-Fact -Read {
            $known = Get-UserProxy
            $known.server = Hide-UserInfo -Address $known.server -List
            $known.script = Hide-UserInfo -Address $known.script
            $known
        }
        })
}
