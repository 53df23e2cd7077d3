# One lock on the server for everything that changes it, taken before the last look: two windows install once and register
# once. It is a file that only administrators and SYSTEM can open. Who has it open has the lock, and whoever dies gives it back
# by that. What goes on without its session - an installer, a task, a registration - is written beside it before it begins:
# whoever has the lock next waits for its end.

function Read-StateFile {
    # What one of our files beside the lock says; $null where there is none, or where it was cut while it was written. Fails
    # where it is there and cannot be read.
    param([Parameter(Mandatory = $true)][string]$Path)
    if (-not [IO.File]::Exists($Path) -and -not [IO.Directory]::Exists($Path)) { return $null }
    $text = [IO.File]::ReadAllText($Path)
    try { $value = Read-Json -Text $text } catch { return $null }
    if ($value -is [Collections.IDictionary]) { return $value }
    $null
}

function Get-LockHolder {
    # Who has the lock: user, process, operation, since when; none of it where nobody knows.
    param([Parameter(Mandatory = $true)][string]$Folder)
    # It is being written right now, or just taken away.
    try { $holder = Read-StateFile -Path ([IO.Path]::Combine($Folder, $script:HolderFile)) } catch { $holder = $null }
    $known = @{}
    if ($null -ne $holder) {
        foreach ($name in @('user', 'process', 'operation', 'since')) { $known[$name] = [string]$holder[$name] }
    }
    $known
}

function Open-LockFile {
    # The lock's file, opened for this process alone; $null where another one has it.
    param([Parameter(Mandatory = $true)][string]$Path)
    try { New-Object IO.FileStream($Path, [IO.FileMode]::OpenOrCreate, [IO.FileAccess]::ReadWrite, [IO.FileShare]::None) }
    catch {
        if (-not (Test-FileInUse -HResult $_.Exception.GetBaseException().HResult)) { throw }
        $null
    }
}

function Write-LockHolder {
    # Says to whoever waits who has the lock. On a full disk nobody is named, and nothing else is different.
    param([Parameter(Mandatory = $true)][string]$Folder, [Parameter(Mandatory = $true)][string]$Operation)
    $holder = @{
        user      = [string](Get-SessionIdentity).user
        process   = $PID
        operation = $Operation
        since     = [DateTime]::Now.ToString('HH:mm:ss', [Globalization.CultureInfo]::InvariantCulture)
    }
    try {
        [IO.File]::WriteAllText([IO.Path]::Combine($Folder, $script:HolderFile), (ConvertTo-AsciiJson -Value $holder))
    }
    catch {
        $null = $_
    }
}

function Lock-Server {
    # Waits until nobody else changes the server, with an event a second during which the session may be ended; answers what
    # Unlock-Server takes. Without elevation there is no lock, and nothing of what it is for: Windows refuses both.
    param([Parameter(Mandatory = $true)][string]$Operation)
    try { $folder = Get-StateFolder }
    catch [UnauthorizedAccessException] {
        if ((Get-SessionIdentity).elevated) { throw }
        return $null
    }
    $path = [IO.Path]::Combine($folder, 'Lock')
    for ($seconds = 0; $null -eq ($file = Open-LockFile -Path $path); $seconds++) {
        $holder = Get-LockHolder -Folder $folder
        if ($seconds -ge $script:LockLimitSeconds) {
            if ($holder.Count -eq 0) { throw (ConvertTo-CodedError -Code 'ServerBusy.session') }
            throw (ConvertTo-CodedError -Code 'ServerBusy.user' -Params $holder)
        }
        if ($holder.Count -eq 0) { Write-ProgressEvent -Code 'waiting' -Waiting $true }
        else { Write-ProgressEvent -Code 'waitingFor' -Params $holder -Waiting $true }
        $null = Wait-Moment
    }
    $script:LockFolder = $folder
    $script:WaitedSeconds = $seconds
    try {
        # A setup program is found again by whoever runs setup programs: its exit code is an answer.
        if ($script:SetupOperations -notcontains $Operation) { Wait-LeftWork }
        elseif ((Get-LeftWork).kind -eq 'process') { Wait-LeftWork }
        Write-LockHolder -Folder $folder -Operation $Operation
        # Whoever waited, and may be ended meanwhile, begins now.
        if ($seconds -gt 0) { Write-ProgressEvent -Code 'begins' -Params @{ operation = $Operation } }
    }
    catch {
        Unlock-Server -File $file
        throw
    }
    $file
}

