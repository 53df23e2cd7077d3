# What goes on without the session that began it: programs under SYSTEM as a scheduled task.

function Register-SystemTask {
    # Registers a task for one program under SYSTEM in a folder of its own, and starts it. What has its name there is replaced.
    param(
        [Parameter(Mandatory = $true)][string]$Folder,
        [Parameter(Mandatory = $true)][string]$Name,
        [Parameter(Mandatory = $true)][string]$Author,
        [Parameter(Mandatory = $true)][string]$Path,
        [Parameter(Mandatory = $true)][string]$ArgumentLine
    )
    $action = New-ScheduledTaskAction -Execute $Path -Argument $ArgumentLine -WorkingDirectory (Get-FolderPath -Name 'System')
    $principal = New-ScheduledTaskPrincipal -UserId 'S-1-5-18' -LogonType ServiceAccount -RunLevel Highest
    # No time limit (zero): Windows would end the program in the middle.
    $how = @{ AllowStartIfOnBatteries = $true; DontStopIfGoingOnBatteries = $true; MultipleInstances = 'IgnoreNew' }
    $settings = New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([TimeSpan]::Zero) @how
    $task = New-ScheduledTask -Action $action -Principal $principal -Settings $settings
    $task.Author = $Author
    $null = Register-ScheduledTask -TaskPath $Folder -TaskName $Name -InputObject $task -Force -ErrorAction Stop
    Start-ScheduledTask -TaskPath $Folder -TaskName $Name -ErrorAction Stop
}

function Find-SystemTask {
    # The task of a name in a folder; $null where there is none. Fails where that cannot be told: a task that is not seen may run.
    param([Parameter(Mandatory = $true)][string]$Folder, [Parameter(Mandatory = $true)][string]$Name)
    try { Get-ScheduledTask -TaskPath $Folder -TaskName $Name -ErrorAction Stop }
    catch {
        # A cmdlet that is missing is not found either: what the cmdlet itself says ends in its name.
        if ($_.CategoryInfo.Category -ne 'ObjectNotFound' -or -not $_.FullyQualifiedErrorId.EndsWith(',Get-ScheduledTask')) {
            throw
        }
        $null
    }
}

function Get-SystemTaskState {
    # Whether a task runs, when its last run began (ISO 8601, UTC; empty where it never did) and how it ended, what it runs, and
    # whose it is: the SID of its principal (its name, where Windows knows none) and its author; $null where there is no such
    # task. 267011 (0x41303): it has not run yet.
    param([Parameter(Mandatory = $true)][string]$Folder, [Parameter(Mandatory = $true)][string]$Name)
    $task = Find-SystemTask -Folder $Folder -Name $Name
    if ($null -eq $task) { return $null }
    $info = Get-ScheduledTaskInfo -TaskPath $Folder -TaskName $Name -ErrorAction Stop
    $ranAt = ''
    if ($null -ne $info.LastRunTime) { $ranAt = $info.LastRunTime.ToUniversalTime().ToString('o') }
    $principal = [string]$task.Principal.UserId
    # The name of SYSTEM is another one in each language.
    try {
        $account = New-Object Security.Principal.NTAccount($principal)
        $principal = $account.Translate([Security.Principal.SecurityIdentifier]).Value
    }
    catch {
        $null = $_
    }
    @{
        running   = ([string]$task.State -in @('Running', 'Queued'))
        result    = [long]$info.LastTaskResult
        ranAt     = $ranAt
        path      = [string]$task.Actions[0].Execute
        line      = [string]$task.Actions[0].Arguments
        principal = $principal
        author    = [string]$task.Author
    }
}

function Wait-Moment {
    # A second between two looks at something that runs.
    param()
    [Threading.Thread]::Sleep(1000)
}

function Unregister-SystemTask {
    # Removes a task; nothing where it is gone already.
    param([Parameter(Mandatory = $true)][string]$Folder, [Parameter(Mandatory = $true)][string]$Name)
    if ($null -ne (Find-SystemTask -Folder $Folder -Name $Name)) {
        Unregister-ScheduledTask -TaskPath $Folder -TaskName $Name -Confirm:$false -ErrorAction Stop
    }
}
