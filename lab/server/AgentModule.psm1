# Stand-ins for Microsoft.CloudSync.PowerShell.dll, with the names and parameters that Microsoft's pages show. The real
# cmdlets sign in to Microsoft Entra, make or find the service account in Active Directory, and register the domain with
# the hybrid identity service; these ask the practice machine. Source: "Install the Microsoft Entra provisioning agent by
# using a command-line interface". Get-AADCloudSyncDomains is named in the version history only: nothing says what it
# emits, so there is none here. A credential's password is never sent on. Which versions have what is told at the end.

function Connect-AADCloudSyncAzureAD {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true, ParameterSetName = 'Credential')][pscredential]$Credential,
        [Parameter(Mandatory = $true, ParameterSetName = 'Token')][string]$AccessToken,
        [Parameter(Mandatory = $true, ParameterSetName = 'Token')][string]$TenantId,
        [Parameter(Mandatory = $true, ParameterSetName = 'Token')][string]$UserPrincipalName
    )
    if ($PSCmdlet.ParameterSetName -eq 'Token') {
        if ($AccessToken -eq '') { throw 'The token is empty.' }
        Send-PracticeCall -Function 'Connect-AADCloudSyncAzureAD by token' -Arguments @{ User = $UserPrincipalName; TenantId = $TenantId }
        return
    }
    if ($Credential.Password.Length -eq 0) { throw 'The password is empty.' }
    Send-PracticeCall -Function 'Connect-AADCloudSyncAzureAD' -Arguments @{ User = $Credential.UserName }
}

function Add-AADCloudSyncGMSA {
    [CmdletBinding()]
    param(
        [pscredential]$Credential,
        [string]$CustomGMSAName = ''
    )
    $user = ''
    if ($null -ne $Credential) { $user = $Credential.UserName }
    Send-PracticeCall -Function 'Add-AADCloudSyncGMSA' -Arguments @{ User = $user; CustomGMSAName = $CustomGMSAName }
}

function Add-AADCloudSyncADDomain {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)][string]$DomainName,
        [Parameter(Mandatory = $true)][pscredential]$Credential,
        [string[]]$PreferredDomainControllers = @()
    )
    $user = ''
    if ($null -ne $Credential) { $user = $Credential.UserName }
    Send-PracticeCall -Function 'Add-AADCloudSyncADDomain' -Arguments @{ User = $user; DomainName = $DomainName; PreferredDomainControllers = $PreferredDomainControllers }
}

function Set-AADCloudSyncPermissions {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateSet('BasicRead', 'PasswordHashSync', 'PasswordWriteBack', 'HybridExchangePermissions', 'ExchangeMailPublicFolderPermissions', 'UserGroupCreateDelete', 'All')]
        [string]$PermissionType,
        [Parameter(Mandatory = $true, ParameterSetName = 'Forest')][pscredential]$EACredential,
        [Parameter(Mandatory = $true, ParameterSetName = 'Domain')][string]$TargetDomain,
        [Parameter(Mandatory = $true, ParameterSetName = 'Domain')][pscredential]$TargetDomainCredential
    )
    $by = $EACredential
    if ($PSCmdlet.ParameterSetName -eq 'Domain') { $by = $TargetDomainCredential }
    Send-PracticeCall -Function 'Set-AADCloudSyncPermissions' -Arguments @{ User = $by.UserName; PermissionType = $PermissionType; TargetDomain = $TargetDomain }
}

function Set-AADCloudSyncRestrictedPermissions {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)][pscredential]$Credential
    )
    Send-PracticeCall -Function 'Set-AADCloudSyncRestrictedPermissions' -Arguments @{ User = $Credential.UserName }
}

# The version history: cmdlets came with 1.1.354.0; 1.1.2505.0 needs no Domain Admin for a custom account with permissions.
# That the cmdlet's credential is optional then is read into it; the product looks whether it is. Else every version has
# every cmdlet here, but for those that a test says are missing: what each really has is not documented.
$module = Send-PracticeCall -Function 'Get-AgentModule' -Arguments @{}
if ([version]$module.version -lt [version]'1.1.354.0') { throw 'The specified module Microsoft.CloudSync.PowerShell.dll was not loaded because no valid module file was found.' }
if ([version]$module.version -ge [version]'1.1.2505.0') {
    ${function:Add-AADCloudSyncADDomain} = [scriptblock]::Create(${function:Add-AADCloudSyncADDomain}.ToString().Replace('[Parameter(Mandatory = $true)][pscredential]$Credential', '[pscredential]$Credential'))
}
foreach ($lacking in @($module.lacks)) {
    $cmdlet, $parameter = ([string]$lacking).Split('.')
    $path = 'function:' + $cmdlet
    if ($null -eq $parameter) { $ExecutionContext.InvokeProvider.Item.Remove($path, $false); continue }
    # Each parameter has a line of its own; the one before it must not end in a comma.
    $text = $ExecutionContext.InvokeProvider.Item.Get($path).ScriptBlock.ToString()
    $without = [regex]::Replace($text, '(?m)^ +\[.*\$' + $parameter + '( = .*)?,?\r?$\n', '')
    $null = $ExecutionContext.InvokeProvider.Item.Set($path, [scriptblock]::Create([regex]::Replace($without, ',(\s*\n\s*\))', '$1')))
}
