# Single settings of Windows. Each function changes one thing, only where it differs, and reports it with its undo.

function Set-CloudSyncTlsValue {
    <#
    .SYNOPSIS
    Sets, or with no value removes, one of the registry values that switch TLS 1.2 on.
    .PARAMETER Setting
    Which of the five registry values.
    .PARAMETER Value
    The number to set; $null removes the value.
    .OUTPUTS
    None. What was changed, Invoke-CloudSyncOperation tells.
    .EXAMPLE
    Set-CloudSyncTlsValue -Setting strongCrypto -Value 1 -WhatIf
    #>
    [CmdletBinding(SupportsShouldProcess = $true, PositionalBinding = $false)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateSet('clientEnabled', 'clientDisabledByDefault', 'serverEnabled', 'serverDisabledByDefault',
            'strongCrypto')][string]$Setting,
        [Parameter(Mandatory = $true)][AllowNull()][Nullable[int]]$Value
    )
    $at = $script:TlsSettings[$Setting]
    $before = Get-RegistryValue -Path $at.Path -Name $at.Name
    $isNumber = $null -eq $before -or $before -is [int] -or $before -is [long]
    if ($isNumber -and $before -eq $Value) { return }
    # What is no number cannot be put back by this operation.
    $undo = $null
    if ($isNumber) { $undo = @{ op = 'Set-CloudSyncTlsValue'; args = @{ setting = $Setting; value = $before } } }
    else { $before = [string]$before }
    $target = 'HKLM\' + $at.Path + '\' + $at.Name
    $isReal = $PSCmdlet.ShouldProcess($target, 'Set the registry value')
    if (Test-Declined -Agreed $isReal -OnlyLists $WhatIfPreference) { return }
    if ($isReal) {
        if ($null -eq $Value) { Clear-RegistryValue -Path $at.Path -Name $at.Name }
        else { Write-RegistryNumber -Path $at.Path -Name $at.Name -Value $Value }
    }
    Write-ChangeEvent -Code 'registryValue' -Params @{ value = $target } -Before $before -After $Value -Undo $undo
}

function Set-CloudSyncRestartMark {
    <#
    .SYNOPSIS
    Notes that a restart is due, in a volatile registry key that Windows deletes at the restart.
    .PARAMETER Reason
    What the restart is due for.
    .OUTPUTS
    None. What was changed, Invoke-CloudSyncOperation tells.
    .EXAMPLE
    Set-CloudSyncRestartMark -Reason 'settings'
    #>
    [CmdletBinding(SupportsShouldProcess = $true, PositionalBinding = $false)]
    [OutputType([void])]
    param([Parameter(Mandatory = $true)][string]$Reason)
    $before = Get-RestartReason
    if ($before -eq $Reason) { return }
    $target = "HKLM\$script:OwnKey\$script:RestartMark"
    $isReal = $PSCmdlet.ShouldProcess($target, 'Note that a restart is due')
    if (Test-Declined -Agreed $isReal -OnlyLists $WhatIfPreference) { return }
    if ($isReal) { Write-RestartReason -Reason $Reason }
    $shown = @(foreach ($one in @($before, $Reason)) { if ($null -ne $one) { @{
        say    = 'restartFor'
        reason = [string]$one
    } } else { $null } })
    Write-ChangeEvent -Code 'restartMark' -Params @{ key = $target } -Before $shown[0] -After $shown[1]
}

function Set-CloudSyncExecutionPolicyScope {
    <#
    .SYNOPSIS
    Sets PowerShell's execution policy at one scope that no group policy owns.
    .PARAMETER Scope
    The scope to set.
    .PARAMETER Policy
    The execution policy.
    .OUTPUTS
    None. What was changed, Invoke-CloudSyncOperation tells.
    .EXAMPLE
    Set-CloudSyncExecutionPolicyScope -Scope LocalMachine -Policy RemoteSigned
    #>
    [CmdletBinding(SupportsShouldProcess = $true, PositionalBinding = $false)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)][ValidateSet('LocalMachine', 'CurrentUser')][string]$Scope,
        [Parameter(Mandatory = $true)]
        [ValidateSet('Undefined', 'RemoteSigned', 'AllSigned', 'Restricted', 'Unrestricted', 'Bypass')][string]$Policy
    )
    $before = [string]@(Get-ExecutionPolicyState | Where-Object { $_.scope -eq $Scope } | ForEach-Object { $_.policy })[0]
    if ($before -eq $Policy) { return }
    $isReal = $PSCmdlet.ShouldProcess($Scope, 'Set the execution policy')
    if (Test-Declined -Agreed $isReal -OnlyLists $WhatIfPreference) { return }
    if ($isReal) { Write-ExecutionPolicyState -Scope $Scope -Policy $Policy }
    Write-ChangeEvent -Code 'executionPolicy' -Params @{ scope = $Scope } -Before $before -After $Policy -Undo @{
        op   = 'Set-CloudSyncExecutionPolicyScope'
        args = @{ scope = $Scope; policy = $before }
    }
}

