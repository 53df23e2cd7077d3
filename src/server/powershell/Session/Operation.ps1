# One operation by its name, as the session's loop runs it and as anybody may by hand or by automation.

function Invoke-NamedOperation {
    # Runs an operation that is on a list, and answers what it emits of its own; an empty table for none.
    param(
        [Parameter(Mandatory = $true)][string]$Name,
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][Collections.IDictionary]$Arguments,
        # Whether it only lists what it would change.
        [Parameter(Mandatory = $true)][bool]$OnlyLists,
        [Parameter(Mandatory = $true)][string[]]$Among
    )
    if (-not (Test-SameText -Text $Name -As $Among)) {
        throw (ConvertTo-CodedError -Code 'UnknownOperation' -Params @{ operation = $Name })
    }
    $given = @{}
    foreach ($one in $Arguments.Keys) { $given[[string]$one] = $Arguments[$one] }
    $isChange = $Name -notlike 'Get-*' -and (Test-SameText -Text $Name -As $script:OperationNames)
    if ($OnlyLists) { $given['WhatIf'] = $true }
    # Whoever asks for an operation by its name has agreed to it: nobody is there who could be asked.
    if ($isChange) { $given['Confirm'] = $false }
    $value = @{}
    $lock = $null
    # Whatever changes the server has the lock before it looks. What a child does, its session has the lock for.
    if ($isChange -and -not $OnlyLists) { $lock = Lock-Server -Operation $Name }
    # What else a function emits is not its answer.
    try {
        foreach ($one in @(& $Name @given)) {
            if ($one -is [Collections.IDictionary] -or $one -is [Management.Automation.PSCustomObject]) { $value = $one }
        }
    }
    finally { if ($null -ne $lock) { Unlock-Server -File $lock } }
    $value
}

function Invoke-CloudSyncOperation {
    <#
    .SYNOPSIS
    Runs one of the module's operations by its name, and tells what it changed.
    .DESCRIPTION
    For use by hand and by automation: what an operation changes comes out as objects, each with what was before, what is now and
    the call that takes it back. A second run changes nothing and says so. With -WhatIf nothing is changed, and Changes lists what
    would be. The operation waits until nobody else changes the server. It does not ask: with -Confirm this function does.
    .PARAMETER Name
    The operation: one of the module's other functions.
    .PARAMETER Arguments
    Its parameters by name.
    .OUTPUTS
    CloudSync.OperationResult: Operation, Changed, Changes and Result, which is what the operation itself emits. Facts in it are
    tables: value, or unread with the reason.
    .EXAMPLE
    Invoke-CloudSyncOperation -Name Set-CloudSyncTlsValue -Arguments @{ Setting = 'strongCrypto'; Value = 1 } -WhatIf
    .EXAMPLE
    (Invoke-CloudSyncOperation -Name Restart-CloudSyncAgentService).Changes | Format-List
    #>
    [CmdletBinding(SupportsShouldProcess = $true, PositionalBinding = $false)]
    [OutputType('CloudSync.OperationResult')]
    param(
        [Parameter(Mandatory = $true)][string]$Name,
        [Collections.IDictionary]$Arguments = @{}
    )
    $changes = New-Object Collections.ArrayList
    $result = @{}
    $agreed = $Name -like 'Get-*' -or $PSCmdlet.ShouldProcess($Name, 'Run the operation')
    if (-not (Test-Declined -Agreed $agreed -OnlyLists $WhatIfPreference)) {
        $before = $script:Sink
        $script:Sink = @{
            Progress = {
                param($Told)
                Write-Verbose -Message (Get-Sentence -Code ('progress.' + $Told.code) -Params $Told.params)
            }
            Change   = { param($Told) $null = $script:Sink.Changes.Add((ConvertTo-ChangeObject -Told $Told)) }
            Changes  = $changes
        }
        try {
            $onlyLists = -not $agreed
            $result = Invoke-NamedOperation -Name $Name -Arguments $Arguments -OnlyLists $onlyLists -Among $script:OperationNames
        }
        finally { $script:Sink = $before }
    }
    ConvertTo-OutputObject -AsItIs -Type 'OperationResult' -Values ([ordered]@{
            Operation = $Name
            Changed   = ($changes.Count -gt 0)
            Changes   = $changes.ToArray()
            Result    = $result
        })
}

function ConvertTo-ChangeObject {
    # One change as an object: its code with its parameters, what it is about in words, before, after, and the call that takes it
    # back.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Told)
    ConvertTo-OutputObject -AsItIs -Type 'Change' -Values ([ordered]@{
            What   = $Told.what
            About  = (Get-Sentence -Code ('change.' + $Told.what) -Params $Told.params)
            Params = $Told.params
            Before = $Told.before
            After  = $Told.after
            Undo   = $Told.undo
        })
}
