# The proxy settings of Windows.

function Get-WinHttpSetting {
    # The value that "netsh winhttp set proxy" writes, in base64; $null where it is missing.
    param()
    $value = Get-RegistryValue -Path 'SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings\Connections' -Name 'WinHttpSettings'
    if ($null -eq $value) { return $null }
    [Convert]::ToBase64String([byte[]]$value)
}

function Get-UserProxy {
    # What the session's user has set under "Internet Options": a proxy where it is switched on, and a script's address.
    param()
    $key = [Microsoft.Win32.Registry]::CurrentUser.OpenSubKey('Software\Microsoft\Windows\CurrentVersion\Internet Settings')
    if ($null -eq $key) { return @{ server = $null; bypass = ''; script = $null } }
    try {
        $server = $null
        if ($key.GetValue('ProxyEnable', 0) -eq 1 -and -not [string]::IsNullOrEmpty([string]$key.GetValue('ProxyServer', ''))) {
            $server = [string]$key.GetValue('ProxyServer')
        }
        $script = $null
        if (-not [string]::IsNullOrEmpty([string]$key.GetValue('AutoConfigURL', ''))) {
            $script = [string]$key.GetValue('AutoConfigURL')
        }
        @{ server = $server; bypass = [string]$key.GetValue('ProxyOverride', ''); script = $script }
    }
    finally { $key.Dispose() }
}
