# More of Windows that is read only: keys, disk, clock, domain role, groups of the session, event logs, certificates.
# As in Windows.ps1, nothing here judges, and inputs and outputs are plain values.

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

function Get-SystemDriveState {
    # The drive of Windows, with its size and free space in MB.
    param()
    $drive = New-Object IO.DriveInfo([IO.Path]::GetPathRoot([Environment]::GetFolderPath('System')))
    @{ drive = [string]$drive.Name; freeMb = [int]($drive.AvailableFreeSpace / 1MB); sizeMb = [int]($drive.TotalSize / 1MB) }
}

function Get-EngineState {
    # Version of this PowerShell, and whether the process is a 64-bit one.
    param()
    @{ version = $PSVersionTable.PSVersion.ToString(); is64Bit = [Environment]::Is64BitProcess }
}

function Get-DomainRole {
    # Win32_ComputerSystem.DomainRole: 3 is a member server, 4 and 5 are domain controllers.
    param()
    [int](Get-CimInstance -ClassName Win32_ComputerSystem -ErrorAction Stop).DomainRole
}

function Get-DomainClock {
    # A domain controller of this computer's domain, and its time.
    param()
    $controller = [DirectoryServices.ActiveDirectory.Domain]::GetComputerDomain().FindDomainController()
    try { @{ domainController = [string]$controller.Name; time = [DateTime]::SpecifyKind($controller.CurrentTime, [DateTimeKind]::Utc).ToString('o') } }
    finally { $controller.Dispose() }
}

function Test-NetworkLogon {
    # Whether the session came over the network (PowerShell remoting, SSH with a key): the group NETWORK, S-1-5-2.
    param()
    $network = New-Object Security.Principal.SecurityIdentifier('S-1-5-2')
    [bool]([Security.Principal.WindowsIdentity]::GetCurrent().Groups -contains $network)
}

function Get-EventList {
    # The newest events of a log since a moment, at most Newest, of all ids or of these: time, id, source, level (2 is an
    # error), text. None where the log holds none; an error where there is no such log.
    param([Parameter(Mandatory = $true)][string]$Log, [Parameter(Mandatory = $true)][DateTime]$Since, [Parameter(Mandatory = $true)][int]$Newest, [int[]]$Id = @())
    $filter = @{ LogName = $Log; StartTime = $Since.ToLocalTime() }
    if ($Id.Length -gt 0) { $filter['Id'] = $Id }
    try {
        foreach ($one in (Get-WinEvent -FilterHashtable $filter -MaxEvents $Newest -ErrorAction Stop)) {
            @{ at = $one.TimeCreated.ToUniversalTime().ToString('o'); id = [int]$one.Id; source = [string]$one.ProviderName; level = [int]$one.Level; text = [string]$one.Message }
        }
    }
    catch { if ($_.FullyQualifiedErrorId -notlike 'NoMatchingEventsFound*') { throw } }
}

function Get-CertificateList {
    # The certificates of the computer's own store whose issuer holds a text: subject, issuer, dates.
    param([Parameter(Mandatory = $true)][string]$Issuer)
    $store = New-Object Security.Cryptography.X509Certificates.X509Store('My', 'LocalMachine')
    $store.Open('ReadOnly, OpenExistingOnly')
    try {
        foreach ($one in $store.Certificates) {
            if ($one.Issuer.IndexOf($Issuer, [StringComparison]::OrdinalIgnoreCase) -ge 0) {
                @{ subject = $one.Subject; issuer = $one.Issuer; notBefore = $one.NotBefore.ToUniversalTime().ToString('o'); notAfter = $one.NotAfter.ToUniversalTime().ToString('o') }
            }
        }
    }
    finally { $store.Close() }
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
                    if ($shown.IndexOf($Name, [StringComparison]::OrdinalIgnoreCase) -lt 0 -or $key.GetValue('SystemComponent', 0) -eq 1) { continue }
                    @{ id = $id; name = $shown; publisher = [string]$key.GetValue('Publisher', ''); version = [string]$key.GetValue('DisplayVersion', ''); isMsi = ($key.GetValue('WindowsInstaller', 0) -eq 1); uninstall = [string]$key.GetValue('UninstallString', ''); quietUninstall = [string]$key.GetValue('QuietUninstallString', '') }
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
