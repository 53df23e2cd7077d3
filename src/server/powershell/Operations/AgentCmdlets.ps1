# What the installed agent module has, and the permissions that one of its cmdlets gives. It runs in a fresh child process.

function Get-MandatoryParameter {
    # The parameters that a command cannot do without, whichever of its forms is used.
    param([Parameter(Mandatory = $true)][Management.Automation.CommandInfo]$Command)
    $times = @{}
    foreach ($set in $Command.ParameterSets) {
        foreach ($parameter in $set.Parameters) {
            if ($parameter.IsMandatory) { $times[$parameter.Name] = 1 + $times[$parameter.Name] }
        }
    }
    foreach ($name in $times.Keys) { if ($times[$name] -eq $Command.ParameterSets.Count) { $name } }
}

function Assert-AgentCmdlet {
    # Fails where the installed module lacks the cmdlet, a parameter that it is to be given, or cannot do without another.
    param(
        [Parameter(Mandatory = $true)][string]$Name,
        [Parameter(Mandatory = $true)][string[]]$Parameters
    )
    $found = Get-Command -Name $Name -ErrorAction SilentlyContinue
    if ($null -eq $found) { throw (ConvertTo-CodedError -Code 'CmdletMissing' -Params @{ cmdlet = $Name }) }
    foreach ($one in $Parameters) {
        if (-not $found.Parameters.ContainsKey($one)) {
            throw (ConvertTo-CodedError -Code 'ParameterMissing.without' -Params @{ cmdlet = $Name; parameter = $one })
        }
    }
    foreach ($one in @(Get-MandatoryParameter -Command $found)) {
        if ($Parameters -notcontains $one) {
            throw (ConvertTo-CodedError -Code 'ParameterMissing.needs' -Params @{ cmdlet = $Name; parameter = $one })
        }
    }
}

function Invoke-AsAccount {
    # Runs one of Microsoft's cmdlets that signs in. Where it fails, its message does not say for whom: several passwords may
    # have been typed, so the account stands before it.
    param(
        [Parameter(Mandatory = $true)][string]$Cmdlet,
        [Parameter(Mandatory = $true)][pscredential]$Account,
        [Parameter(Mandatory = $true)][scriptblock]$Do
    )
    try { $null = & $Do }
    catch {
        throw (ConvertTo-ForeignError -Code (Get-ErrorCode -ErrorRecord $_) -Message ($Cmdlet + ' as ' + $Account.UserName +
            ': ' + $_.Exception.GetBaseException().Message))
    }
}

function Read-AgentCmdlet {
    # In the child: names and parameters of what the installed module really has.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()
    Import-AgentModule
    $cmdlets = foreach ($one in (Get-Command -Name '*-AADCloudSync*')) {
        @{
            name       = [string]$one.Name
            parameters = [string[]]@($one.Parameters.Keys)
            mandatory  = [string[]]@(Get-MandatoryParameter -Command $one)
        }
    }
    @{ cmdlets = @($cmdlets) }
}

function Get-CloudSyncAgentCmdlet {
    <#
    .SYNOPSIS
    Reads which cmdlets the installed agent module has, with their parameters.
    .DESCRIPTION
    What was read is remembered for the module's version: finding out takes a process of its own.
    .OUTPUTS
    CloudSync.AgentCmdlet
    .EXAMPLE
    (Get-CloudSyncAgentCmdlet).cmdlets
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.AgentCmdlet')]
    param()
    $version = (Get-AgentTable).version
    $isKnown = $version.ContainsKey('value') -and $null -ne $version.value
    if ($isKnown -and $null -ne $script:CmdletsRead -and $script:CmdletsRead.version -eq $version.value) {
        return ConvertTo-OutputObject -Type 'AgentCmdlet' -Values ([ordered]@{ cmdlets = $script:CmdletsRead.cmdlets })
    }
    $cmdlets = Get-Fact -Read { , @((Invoke-InChild -Operation 'Read-AgentCmdlet' -Arguments @{} -TimeoutMs 90000).cmdlets) }
    if ($isKnown -and $cmdlets.ContainsKey('value')) { $script:CmdletsRead = @{ version = $version.value; cmdlets = $cmdlets } }
    ConvertTo-OutputObject -Type 'AgentCmdlet' -Values ([ordered]@{ cmdlets = $cmdlets })
}

function Invoke-AgentPermission {
    # In the child: Microsoft's own cmdlet, once for each permission set.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)][string[]]$Types,
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Domain,
        [Parameter(Mandatory = $true)][pscredential[]]$EnterpriseCredential
    )
    Import-AgentModule
    if ($Domain -eq '') {
        $how = @('PermissionType', 'EACredential')
    }
    else {
        $how = @('PermissionType', 'TargetDomain', 'TargetDomainCredential')
    }
    Assert-AgentCmdlet -Name 'Set-AADCloudSyncPermissions' -Parameters $how
    foreach ($type in $Types) {
        Write-ProgressEvent -Code 'givingPermissions' -Params @{ type = $type }
        Invoke-AsAccount -Cmdlet 'Set-AADCloudSyncPermissions' -Account $EnterpriseCredential[0] -Do {
            if ($Domain -eq '') { Set-AADCloudSyncPermissions -PermissionType $type -EACredential $EnterpriseCredential[0] }
            else {
                $account = $EnterpriseCredential[0]
                Set-AADCloudSyncPermissions -PermissionType $type -TargetDomain $Domain -TargetDomainCredential $account
            }
        }
        Write-PermissionChange -Type $type -Domain $Domain
    }
    @{}
}

