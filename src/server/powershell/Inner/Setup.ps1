# Setup programs - the installer, uninstallers: run directly, or under SYSTEM over a network log-on; found again after a
# cut; waited for, and never ended by us: ended in the middle they leave half an agent.

function Test-SetupSucceeded {
    # Whether an exit code says that the work is done. 3010 asks for a restart, 1641 has begun one.
    param([Parameter(Mandatory = $true)][long]$ExitCode)
    $ExitCode -in @(0, 3010, 1641)
}

function Write-SetupRestartMark {
    # Marks that a restart is due where an exit code asks for one. Here, and not by who called: a cut must not lose it.
    param([Parameter(Mandatory = $true)][long]$ExitCode, [Parameter(Mandatory = $true)][Collections.IDictionary]$Work)
    $reason = 'installer:' + $ExitCode
    if ($Work.work -ne 'installing') { $reason = 'uninstalled:' + $ExitCode + ':' + $Work.of }
    if ($ExitCode -in @(3010, 1641)) { Set-CloudSyncRestartMark -Reason $reason -Confirm:$false }
}

function Get-SetupLogFile {
    # The agent's setup logs that were written since a moment: entry name, path, time. Their name is not documented: it is
    # taken to hold "provisioning" and "agent", as the product's name does.
    param([Parameter(Mandatory = $true)][DateTime]$Since)
    $ours = New-Pattern -Expression 'provisioning.?agent' -IgnoreCase
    foreach ($folder in @(Get-SetupLogFolder)) {
        if (-not [IO.Directory]::Exists($folder.path)) { continue }
        # SYSTEM's folders show their files to an elevated session only, and no other runs anything as SYSTEM.
        try { $files = [IO.Directory]::GetFiles($folder.path, '*.log') } catch [UnauthorizedAccessException] { continue }
        foreach ($file in $files) {
            $name = [IO.Path]::GetFileName($file)
            $written = [IO.File]::GetLastWriteTimeUtc($file)
            if ($ours.IsMatch($name) -and $written -ge $Since) {
                @{ entry = $folder.entry + '/' + $name; path = $file; written = $written }
            }
        }
    }
}

function Get-SetupLog {
    # The agent's setup log that was written last since a moment; empty where there is none.
    param([Parameter(Mandatory = $true)][DateTime]$Since)
    $newest = $null
    foreach ($one in @(Get-SetupLogFile -Since $Since)) {
        if ($null -eq $newest -or $one.written -gt $newest.written) { $newest = $one }
    }
    if ($null -eq $newest) { return '' }
    $newest.path
}

function ConvertTo-StillRunsError {
    # The error for a setup program that is still there after the limit. It is left alone.
    param(
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Work,
        [string]$How = '',
        [Parameter(Mandatory = $true)][string]$ToEnd
    )
    ConvertTo-CodedError -Code 'SetupStillRuns.limit' -Params @{
        work    = $Work.work
        of      = $Work.of
        how     = $How
        minutes = ($script:SetupLimitSeconds / 60)
        command = $ToEnd
    }
}

function Wait-Setup {
    # Waits for a setup program with a progress event a second; answers its exit code. Fails at the limit.
    param([Parameter(Mandatory = $true)][int]$Id, [Parameter(Mandatory = $true)][Collections.IDictionary]$Work, [string]$How = '')
    for ($seconds = 0; $seconds -lt $script:SetupLimitSeconds; $seconds++) {
        Write-ProgressEvent -Code 'atWork' -Params @{ work = $Work.work; of = $Work.of; how = $How; seconds = $seconds }
        $ended = Wait-Program -Id $Id -TimeoutMs 1000
        if ($ended.exited) { return $ended.exitCode }
    }
    throw (ConvertTo-StillRunsError -Work $Work -How $How -ToEnd ('Stop-Process -Id ' + $Id))
}

function Get-OwnTask {
    # How our task of this name is doing; $null where there is none. One is ours in our folder, under SYSTEM and with our author:
    # everybody may make tasks, whatever their names, and only an administrator one under SYSTEM.
    param([Parameter(Mandatory = $true)][string]$Task)
    $state = Get-SystemTaskState -Folder $script:TaskFolder -Name $Task
    if ($null -eq $state -or -not (Test-SameText -Text $state.principal -As $script:SystemSid) -or
        -not (Test-SameText -Text $state.author -As $script:TaskAuthor -CaseSensitive)) {
        return $null
    }
    $state
}

