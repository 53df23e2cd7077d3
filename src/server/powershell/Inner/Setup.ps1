# Setup programs - the installer, uninstallers: run directly, or under SYSTEM over a network log-on (SystemSetup.ps1); found again
# after a cut; waited for, and never ended by us: ended in the middle they leave half an agent.

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
        [Parameter(Mandatory = $true)][scriptblock]$IsDone,
        # Whether that may be there only after a restart that the program asks for.
        [Parameter(Mandatory = $true)][bool]$AfterRestart,
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Work
    )
    $left = Get-LeftWork
    # What somebody else's session left is over first; this very program is waited for below, with its exit code.
    $isThis = ($left.kind -eq 'task' -and $left.task -eq $Task) -or
        (Test-SameSetup -Left $left -Path $Path -ArgumentLine $ArgumentLine)
    if (-not $isThis) { Wait-LeftWork }
    $exitCode = Enter-Setup @PSBoundParameters
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
    $exitCode = Resume-SystemSetup @PSBoundParameters
    if ($null -ne $exitCode) { return $exitCode }
    $running = Find-Setup -Path $Path -ArgumentLine $ArgumentLine
    if ($null -ne $running) { return Wait-Setup -Id $running -Work $Work -How 'before' }
    if (& $IsDone) { return $null }
    if (Test-NetworkLogon) { return Invoke-SystemSetup -Task $Task -Path $Path -ArgumentLine $ArgumentLine -Work $Work }
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

# Below the time limit of the operations that wait, so that what is said is that a program hangs and how to end it.
$script:SetupLimitSeconds = 1200
