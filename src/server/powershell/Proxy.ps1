# Which proxies this server knows: WinHTTP's, that of the session's user, and the agent's own. They are independent of each other.

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

function Read-AgentProxy {
    # The block system.net/defaultProxy of a .NET configuration file; $null where there is no file. Nothing outside the file
    # is read: no document type, no external entity.
    param([Parameter(Mandatory = $true)][string]$Path)
    if (-not [IO.File]::Exists($Path)) { return $null }
    $settings = New-Object Xml.XmlReaderSettings
    $settings.DtdProcessing = [Xml.DtdProcessing]::Prohibit
    $settings.XmlResolver = $null
    $text = New-Object IO.StreamReader($Path)
    $document = New-Object Xml.XmlDocument
    $document.XmlResolver = $null
    try {
        $reader = [Xml.XmlReader]::Create($text, $settings)
        $document.Load($reader)
    }
    finally { $text.Dispose() }
    $address = $null
    $enabled = $true
    $default = $document.SelectSingleNode('/configuration/system.net/defaultProxy')
    if ($null -ne $default) {
        $enabled = $default.GetAttribute('enabled') -ne 'false'
        $proxy = $default.SelectSingleNode('proxy')
        if ($null -ne $proxy -and $proxy.GetAttribute('proxyaddress') -ne '') { $address = $proxy.GetAttribute('proxyaddress') }
    }
    @{ enabled = $enabled; address = $address }
}

function Get-ProxyFacts {
    <#
    .SYNOPSIS
    Reads the proxies of WinHTTP, of the session's user, and of the agent's configuration file.
    #>
    [CmdletBinding()]
    param()
    @{
        winHttp = Get-Fact -Read { Read-WinHttpSettings -Base64 (Get-WinHttpSettings) }
        user    = Get-Fact -Read { Get-UserProxy }
        agent   = Get-Fact -Read { Read-AgentProxy -Path ([IO.Path]::Combine((Get-FolderPath -Name 'Agent'), 'AADConnectProvisioningAgent.exe.config')) }
    }
}