function Wait-SystemSetup {
    # Waits for a task with a progress event a second; answers its exit code, and removes the task. Fails at the limit.
    param([Parameter(Mandatory = $true)][string]$Task, [Parameter(Mandatory = $true)][Collections.IDictionary]$Work)
    for ($seconds = 0; $seconds -lt $script:SetupLimitSeconds; $seconds++) {
        $state = Get-OwnTask -Task $Task
        if ($null -eq $state) { throw (ConvertTo-CodedError -Code 'TaskGone' -Params @{ task = ($script:TaskFolder + $Task) }) }
        if (-not $state.running -and $state.result -notin $script:TaskNotEnded) {
            $null = Unregister-SystemTask -Folder $script:TaskFolder -Name $Task
            # Windows keeps exit codes of programs as unsigned numbers.
            if ($state.result -gt [int]::MaxValue) { return [int]($state.result - 4294967296) }
            return [int]$state.result
        }
        # 267011: it was told to run, and does not.
        if (-not $state.running -and $state.result -eq 267011 -and $seconds -ge $script:TaskStartSeconds) {
            $null = Unregister-SystemTask -Folder $script:TaskFolder -Name $Task
            throw (ConvertTo-CodedError -Code 'TaskNotStarted' -Params @{
                task    = ($script:TaskFolder + $Task)
                seconds = $script:TaskStartSeconds
            })
        }
        Write-ProgressEvent -Code 'atWork' -Params @{ work = $Work.work; of = $Work.of; how = 'system'; seconds = $seconds }
        $null = Wait-Moment
    }
    throw (ConvertTo-StillRunsError -Work $Work -How 'system' -ToEnd ("Stop-ScheduledTask -TaskPath '" + $script:TaskFolder +
        "' -TaskName '" + $Task + "'"))
}

function Test-RestartDue {
    # Whether the last run of a task asked for a restart that has not taken place: Windows has not started since it began.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$State)
    if ($State.result -notin @(3010, 1641) -or $State.ranAt -eq '') { return $false }
    $moments = foreach ($one in @($State.ranAt, (Get-ComputerState).bootedAt)) { Read-Moment -Text $one }
    $moments[0] -ge $moments[1]
}

function Get-LeftResult {
    # The exit code to go by of a task that ended well, whose line may be the same each time; $null where the program is to be
    # run. What it was run for is to be there now, or may come with the restart that it asked for and that is still due.
    param(
        [Parameter(Mandatory = $true)][Collections.IDictionary]$State,
        [Parameter(Mandatory = $true)][scriptblock]$IsDone,
        [Parameter(Mandatory = $true)][bool]$AfterRestart
    )
    $isDue = Test-RestartDue -State $State
    if ([bool](& $IsDone)) {
        if ($isDue) { return [int]$State.result }
        return 0
    }
    if ($isDue -and $AfterRestart) { return [int]$State.result }
    $null
}

function Resume-SystemSetup {
    # The exit code of a task that an earlier session left: of this very program where it still runs or did its work;
    # $null where the program is to be run. A task that has ended is taken away.
    param(
        [Parameter(Mandatory = $true)][string]$Task,
        [Parameter(Mandatory = $true)][string]$Path,
        [Parameter(Mandatory = $true)][string]$ArgumentLine,
        [Parameter(Mandatory = $true)][scriptblock]$IsDone,
        [Parameter(Mandatory = $true)][bool]$AfterRestart,
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Work
    )
    $state = Get-OwnTask -Task $Task
    if ($null -eq $state) { return $null }
    $isThis = (Test-SameText -Text $state.path -As $Path) -and (Test-SameText -Text $state.line -As $ArgumentLine)
    if ($state.running) {
        $exitCode = Wait-SystemSetup -Task $Task -Work $Work
        if ($isThis) { return $exitCode }
        return $null
    }
    $exitCode = $null
    if ($isThis -and (Test-SetupSucceeded -ExitCode $state.result)) {
        $exitCode = Get-LeftResult -State $state -IsDone $IsDone -AfterRestart $AfterRestart
    }
    $null = Unregister-SystemTask -Folder $script:TaskFolder -Name $Task
    $exitCode
}

function Test-SameSetup {
    # Whether what an earlier session left at work is this program with these arguments.
    param(
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Left,
        [Parameter(Mandatory = $true)][string]$Path,
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$ArgumentLine
    )
    $Left.kind -eq 'program' -and (Test-SameText -Text $Left.path -As $Path) -and
        (Test-SameText -Text $Left.line -As $ArgumentLine)
}

