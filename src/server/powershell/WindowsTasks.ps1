# What goes on without the session that began it: programs under SYSTEM as a scheduled task, and registrations.

function Start-SystemTask {
    # Registers a task for one program under SYSTEM, and starts it. A task of that name must not exist.
    param([Parameter(Mandatory = $true)][string]$Name, [Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][string]$ArgumentLine)
    $action = New-ScheduledTaskAction -Execute $Path -Argument $ArgumentLine
    $principal = New-ScheduledTaskPrincipal -UserId 'S-1-5-18' -LogonType ServiceAccount -RunLevel Highest
    # No time limit (zero): Windows would end the program in the middle.
    $settings = New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([TimeSpan]::Zero) -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -MultipleInstances IgnoreNew
    $null = Register-ScheduledTask -TaskName $Name -Action $action -Principal $principal -Settings $settings -ErrorAction Stop
    Start-ScheduledTask -TaskName $Name -ErrorAction Stop
}

function Get-SystemTaskState {
    # Whether a task runs, how its last run ended, and what it runs; $null where there is no such task. 267011 (0x41303): it
    # has not run yet.
    param([Parameter(Mandatory = $true)][string]$Name)
    $task = Get-ScheduledTask -TaskName $Name -ErrorAction SilentlyContinue
    if ($null -eq $task) { return $null }
    $info = Get-ScheduledTaskInfo -TaskName $Name -ErrorAction Stop
    @{
        running = ([string]$task.State -in @('Running', 'Queued'))
        result  = [long]$info.LastTaskResult
        path    = [string]$task.Actions[0].Execute
        line    = [string]$task.Actions[0].Arguments
    }
}

function Wait-Moment {
    # A second between two looks at something that runs.
    param()
    [Threading.Thread]::Sleep(1000)
}

function Remove-SystemTask {
    # Removes a task; nothing where it is gone already.
    param([Parameter(Mandatory = $true)][string]$Name)
    if ($null -ne (Get-ScheduledTask -TaskName $Name -ErrorAction SilentlyContinue)) { Unregister-ScheduledTask -TaskName $Name -Confirm:$false -ErrorAction Stop }
}

function Lock-Registration {
    # Whether this process is now the only one on the server that registers; it stays so until it ends.
    param()
    try {
        $script:RegistrationLock = New-Object Threading.Mutex($false, 'Global\Cloud Sync Agent Setup - registration')
        return $script:RegistrationLock.WaitOne(0)
    }
    # The one that had it has ended without giving it back.
    catch [Threading.AbandonedMutexException] { return $true }
    # Another user's.
    catch [UnauthorizedAccessException] { return $false }
}

$script:RegistrationLock = $null
