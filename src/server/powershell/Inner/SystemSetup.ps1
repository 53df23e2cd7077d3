# A setup program as a task under SYSTEM: over a network log-on, what ends with the session would be torn down in the middle.

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

function Invoke-SystemSetup {
    # Runs a setup program as a task, which an ended session does not end; answers its exit code.
    param(
        [Parameter(Mandatory = $true)][string]$Task,
        [Parameter(Mandatory = $true)][string]$Path,
        [Parameter(Mandatory = $true)][string]$ArgumentLine,
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Work
    )
    Write-LeftWork -Work @{ kind = 'task'; task = $Task; work = $Work.work; of = $Work.of }
    $how = @{
        Folder       = $script:TaskFolder
        Name         = $Task
        Author       = $script:TaskAuthor
        Path         = $Path
        ArgumentLine = $ArgumentLine
    }
    $null = Register-SystemTask @how
    Wait-SystemSetup -Task $Task -Work $Work
}

$script:TaskFolder = "\$script:ProductName\"
$script:TaskAuthor = $script:ProductName
$script:TaskStartSeconds = 30
# 267009: it runs; 267011: it has not run yet; 267045: it is about to (Task Scheduler's success codes).
$script:TaskNotEnded = @(267009, 267011, 267045)
