# Registry, services, identity, the computer, signatures. Everything that touches Windows is in the files whose names begin as
# this one's; nothing else does, and nothing there judges. Inputs and outputs are plain values, so that another implementation
# can take a function's place.

function Open-MachineKey {
    # The 64-bit view of HKEY_LOCAL_MACHINE; $null where the key is missing.
    param([string]$Path, [bool]$Writable = $false)
    $base = [Microsoft.Win32.RegistryKey]::OpenBaseKey([Microsoft.Win32.RegistryHive]::LocalMachine, [Microsoft.Win32.RegistryView]::Registry64)
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

function Set-RegistryNumber {
    # Writes a DWORD below HKEY_LOCAL_MACHINE, and makes its key where that is missing.
    param([Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][string]$Name, [Parameter(Mandatory = $true)][int]$Value)
    $key = Open-MachineKey -Path $Path -Writable $true
    try { $key.SetValue($Name, $Value, [Microsoft.Win32.RegistryValueKind]::DWord) } finally { $key.Dispose() }
}

function Remove-RegistryValue {
    # Removes a value below HKEY_LOCAL_MACHINE; does nothing where it is missing.
    param([Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][string]$Name)
    $key = Open-MachineKey -Path $Path -Writable $true
    try { $key.DeleteValue($Name, $false) } finally { $key.Dispose() }
}

function Get-RestartReason {
    # Why a restart is due, $null where none is. The key is volatile: Windows deletes it at the restart.
    param()
    Get-RegistryValue -Path 'SOFTWARE\Cloud Sync Agent Setup\Restart due' -Name 'Reason'
}

function Set-RestartReason {
    # Notes why a restart is due, in a volatile key.
    param([Parameter(Mandatory = $true)][string]$Reason)
    $base = [Microsoft.Win32.RegistryKey]::OpenBaseKey([Microsoft.Win32.RegistryHive]::LocalMachine, [Microsoft.Win32.RegistryView]::Registry64)
    $parent = $null
    $key = $null
    try {
        $parent = $base.CreateSubKey('SOFTWARE\Cloud Sync Agent Setup')
        $key = $parent.CreateSubKey('Restart due', [Microsoft.Win32.RegistryKeyPermissionCheck]::ReadWriteSubTree, [Microsoft.Win32.RegistryOptions]::Volatile)
        $key.SetValue('Reason', $Reason)
    }
    finally { foreach ($one in @($key, $parent, $base)) { if ($null -ne $one) { $one.Dispose() } } }
}

function Get-ServiceState {
    # Name, display name, state, start mode and account as Win32_Service says them; $null where there is no such service.
    param([Parameter(Mandatory = $true)][string]$Name)
    $service = Get-CimInstance -ClassName Win32_Service -Filter ("Name='" + $Name.Replace('\', '\\').Replace("'", "\'") + "'") -ErrorAction Stop
    if ($null -eq $service) { return $null }
    @{
        name        = [string]$service.Name
        displayName = [string]$service.DisplayName
        state       = [string]$service.State
        startMode   = [string]$service.StartMode
        account     = [string]$service.StartName
    }
}

function Get-ServiceStart {
    # When the process of a service started; $null where it does not run.
    param([Parameter(Mandatory = $true)][string]$Name)
    $service = Get-CimInstance -ClassName Win32_Service -Filter ("Name='" + $Name.Replace('\', '\\').Replace("'", "\'") + "'") -ErrorAction Stop
    if ($null -eq $service -or [int]$service.ProcessId -eq 0) { return $null }
    [Diagnostics.Process]::GetProcessById([int]$service.ProcessId).StartTime.ToUniversalTime().ToString('o')
}

function Set-ServiceStartMode {
    # Automatic, Manual or Disabled.
    param([Parameter(Mandatory = $true)][string]$Name, [Parameter(Mandatory = $true)][string]$StartMode)
    Set-Service -Name $Name -StartupType $StartMode -ErrorAction Stop
}

function Stop-ServiceControl {
    # Asks a running service to stop, and does not wait until it has.
    param([Parameter(Mandatory = $true)][string]$Name)
    (Get-Service -Name $Name -ErrorAction Stop).Stop()
}

function Start-ServiceControl {
    # Asks a stopped service to start, and does not wait until it runs. Start-Service would wait as long as it is starting.
    param([Parameter(Mandatory = $true)][string]$Name)
    (Get-Service -Name $Name -ErrorAction Stop).Start()
}

function Get-ComputerState {
    # Name, domain or workgroup, memory in MB, and the last start of Windows.
    param()
    $computer = Get-CimInstance -ClassName Win32_ComputerSystem -ErrorAction Stop
    $system = Get-CimInstance -ClassName Win32_OperatingSystem -ErrorAction Stop
    @{
        name     = [string]$computer.Name
        joined   = [bool]$computer.PartOfDomain
        domain   = [string]$computer.Domain
        memoryMb = [int]([long]$computer.TotalPhysicalMemory / 1MB)
        bootedAt = $system.LastBootUpTime.ToUniversalTime().ToString('o')
    }
}

function Get-SessionIdentity {
    # Who the session is: user with SID, elevated token, membership of Administrators (also where the token is filtered), desktop.
    param()
    $identity = [Security.Principal.WindowsIdentity]::GetCurrent()
    $administrators = New-Object Security.Principal.SecurityIdentifier('S-1-5-32-544')
    $elevated = (New-Object Security.Principal.WindowsPrincipal($identity)).IsInRole($administrators)
    @{
        user          = [string]$identity.Name
        sid           = [string]$identity.User.Value
        elevated      = [bool]$elevated
        # A filtered token still lists the group, as one that only denies.
        administrator = [bool]($elevated -or @($identity.Claims | Where-Object { $_.Value -eq 'S-1-5-32-544' }).Count -gt 0)
        # Session 0 is that of services, and of sessions over SSH: nobody sees a window there.
        desktop       = [bool]([Environment]::UserInteractive -and [Diagnostics.Process]::GetCurrentProcess().SessionId -ne 0)
    }
}

function Get-ExecutionPolicyState {
    # Scope and policy, for every scope.
    param()
    foreach ($one in (Get-ExecutionPolicy -List)) { @{ scope = [string]$one.Scope; policy = [string]$one.ExecutionPolicy } }
}

function Set-ExecutionPolicyState {
    # Sets the policy of one scope. The warning that a more specific scope overrides it is not an error here.
    param([Parameter(Mandatory = $true)][string]$Scope, [Parameter(Mandatory = $true)][string]$Policy)
    try { Set-ExecutionPolicy -Scope $Scope -ExecutionPolicy $Policy -Force -ErrorAction Stop }
    catch { if ($_.FullyQualifiedErrorId -notlike 'ExecutionPolicyOverride*') { throw } }
}

function Test-DiskFull {
    # Whether an error of writing says that the disk is full: ERROR_DISK_FULL or ERROR_HANDLE_DISK_FULL.
    param([Parameter(Mandatory = $true)][int]$HResult)
    $HResult -in @(0x80070070, 0x80070027)
}

function Get-FileSignature {
    # Status of the Authenticode signature, and the organisation of its signer.
    param([Parameter(Mandatory = $true)][string]$Path)
    $signature = Get-AuthenticodeSignature -LiteralPath $Path -ErrorAction Stop
    $subject = ''
    if ($null -ne $signature.SignerCertificate) { $subject = [string]$signature.SignerCertificate.Subject }
    @{ status = [string]$signature.Status; signer = (Get-SubjectOrganization -Subject $subject) }
}

function Get-FileProduct {
    # Product name and version of a program file; $null where it has none.
    param([Parameter(Mandatory = $true)][string]$Path)
    $version = [Diagnostics.FileVersionInfo]::GetVersionInfo($Path)
    if ([string]::IsNullOrEmpty($version.ProductName)) { return $null }
    @{ name = [string]$version.ProductName; version = [string]$version.ProductVersion }
}

function Import-AgentModule {
    # Loads Microsoft's agent module into this process. Only a child does that: it would lock the files against upgrade.
    param()
    Import-Module -Name ([IO.Path]::Combine((Get-FolderPath -Name 'Agent'), 'Microsoft.CloudSync.PowerShell.dll')) -ErrorAction Stop
}

function Restart-Windows {
    # Restarts Windows at once.
    param()
    Restart-Computer -Force -ErrorAction Stop
}
