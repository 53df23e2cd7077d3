# The right to log on as a service, and the mark of a managed account.

function Write-LogonRight {
    # Gives or takes the right, where that changes anything, and says so.
    param(
        [Parameter(Mandatory = $true)][string]$Account,
        [Parameter(Mandatory = $true)][bool]$Give,
        [Parameter(Mandatory = $true)][bool]$IsReal
    )
    $sid = ConvertTo-AccountSid -Account $Account
    $holders = @(Get-AccountRight -Right 'SeServiceLogonRight')
    if (($holders -contains $sid) -eq $Give) { return }
    if ($IsReal) {
        # What secedit could not resolve stays as it is only where it is a SID; a name is resolved now or refused.
        $kept = foreach ($one in $holders) { if ($one -like 'S-1-*') { $one } else { ConvertTo-AccountSid -Account $one } }
        if ($Give) { $kept = @($kept) + $sid } else { $kept = @($kept | Where-Object { $_ -ne $sid }) }
        $exitCode = Write-AccountRight -Right 'SeServiceLogonRight' -Sid @($kept)
        # What counts is whether it took effect, not how the program ended.
        if ((@(Get-AccountRight -Right 'SeServiceLogonRight') -contains $sid) -ne $Give) {
            throw (ConvertTo-CodedError -Code 'SeceditFailed.unchanged' -Params @{ exitCode = $exitCode })
        }
    }
    $undo = 'Add-CloudSyncLogonRight'
    if ($Give) { $undo = 'Remove-CloudSyncLogonRight' }
    Write-ChangeEvent -Code 'logonRight' -Params @{ account = $Account } -Before (-not $Give) -After $Give -Undo @{
        op   = $undo
        args = @{ account = $Account }
    }
}

function Add-CloudSyncLogonRight {
    <#
    .SYNOPSIS
    Lets an account log on as a service.
    .PARAMETER Account
    The account, as domain and name.
    .OUTPUTS
    None. What was changed, Invoke-CloudSyncOperation tells.
    .EXAMPLE
    Add-CloudSyncLogonRight -Account 'NT SERVICE\ALL SERVICES'
    #>
    [CmdletBinding(SupportsShouldProcess = $true, PositionalBinding = $false)]
    [OutputType([void])]
    param([Parameter(Mandatory = $true)][string]$Account)
    $isReal = $PSCmdlet.ShouldProcess($Account, 'Give the right to log on as a service')
    if (Test-Declined -Agreed $isReal -OnlyLists $WhatIfPreference) { return }
    Write-LogonRight -Account $Account -Give $true -IsReal $isReal
}

function Remove-CloudSyncLogonRight {
    <#
    .SYNOPSIS
    Takes from an account the right to log on as a service.
    .PARAMETER Account
    The account, as domain and name.
    .OUTPUTS
    None. What was changed, Invoke-CloudSyncOperation tells.
    .EXAMPLE
    Remove-CloudSyncLogonRight -Account 'CONTOSO\provAgent01$'
    #>
    [CmdletBinding(SupportsShouldProcess = $true, PositionalBinding = $false)]
    [OutputType([void])]
    param([Parameter(Mandatory = $true)][string]$Account)
    $isReal = $PSCmdlet.ShouldProcess($Account, 'Take the right to log on as a service')
    if (Test-Declined -Agreed $isReal -OnlyLists $WhatIfPreference) { return }
    Write-LogonRight -Account $Account -Give $false -IsReal $isReal
}

function Set-CloudSyncManagedAccount {
    <#
    .SYNOPSIS
    Tells Windows whether the account of the agent's service is a managed one.
    .PARAMETER Managed
    Whether it is a managed account.
    .OUTPUTS
    None. What was changed, Invoke-CloudSyncOperation tells.
    .EXAMPLE
    Set-CloudSyncManagedAccount -Managed $true
    #>
    [CmdletBinding(SupportsShouldProcess = $true, PositionalBinding = $false)]
    [OutputType([void])]
    param([Parameter(Mandatory = $true)][bool]$Managed)
    $service = $script:AgentService
    $before = Get-ManagedAccountFlag -Service $service
    if ($before -eq $Managed) { return }
    $isReal = $PSCmdlet.ShouldProcess($service, 'Tell Windows whether the account is managed')
    if (Test-Declined -Agreed $isReal -OnlyLists $WhatIfPreference) { return }
    if ($isReal) { Write-ManagedAccountFlag -Service $service -Managed $Managed }
    Write-ChangeEvent -Code 'managedAccount' -Params @{ service = $service } -Before $before -After $Managed -Undo @{
        op   = 'Set-CloudSyncManagedAccount'
        args = @{ managed = $before }
    }
}

function Set-CloudSyncAgentServiceStart {
    <#
    .SYNOPSIS
    Sets how one of the agent's two services starts.
    .PARAMETER Service
    Which of the agent's two services.
    .PARAMETER StartMode
    How the service starts.
    .OUTPUTS
    None. What was changed, Invoke-CloudSyncOperation tells.
    .EXAMPLE
    Set-CloudSyncAgentServiceStart -Service AADConnectProvisioningAgent -StartMode Automatic
    #>
    [CmdletBinding(SupportsShouldProcess = $true, PositionalBinding = $false)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)][ValidateSet('AADConnectProvisioningAgent', 'AzureADConnectAgentUpdater')][string]$Service,
        [Parameter(Mandatory = $true)][ValidateSet('Automatic', 'Manual', 'Disabled')][string]$StartMode
    )
    $state = Get-ServiceState -Name $Service
    if ($null -eq $state) { throw (ConvertTo-CodedError -Code 'ServiceMissing' -Params @{ service = $Service }) }
    $before = $state.startMode
    if ($before -eq 'Auto') { $before = 'Automatic' }
    if ($before -eq $StartMode) { return }
    $isReal = $PSCmdlet.ShouldProcess($Service, 'Set the start mode')
    if (Test-Declined -Agreed $isReal -OnlyLists $WhatIfPreference) { return }
    if ($isReal) { Write-ServiceStartMode -Name $Service -StartMode $StartMode }
    Write-ChangeEvent -Code 'serviceStartMode' -Params @{ service = $Service } -Before $before -After $StartMode -Undo @{
        op   = 'Set-CloudSyncAgentServiceStart'
        args = @{ service = $Service; startMode = $before }
    }
}
