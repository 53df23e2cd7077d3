# Everything that touches Windows: registry, services, identity, processes, signatures, folders. Nothing else does, and
# nothing here judges. Inputs and outputs are plain values, so that another implementation can take a function's place.

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

function Get-FolderPath {
    # Downloads: below Program Files, where only administrators can write, so that nobody can swap an installer.
    # State: beside them, for what sessions tell each other. Trace: where the agent writes its own logs. Temporary: this user's own.
    # System: System32.
    param([Parameter(Mandatory = $true)][ValidateSet('Downloads', 'State', 'Agent', 'Trace', 'Temporary', 'System')][string]$Name)
    if ($Name -eq 'System') { return [Environment]::GetFolderPath('System') }
    if ($Name -eq 'Temporary') { return [IO.Path]::GetTempPath() }
    if ($Name -eq 'Trace') { return [IO.Path]::Combine([Environment]::GetFolderPath('CommonApplicationData'), 'Microsoft', 'Azure AD Connect Provisioning Agent', 'Trace') }
    # Windows' own word: a variable is whatever somebody set it to.
    $programs = [Environment]::GetFolderPath('ProgramFiles')
    if ($Name -eq 'Agent') { return [IO.Path]::Combine($programs, 'Microsoft Azure AD Connect Provisioning Agent') }
    [IO.Path]::Combine($programs, 'Cloud Sync Agent Setup', $Name)
}

function Get-SetupLogFolder {
    # The folders for temporary files, where setup programs leave their logs, with a name for each: of this user; of SYSTEM,
    # by the environment and by GetTempPath2.
    param()
    @{ entry = 'setup'; path = [IO.Path]::GetTempPath() }
    $windows = [Environment]::GetFolderPath('Windows')
    foreach ($name in @('Temp', 'SystemTemp')) {
        $path = [IO.Path]::Combine($windows, $name)
        # Where the session is SYSTEM's own, one of them is the first.
        if ($path -ne [IO.Path]::GetTempPath().TrimEnd('\')) { @{ entry = 'setup-' + $name; path = $path } }
    }
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

function Start-Program {
    # Starts a program with its standard input closed; answers its process id.
    param([Parameter(Mandatory = $true)][string]$Path, [string]$ArgumentLine = '', [bool]$OnDesktop = $false)
    $start = New-Object Diagnostics.ProcessStartInfo($Path, $ArgumentLine)
    $start.UseShellExecute = $OnDesktop
    # Programs look for what they need in the folder they are started in too.
    $start.WorkingDirectory = Get-FolderPath -Name 'System'
    if (-not $OnDesktop) { $start.RedirectStandardInput = $true }
    $process = [Diagnostics.Process]::Start($start)
    if (-not $OnDesktop) { $process.StandardInput.Close() }
    $script:StartedPrograms[$process.Id] = $process
    $process.Id
}

function Wait-Program {
    # Waits at most TimeoutMs for a program that Start-Program started or Open-Program opened.
    param([Parameter(Mandatory = $true)][int]$Id, [Parameter(Mandatory = $true)][int]$TimeoutMs)
    $process = $script:StartedPrograms[$Id]
    if (-not $process.WaitForExit($TimeoutMs)) { return @{ exited = $false; exitCode = 0 } }
    @{ exited = $true; exitCode = [int]$process.ExitCode }
}

function Get-ProgramProcess {
    # The running processes of these very files, the one that has been running longest first: id, full path, command line,
    # SID of the owner (empty where Windows does not tell), start. Names are looked at first: that is quick, and mostly there
    # is none.
    param([Parameter(Mandatory = $true)][string[]]$Path)
    $named = @(foreach ($one in $Path) { foreach ($process in [Diagnostics.Process]::GetProcessesByName([IO.Path]::GetFileNameWithoutExtension($one))) { 'ProcessId=' + $process.Id } })
    if ($named.Length -eq 0) { return }
    foreach ($one in @(Get-CimInstance -ClassName Win32_Process -Filter ($named -join ' OR ') -ErrorAction Stop | Sort-Object -Property CreationDate)) {
        if (-not (Test-SameText -Text $one.ExecutablePath -As $Path)) { continue }
        $owner = ''
        # It may have ended in between.
        try { $owner = [string](Invoke-CimMethod -InputObject $one -MethodName 'GetOwnerSid' -ErrorAction Stop).Sid } catch { $null = $_ }
        @{ id = [int]$one.ProcessId; path = [string]$one.ExecutablePath; line = [string]$one.CommandLine; owner = $owner; startedAt = $one.CreationDate.ToUniversalTime().ToString('o') }
    }
}

function Open-Program {
    # Whether a process that was found still runs; then it can be waited for. Its handle is opened now, since only then can its
    # exit code be read later. Another process may have got the id: it has another start.
    param([Parameter(Mandatory = $true)][int]$Id, [Parameter(Mandatory = $true)][string]$StartedAt)
    try {
        $process = [Diagnostics.Process]::GetProcessById($Id)
        $null = $process.Handle
        $started = [DateTime]::Parse($StartedAt, [Globalization.CultureInfo]::InvariantCulture, [Globalization.DateTimeStyles]::RoundtripKind)
        if ([Math]::Abs(($process.StartTime.ToUniversalTime() - $started.ToUniversalTime()).TotalSeconds) -gt 1) { return $false }
    }
    catch { return $false }
    $script:StartedPrograms[$process.Id] = $process
    $true
}

function Start-PowerShellChild {
    # A fresh Windows PowerShell that reads from a pipe, with output to a pipe; answers the process.
    param()
    $program = [IO.Path]::Combine([Environment]::GetFolderPath('System'), 'WindowsPowerShell', 'v1.0', 'powershell.exe')
    $start = New-Object Diagnostics.ProcessStartInfo($program, '-NoLogo -NoProfile -NonInteractive -Command -')
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    [Diagnostics.Process]::Start($start)
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

$script:StartedPrograms = @{}
