# Which proxies Windows knows: WinHTTP's and that of the session's user. They know nothing of each other, nor of the agent's own.

function Read-WinHttpSettings {
    # The proxy and the bypass list of the value that "netsh winhttp set proxy" writes: version, counter, flags (2: a proxy),
    # then length and text, twice. $null for a direct connection.
    param([Parameter(Mandatory = $true)][AllowNull()][AllowEmptyString()][string]$Base64)
    if ([string]::IsNullOrEmpty($Base64)) { return $null }
    $bytes = [Convert]::FromBase64String($Base64)
    $at = 12
    $texts = for ($turn = 0; $turn -lt 2; $turn++) {
        if ($at + 4 -gt $bytes.Length) { ''; continue }
        $length = [BitConverter]::ToInt32($bytes, $at)
        if ($length -lt 0 -or $at + 4 + $length -gt $bytes.Length) { throw 'WinHttpSettings is not what Windows writes there.' }
        [Text.Encoding]::ASCII.GetString($bytes, $at + 4, $length)
        $at += 4 + $length
    }
    if ($bytes.Length -lt 12 -or ([BitConverter]::ToInt32($bytes, 8) -band 2) -eq 0 -or $texts[0] -eq '') { return $null }
    @{ server = [string]$texts[0]; bypass = [string]$texts[1] }
}

function Get-ProxyFacts {
    <#
    .SYNOPSIS
    Reads the proxies of WinHTTP and of the session's user.
    #>
    [CmdletBinding()]
    param()
    @{
        winHttp = Get-Fact -Read { Read-WinHttpSettings -Base64 (Get-WinHttpSettings) }
        user    = Get-Fact -Read { Get-UserProxy }
    }
}