function Write-PermissionChange {
    param([Parameter(Mandatory = $true)][string]$Type, [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Domain)
    if ($Domain -eq '') { Write-ChangeEvent -Code 'permissionsEverywhere' -Params @{ type = $Type } -Before $null -After $Type }
    else { Write-ChangeEvent -Code 'permissions' -Params @{ domain = $Domain; type = $Type } -Before $null -After $Type }
}

function Set-CloudSyncAgentPermission {
    <#
    .SYNOPSIS
    Gives the agent's service account permissions in the directory, with Microsoft's own cmdlet in a fresh child process.
    .PARAMETER Types
    The permission sets of Set-AADCloudSyncPermissions.
    .PARAMETER Domain
    The domain; empty for every configured one.
    .PARAMETER EnterpriseCredential
    One account that may give the permissions.
    .OUTPUTS
    None. What was changed, Invoke-CloudSyncOperation tells.
    .EXAMPLE
    Set-CloudSyncAgentPermission -Types BasicRead -Domain 'contoso.com' -EnterpriseCredential (Get-Credential)
    #>
    [CmdletBinding(SupportsShouldProcess = $true, PositionalBinding = $false)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateSet('BasicRead', 'PasswordHashSync', 'PasswordWriteBack', 'HybridExchangePermissions',
            'ExchangeMailPublicFolderPermissions', 'UserGroupCreateDelete', 'All')][string[]]$Types,
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Domain,
        [Parameter(Mandatory = $true)][pscredential[]]$EnterpriseCredential
    )
    $isReal = $PSCmdlet.ShouldProcess($Domain, 'Give the permissions')
    if (Test-Declined -Agreed $isReal -OnlyLists $WhatIfPreference) { return }
    if (-not $isReal) {
        foreach ($type in $Types) { Write-PermissionChange -Type $type -Domain $Domain }
        return
    }
    $null = Invoke-InChild -Operation 'Invoke-AgentPermission' -Arguments @{ types = $Types; domain = $Domain } -Secrets @{
        EnterpriseCredential = $EnterpriseCredential
    } -TimeoutMs 540000
}

function Invoke-AgentAccountProtection {
    # In the child: Microsoft's own cmdlet.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)][string]$Account,
        [Parameter(Mandatory = $true)][pscredential[]]$AdministratorCredential
    )
    Import-AgentModule
    Assert-AgentCmdlet -Name 'Set-AADCloudSyncRestrictedPermissions' -Parameters @('Credential')
    Write-ProgressEvent -Code 'restrictingAccount' -Params @{ account = $Account }
    Invoke-AsAccount -Cmdlet 'Set-AADCloudSyncRestrictedPermissions' -Account $AdministratorCredential[0] -Do {
        Set-AADCloudSyncRestrictedPermissions -Credential $AdministratorCredential[0]
    }
    Write-AccountProtection -Account $Account
    @{}
}

function Write-AccountProtection {
    param([Parameter(Mandatory = $true)][string]$Account)
    Write-ChangeEvent -Code 'accountObject' -Params @{ account = $Account } -Before $null -After @{ say = 'restricted' }
}

function Protect-CloudSyncAgentAccount {
    <#
    .SYNOPSIS
    Restricts the rights on the service account's own object, with Microsoft's own cmdlet in a fresh child process.
    .PARAMETER Account
    The account that the agent runs as, for whoever reads of the change: the cmdlet takes the agent's own.
    .PARAMETER AdministratorCredential
    One Domain Admin of the account's domain, or Enterprise Admin.
    .OUTPUTS
    None. What was changed, Invoke-CloudSyncOperation tells.
    .EXAMPLE
    Protect-CloudSyncAgentAccount -Account 'CONTOSO\provAgent01$' -AdministratorCredential (Get-Credential)
    #>
    [CmdletBinding(SupportsShouldProcess = $true, PositionalBinding = $false)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)][ValidateLength(1, 300)][string]$Account,
        [Parameter(Mandatory = $true)][pscredential[]]$AdministratorCredential
    )
    $isReal = $PSCmdlet.ShouldProcess($Account, "Restrict the rights on the account's own object")
    if (Test-Declined -Agreed $isReal -OnlyLists $WhatIfPreference) { return }
    if (-not $isReal) {
        Write-AccountProtection -Account $Account
        return
    }
    $null = Invoke-InChild -Operation 'Invoke-AgentAccountProtection' -Arguments @{ account = $Account } -Secrets @{
        AdministratorCredential = $AdministratorCredential
    } -TimeoutMs 240000
}