function Unlock-Server {
    # Gives the lock back.
    param([Parameter(Mandatory = $true)][IO.FileStream]$File)
    # Who comes next is not told of whoever is done.
    if ($null -ne $script:LockFolder) {
        try { [IO.File]::Delete([IO.Path]::Combine($script:LockFolder, $script:HolderFile)) } catch { $null = $_ }
    }
    $script:LockFolder = $null
    $File.Dispose()
}

function Write-LeftWork {
    # Notes what goes on where this session ends, before it begins. Without the lock, in use by hand, nothing is noted.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Work)
    if ($null -ne $script:LockFolder) {
        [IO.File]::WriteAllText([IO.Path]::Combine($script:LockFolder, $script:LeftFile), (ConvertTo-AsciiJson -Value $Work))
    }
}

function Clear-LeftWork {
    # It has ended.
    param()
    if ($null -ne $script:LockFolder) { [IO.File]::Delete([IO.Path]::Combine($script:LockFolder, $script:LeftFile)) }
}

function Get-LeftWork {
    # What an earlier session may have left at work; its kind is none where there is nothing.
    param()
    $left = $null
    if ($null -ne $script:LockFolder) { $left = Read-StateFile -Path ([IO.Path]::Combine($script:LockFolder, $script:LeftFile)) }
    if ($null -eq $left -or @('program', 'task', 'process') -notcontains $left.kind) { return @{ kind = 'none' } }
    $left
}

function Test-LeftWork {
    # Whether a task or a process that was noted still runs.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Left)
    if ($Left.kind -eq 'task') {
        $task = Get-OwnTask -Task ([string]$Left.task)
        return $null -ne $task -and $task.running
    }
    $started = Get-ProcessStart -Id ([int]$Left.id)
    if ($null -eq $started) { return $false }
    # Another process may have got the id: it has another start.
    $moments = foreach ($one in @($started, $Left.startedAt)) { Read-Moment -Text $one }
    [Math]::Abs(($moments[0] - $moments[1]).TotalSeconds) -le 2
}

function Wait-LeftProgram {
    # Waits for a setup program that an earlier session left, at most a second; answers whether it goes on. Its exit code is read
    # by whoever waits for it, and may ask for a restart.
    param([Parameter(Mandatory = $true)][int]$Id, [Parameter(Mandatory = $true)][Collections.IDictionary]$Work)
    $ended = Wait-Program -Id $Id -TimeoutMs 1000
    if ($ended.exited) { Write-SetupRestartMark -ExitCode $ended.exitCode -Work $Work }
    -not $ended.exited
}

function Wait-LeftWork {
    # Waits for what an earlier session left at work, with an event a second during which this session may be ended.
    param()
    $left = Get-LeftWork
    if ($left.kind -eq 'none') { return }
    $work = @{ work = [string]$left['work']; of = [string]$left['of']; how = 'before' }
    $program = $null
    if ($left.kind -eq 'program') { $program = Find-Setup -Path ([string]$left.path) -ArgumentLine ([string]$left.line) }
    $runs = $null -ne $program -or ($left.kind -ne 'program' -and (Test-LeftWork -Left $left))
    for ($seconds = 0; $runs; $seconds++) {
        if ($script:WaitedSeconds -ge $script:LockLimitSeconds) {
            throw (ConvertTo-CodedError -Code $script:LeftCodes[$left.kind] -Params $work)
        }
        Write-ProgressEvent -Code 'atWork' -Params ($work + @{ seconds = $seconds }) -Waiting $true
        $script:WaitedSeconds++
        if ($null -ne $program) { $runs = Wait-LeftProgram -Id $program -Work $work; continue }
        $null = Wait-Moment
        $runs = Test-LeftWork -Left $left
    }
    Clear-LeftWork
}

$script:LockFolder = $null
$script:HolderFile = 'Holder.json'
$script:LeftFile = 'Left.json'
$script:SetupOperations = @('Install-CloudSyncAgent', 'Uninstall-CloudSyncAgentProduct')
$script:LeftCodes = @{ program = 'SetupStillRuns.left'; task = 'SetupStillRuns.left'; process = 'RegistrationRuns' }
# Longer than a setup program is waited for (Setup.ps1). For the lock and for what was left together: the host gives one time
# for both.
$script:LockLimitSeconds = 1500
$script:WaitedSeconds = 0