function Find-Setup {
    # The id of a process that is this program with these arguments, run by this session's user, by SYSTEM, or by whom an earlier
    # session noted; $null where there is none. A name, or the end of a command line, is anybody's.
    param([Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][AllowEmptyString()][string]$ArgumentLine)
    $owners = @((Get-SessionIdentity).sid, $script:SystemSid)
    $left = Get-LeftWork
    if (Test-SameSetup -Left $left -Path $Path -ArgumentLine $ArgumentLine) { $owners += [string]$left.owner }
    $lines = @(('"' + $Path + '" ' + $ArgumentLine).Trim(), ($Path + ' ' + $ArgumentLine).Trim())
    foreach ($one in @(Get-ProgramProcess -Path @($Path))) {
        if (-not (Test-SameText -Text $one.owner -As $owners) -or -not (Test-SameText -Text $one.line.Trim() -As $lines)) {
            continue
        }
        if (Open-Program -Id $one.id -StartedAt $one.startedAt) { return $one.id }
    }
    $null
}

function Invoke-Setup {
    # Runs a setup program, or waits for the same one that runs already; answers its exit code, or $null where nothing was
    # to be run any more. Over a network log-on it runs under SYSTEM as a task: what ends with the session would be torn
    # down in the middle, and its custom actions fail.
    param(
        [Parameter(Mandatory = $true)][string]$Task,
        [Parameter(Mandatory = $true)][string]$Path,
        [Parameter(Mandatory = $true)][string]$ArgumentLine,
        # Whether what it is run for is there: one that was found hanging may have ended since somebody looked.
        [scriptblock]$IsDone = { $false },
        # Whether that may be there only after a restart that the program asks for.
        [bool]$AfterRestart = $false,
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Work
    )
    $left = Get-LeftWork
    # What somebody else's session left is over first; this very program is waited for below, with its exit code.
    $isThis = ($left.kind -eq 'task' -and $left.task -eq $Task) -or
        (Test-SameSetup -Left $left -Path $Path -ArgumentLine $ArgumentLine)
    if (-not $isThis) { Wait-LeftWork }
    $how = @{
        Task = $Task
        Path = $Path
        ArgumentLine = $ArgumentLine
        IsDone = $IsDone
        AfterRestart = $AfterRestart
        Work = $Work
    }
    $exitCode = Enter-Setup @how
    Clear-LeftWork
    $exitCode
}

function Enter-Setup {
    # Runs a setup program, or waits for the same one that runs already, as Invoke-Setup says.
    param(
        [Parameter(Mandatory = $true)][string]$Task,
        [Parameter(Mandatory = $true)][string]$Path,
        [Parameter(Mandatory = $true)][string]$ArgumentLine,
        [Parameter(Mandatory = $true)][scriptblock]$IsDone,
        [Parameter(Mandatory = $true)][bool]$AfterRestart,
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Work
    )
    $how = @{
        Task = $Task
        Path = $Path
        ArgumentLine = $ArgumentLine
        IsDone = $IsDone
        AfterRestart = $AfterRestart
        Work = $Work
    }
    $exitCode = Resume-SystemSetup @how
    if ($null -ne $exitCode) { return $exitCode }
    $running = Find-Setup -Path $Path -ArgumentLine $ArgumentLine
    if ($null -ne $running) { return Wait-Setup -Id $running -Work $Work -How 'before' }
    if (& $IsDone) { return $null }
    if (Test-NetworkLogon) {
        Write-LeftWork -Work @{ kind = 'task'; task = $Task; work = $Work.work; of = $Work.of }
        $how = @{
            Folder = $script:TaskFolder
            Name = $Task
            Author = $script:TaskAuthor
            Path = $Path
            ArgumentLine = $ArgumentLine
        }
        $null = Register-SystemTask @how
        return Wait-SystemSetup -Task $Task -Work $Work
    }
    # Noted before it begins: a session may be lost in any moment.
    Write-LeftWork -Work @{
        kind  = 'program'
        path  = $Path
        line  = $ArgumentLine
        owner = (Get-SessionIdentity).sid
        work  = $Work.work
        of    = $Work.of
    }
    Wait-Setup -Id (Invoke-Program -Path $Path -ArgumentLine $ArgumentLine) -Work $Work
}

$script:TaskFolder = "\$script:ProductName\"
$script:TaskAuthor = $script:ProductName
# Below the time limit of the operations that wait, so that what is said is that a program hangs and how to end it.
$script:SetupLimitSeconds = 1200
$script:TaskStartSeconds = 30
# 267009: it runs; 267011: it has not run yet; 267045: it is about to (Task Scheduler's success codes).
$script:TaskNotEnded = @(267009, 267011, 267045)