function Set-CloudSyncCredentialManagerStart {
    <#
    .SYNOPSIS
    Sets how the Windows Credential Manager service (VaultSvc) starts.
    .PARAMETER StartMode
    How the service starts.
    .OUTPUTS
    None. What was changed, Invoke-CloudSyncOperation tells.
    .EXAMPLE
    Set-CloudSyncCredentialManagerStart -StartMode Manual
    #>
    [CmdletBinding(SupportsShouldProcess = $true, PositionalBinding = $false)]
    [OutputType([void])]
    param([Parameter(Mandatory = $true)][ValidateSet('Automatic', 'Manual', 'Disabled')][string]$StartMode)
    $service = Get-ServiceState -Name 'VaultSvc'
    if ($null -eq $service) { throw (ConvertTo-CodedError -Code 'ServiceMissing' -Params @{ service = 'VaultSvc' }) }
    $before = $service.startMode
    # Win32_Service says Auto for what Set-Service calls Automatic.
    if ($before -eq 'Auto') { $before = 'Automatic' }
    if ($before -eq $StartMode) { return }
    $isReal = $PSCmdlet.ShouldProcess('VaultSvc', 'Set the start mode')
    if (Test-Declined -Agreed $isReal -OnlyLists $WhatIfPreference) { return }
    if ($isReal) { Write-ServiceStartMode -Name 'VaultSvc' -StartMode $StartMode }
    Write-ChangeEvent -Code 'serviceStartMode' -Params @{ service = 'VaultSvc' } -Before $before -After $StartMode -Undo @{
        op   = 'Set-CloudSyncCredentialManagerStart'
        args = @{ startMode = $before }
    }
}

function Restart-CloudSyncServer {
    <#
    .SYNOPSIS
    Restarts Windows. The session ends with it.
    .OUTPUTS
    None. What was changed, Invoke-CloudSyncOperation tells.
    .EXAMPLE
    Restart-CloudSyncServer -WhatIf
    #>
    [CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High', PositionalBinding = $false)]
    [OutputType([void])]
    param()
    $isReal = $PSCmdlet.ShouldProcess('Windows', 'Restart Windows')
    if (Test-Declined -Agreed $isReal -OnlyLists $WhatIfPreference) { return }
    if ($isReal) { Invoke-WindowsRestart }
    Write-ChangeEvent -Code 'windowsRestart' -Before $null -After @{ say = 'restarted' }
}

function Restart-CloudSyncAgentService {
    <#
    .SYNOPSIS
    Restarts the agent's service and waits until it runs.
    .OUTPUTS
    None. What was changed, Invoke-CloudSyncOperation tells.
    .EXAMPLE
    Restart-CloudSyncAgentService
    #>
    [CmdletBinding(SupportsShouldProcess = $true, PositionalBinding = $false)]
    [OutputType([void])]
    param()
    $name = $script:AgentService
    $service = Get-ServiceState -Name $name
    if ($null -eq $service) { throw (ConvertTo-CodedError -Code 'ServiceMissing' -Params @{ service = $name }) }
    $isReal = $PSCmdlet.ShouldProcess($name, 'Restart the service')
    if (Test-Declined -Agreed $isReal -OnlyLists $WhatIfPreference) { return }
    if ($isReal) {
        Write-ProgressEvent -Code 'restartingService' -Params @{ service = $name }
        Invoke-ServiceRestart -Name $name -TimeoutMs 120000
    }
    Write-ChangeEvent -Code 'serviceRestart' -Params @{ service = $name } -Before $service.state -After @{ say = 'restarted' }
}
