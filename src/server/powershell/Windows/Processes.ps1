# Programs: started, found, waited for; and Microsoft's module, loaded into this process.

function Invoke-Program {
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
    # Waits at most TimeoutMs for a program that Invoke-Program started or Open-Program opened.
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
    $named = @(foreach ($one in $Path) {
        foreach ($process in [Diagnostics.Process]::GetProcessesByName([IO.Path]::GetFileNameWithoutExtension($one))) {
            'ProcessId=' + $process.Id
        }
    })
    if ($named.Length -eq 0) { return }
    foreach ($one in @(Get-CimInstance -ClassName Win32_Process -Filter ($named -join ' OR ') -ErrorAction Stop |
        Sort-Object -Property CreationDate)) {
        if (-not (Test-SameText -Text $one.ExecutablePath -As $Path)) { continue }
        $owner = ''
        # It may have ended in between.
        try {
            $owner = [string](Invoke-CimMethod -InputObject $one -MethodName 'GetOwnerSid' -ErrorAction Stop).Sid
        }
        catch {
            $null = $_
        }
        @{
            id        = [int]$one.ProcessId
            path      = [string]$one.ExecutablePath
            line      = [string]$one.CommandLine
            owner     = $owner
            startedAt = $one.CreationDate.ToUniversalTime().ToString('o')
        }
    }
}

function Open-Program {
    # Whether a process that was found still runs; then it can be waited for. Its handle is opened now, since only then can its
    # exit code be read later. Another process may have got the id: it has another start.
    param([Parameter(Mandatory = $true)][int]$Id, [Parameter(Mandatory = $true)][string]$StartedAt)
    try {
        $process = [Diagnostics.Process]::GetProcessById($Id)
        $null = $process.Handle
        if ([Math]::Abs(($process.StartTime.ToUniversalTime() - (Read-Moment -Text $StartedAt)).TotalSeconds) -gt 1) {
            return $false
        }
    }
    catch { return $false }
    $script:StartedPrograms[$process.Id] = $process
    $true
}

function Invoke-PowerShellChild {
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

function Get-ProcessStart {
    # When a process started; $null where there is none with this id.
    param([Parameter(Mandatory = $true)][int]$Id)
    try { [Diagnostics.Process]::GetProcessById($Id).StartTime.ToUniversalTime().ToString('o') } catch { $null }
}

function Invoke-SystemProgram {
    # Runs a program of System32 with closed input; answers exit code and output. Fails where it takes too long.
    param(
        [Parameter(Mandatory = $true)][string]$Name,
        [Parameter(Mandatory = $true)][string]$ArgumentLine,
        [int]$TimeoutMs = 60000
    )
    $start = New-Object Diagnostics.ProcessStartInfo([IO.Path]::Combine([Environment]::GetFolderPath('System'), $Name),
        $ArgumentLine)
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    try {
        $process.StandardInput.Close()
        $reading = $process.StandardOutput.ReadToEndAsync()
        if (-not $process.WaitForExit($TimeoutMs)) {
            $process.Kill()
            throw (ConvertTo-CodedError -Code 'ProgramSilent' -Params @{ program = $Name })
        }
        @{ exitCode = [int]$process.ExitCode; output = [string]$reading.Result }
    }
    finally { $process.Dispose() }
}

function Import-AgentModule {
    # Loads Microsoft's agent module into this process. Only a child does that: it would lock the files against upgrade.
    param()
    Import-Module -Name ([IO.Path]::Combine((Get-FolderPath -Name 'Agent'),
        'Microsoft.CloudSync.PowerShell.dll')) -ErrorAction Stop
}

$script:StartedPrograms = @{}
