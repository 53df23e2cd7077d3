# What the installed agent module has, and the permissions that one of its cmdlets gives. It runs in a fresh child process.

function Read-AgentCmdlet {
    # In the child: names and parameters of what the installed module really has.
    [CmdletBinding()]
    param()
    Import-AgentModule
    $cmdlets = foreach ($one in (Get-Command -Name '*-AADCloudSync*')) { @{ name = [string]$one.Name; parameters = [string[]]@($one.Parameters.Keys) } }
    @{ cmdlets = @($cmdlets) }
}

function Get-AgentCmdlets {
    <#
    .SYNOPSIS
    Reads which cmdlets the installed agent module has, with their parameters.
    #>
    [CmdletBinding()]
    param()
    @{ cmdlets = Get-Fact -Read { , @((Invoke-InChild -Operation 'Read-AgentCmdlet' -Arguments @{} -TimeoutMs 90000).cmdlets) } }
}

function Invoke-AgentPermission {
    # In the child: Microsoft's own cmdlet, once for each permission set.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)][string[]]$Types,
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Domain,
        [Parameter(Mandatory = $true)][pscredential[]]$EnterpriseCredential
    )
    Import-AgentModule
    foreach ($type in $Types) {
        Write-ProgressEvent -Message ('Giving permissions: ' + $type)
        if ($Domain -eq '') { $null = Set-AADCloudSyncPermissions -PermissionType $type -EACredential $EnterpriseCredential[0] }
        else { $null = Set-AADCloudSyncPermissions -PermissionType $type -TargetDomain $Domain -TargetDomainCredential $EnterpriseCredential[0] }
        Write-PermissionChange -Type $type -Domain $Domain
    }
    @{}
}

function Write-PermissionChange {
    param([Parameter(Mandatory = $true)][string]$Type, [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Domain)
    $where = $Domain
    if ($where -eq '') { $where = 'every configured domain' }
    Write-ChangeEvent -Target ('Permissions of the service account in ' + $where) -Before $null -After $Type
}

function Set-AgentPermissions {
    <#
    .SYNOPSIS
    Gives the agent's service account permissions in the directory, with Microsoft's own cmdlet in a fresh child process.
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    param(
        [Parameter(Mandatory = $true)][ValidateSet('BasicRead', 'PasswordHashSync', 'PasswordWriteBack', 'HybridExchangePermissions', 'ExchangeMailPublicFolderPermissions', 'UserGroupCreateDelete', 'All')][string[]]$Types,
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Domain,
        [Parameter(Mandatory = $true)][pscredential[]]$EnterpriseCredential
    )
    if (-not $PSCmdlet.ShouldProcess($Domain)) {
        foreach ($type in $Types) { Write-PermissionChange -Type $type -Domain $Domain }
        return
    }
    $null = Invoke-InChild -Operation 'Invoke-AgentPermission' -Arguments @{ types = $Types; domain = $Domain } -Secrets @{ EnterpriseCredential = $EnterpriseCredential } -TimeoutMs 540000
}
