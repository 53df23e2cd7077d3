# The registry, and what Windows keeps there. Everything that touches Windows is in this folder; nothing else does, and nothing
# here judges. Inputs and outputs are plain values, so that another implementation can take a function's place.

function Open-MachineKey {
    # The 64-bit view of HKEY_LOCAL_MACHINE; $null where the key is missing.
    param([string]$Path, [bool]$Writable = $false)
    $base = [Microsoft.Win32.RegistryKey]::OpenBaseKey([Microsoft.Win32.RegistryHive]::LocalMachine,
        [Microsoft.Win32.RegistryView]::Registry64)
    try {
        if ($Writable) { return $base.CreateSubKey($Path) }
        return $base.OpenSubKey($Path)
    }
    finally { $base.Dispose() }
}

function Get-RegistryValue {
    # A value below HKEY_LOCAL_MACHINE; $null where it is missing.
    param([Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][string]$Name)
    $key = Open-MachineKey -Path $Path
    if ($null -eq $key) { return $null }
    try { return $key.GetValue($Name, $null) } finally { $key.Dispose() }
}

function Write-RegistryNumber {
    # Writes a DWORD below HKEY_LOCAL_MACHINE, and makes its key where that is missing.
    param(
        [Parameter(Mandatory = $true)][string]$Path,
        [Parameter(Mandatory = $true)][string]$Name,
        [Parameter(Mandatory = $true)][int]$Value
    )
    $key = Open-MachineKey -Path $Path -Writable $true
    try { $key.SetValue($Name, $Value, [Microsoft.Win32.RegistryValueKind]::DWord) } finally { $key.Dispose() }
}

function Clear-RegistryValue {
    # Removes a value below HKEY_LOCAL_MACHINE; does nothing where it is missing.
    param([Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][string]$Name)
    $key = Open-MachineKey -Path $Path -Writable $true
    try { $key.DeleteValue($Name, $false) } finally { $key.Dispose() }
}

function Get-RestartReason {
    # Why a restart is due, $null where none is. The key is volatile: Windows deletes it at the restart.
    param()
    Get-RegistryValue -Path "$script:OwnKey\$script:RestartMark" -Name 'Reason'
}

function Write-RestartReason {
    # Notes why a restart is due, in a volatile key.
    param([Parameter(Mandatory = $true)][string]$Reason)
    $base = [Microsoft.Win32.RegistryKey]::OpenBaseKey([Microsoft.Win32.RegistryHive]::LocalMachine,
        [Microsoft.Win32.RegistryView]::Registry64)
    $parent = $null
    $key = $null
    try {
        $parent = $base.CreateSubKey($script:OwnKey)
        $key = $parent.CreateSubKey($script:RestartMark, [Microsoft.Win32.RegistryKeyPermissionCheck]::ReadWriteSubTree,
            [Microsoft.Win32.RegistryOptions]::Volatile)
        $key.SetValue('Reason', $Reason)
    }
    finally { foreach ($one in @($key, $parent, $base)) { if ($null -ne $one) { $one.Dispose() } } }
}

function Test-RegistryKey {
    # Whether a key below HKEY_LOCAL_MACHINE exists.
    param([Parameter(Mandatory = $true)][string]$Path)
    $key = Open-MachineKey -Path $Path
    if ($null -eq $key) { return $false }
    $key.Dispose()
    $true
}

function Get-RegistryNameList {
    # The names of the values of a key below HKEY_LOCAL_MACHINE; none where the key is missing.
    param([Parameter(Mandatory = $true)][string]$Path)
    $key = Open-MachineKey -Path $Path
    if ($null -eq $key) { return }
    try { $key.GetValueNames() } finally { $key.Dispose() }
}

function Get-RegistryKeyList {
    # The names of the keys right below a key below HKEY_LOCAL_MACHINE; none where the key is missing.
    param([Parameter(Mandatory = $true)][string]$Path)
    $key = Open-MachineKey -Path $Path
    if ($null -eq $key) { return }
    try { $key.GetSubKeyNames() } finally { $key.Dispose() }
}

function Get-UserRegistryValue {
    # A value below HKEY_CURRENT_USER, that of the session's user; $null where it is missing.
    param([Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][string]$Name)
    $key = [Microsoft.Win32.Registry]::CurrentUser.OpenSubKey($Path)
    if ($null -eq $key) { return $null }
    try { return $key.GetValue($Name, $null) } finally { $key.Dispose() }
}

function Get-UserRegistryNameList {
    # The names of the values of a key below HKEY_CURRENT_USER; none where the key is missing.
    param([Parameter(Mandatory = $true)][string]$Path)
    $key = [Microsoft.Win32.Registry]::CurrentUser.OpenSubKey($Path)
    if ($null -eq $key) { return }
    try { $key.GetValueNames() } finally { $key.Dispose() }
}

function Get-ProductList {
    # The installed programs whose name holds a text: name, publisher, version, and how Windows uninstalls them.
    param([Parameter(Mandatory = $true)][string]$Name)
    foreach ($view in @([Microsoft.Win32.RegistryView]::Registry64, [Microsoft.Win32.RegistryView]::Registry32)) {
        $base = [Microsoft.Win32.RegistryKey]::OpenBaseKey([Microsoft.Win32.RegistryHive]::LocalMachine, $view)
        $all = $base.OpenSubKey('SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall')
        try {
            if ($null -eq $all) { continue }
            foreach ($id in $all.GetSubKeyNames()) {
                $key = $all.OpenSubKey($id)
                try {
                    $shown = [string]$key.GetValue('DisplayName', '')
                    if ($shown.IndexOf($Name, [StringComparison]::OrdinalIgnoreCase) -lt 0 -or
                        $key.GetValue('SystemComponent', 0) -eq 1) {
                        continue
                    }
                    @{
                        id             = $id
                        name           = $shown
                        publisher      = [string]$key.GetValue('Publisher', '')
                        version        = [string]$key.GetValue('DisplayVersion', '')
                        isMsi          = ($key.GetValue('WindowsInstaller', 0) -eq 1)
                        uninstall      = [string]$key.GetValue('UninstallString', '')
                        quietUninstall = [string]$key.GetValue('QuietUninstallString', '')
                    }
                }
                finally { $key.Dispose() }
            }
        }
        finally {
            if ($null -ne $all) { $all.Dispose() }
            $base.Dispose()
        }
    }
}
