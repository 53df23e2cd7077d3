# Registration with Microsoft's module, which is loaded in a fresh child process only.

function Write-RegistrationChange {
    # What registering changed: reported where it differs from what was there.
    param(
        [Parameter(Mandatory = $true)][string]$Code,
        [Collections.IDictionary]$Params = @{},
        [AllowNull()][object]$Before,
        [AllowNull()][object]$After
    )
    if ($Before -ne $After) { Write-ChangeEvent -Code $Code -Params $Params -Before $Before -After $After }
}

function Get-AgentTenant {
    # The tenant the agent is registered with; $null before that.
    param()
    $tenant = Get-RegistryValue -Path $script:AgentKey -Name 'TenantID'
    if (-not [string]::IsNullOrEmpty($tenant)) { [string]$tenant }
}

function Connect-Tenant {
    # Signs in to Microsoft Entra: by password, or with a token. The token is a plain text only here, in a process that ends
    # right afterwards: Microsoft's cmdlet takes it as such.
    param(
        [Parameter(Mandatory = $true)][string]$Way,
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Tenant,
        [Parameter(Mandatory = $true)][pscredential]$Account
    )
    if ($Way -eq 'credential') { $null = Connect-AADCloudSyncAzureAD -Credential $Account; return }
    $how = @{ TenantId = $Tenant; UserPrincipalName = $Account.UserName }
    $null = Connect-AADCloudSyncAzureAD -AccessToken $Account.GetNetworkCredential().Password @how
}

function Assert-RegistrationCmdlet {
    # Fails, before anything is changed, where the installed module cannot do what registering asks of it.
    param(
        [Parameter(Mandatory = $true)][string]$Way,
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$CustomAccount,
        [Parameter(Mandatory = $true)][object[]]$Domains,
        [Parameter(Mandatory = $true)][bool]$HasAdministrators
    )
    $connect = @('Credential')
    if ($Way -eq 'token') { $connect = @('AccessToken', 'TenantId', 'UserPrincipalName') }
    Assert-AgentCmdlet -Name 'Connect-AADCloudSyncAzureAD' -Parameters $connect
    $account = @('Credential')
    if ($CustomAccount -ne '') { $account = @('CustomGMSAName') }
    Assert-AgentCmdlet -Name 'Add-AADCloudSyncGMSA' -Parameters $account
    foreach ($domain in $Domains) {
        $add = @('DomainName')
        if ($HasAdministrators) { $add += 'Credential' }
        if (@($domain.preferredDomainControllers).Count -gt 0) { $add += 'PreferredDomainControllers' }
        Assert-AgentCmdlet -Name 'Add-AADCloudSyncADDomain' -Parameters $add
    }
}

function Invoke-AgentRegistration {
    # In the child: Microsoft's cmdlets in their fixed order - connect, service account, domains, restart. They say nothing
    # of what they changed, so account and tenant are read before and after.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$CustomAccount,
        [Parameter(Mandatory = $true)][object[]]$Domains,
        [Parameter(Mandatory = $true)][ValidateSet('credential', 'token')][string]$Way,
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Tenant,
        [Parameter(Mandatory = $true)][pscredential[]]$AccountCredential,
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][pscredential[]]$ServiceAccountCredential,
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][pscredential[]]$DomainCredential
    )
    $service = $script:AgentService
    $accountBefore = (Get-ServiceState -Name $service).account
    $tenantBefore = Get-AgentTenant
    $steps = @()
    Write-ProgressEvent -Code 'loadingModule'
    Import-AgentModule
    $hasAdministrators = $DomainCredential.Count -gt 0
    Assert-RegistrationCmdlet -Way $Way -CustomAccount $CustomAccount -Domains $Domains -HasAdministrators $hasAdministrators
    Write-ProgressEvent -Code 'signingIn' -Params @{ account = $AccountCredential[0].UserName }
    Invoke-AsAccount -Cmdlet 'Connect-AADCloudSyncAzureAD' -Account $AccountCredential[0] -Do {
        Connect-Tenant -Way $Way -Tenant $Tenant -Account $AccountCredential[0]
    }
    $steps += 'Connect-AADCloudSyncAzureAD'
    Write-ProgressEvent -Code 'settingUpAccount'
    if ($CustomAccount -eq '') {
        Invoke-AsAccount -Cmdlet 'Add-AADCloudSyncGMSA' -Account $ServiceAccountCredential[0] -Do {
            Add-AADCloudSyncGMSA -Credential $ServiceAccountCredential[0]
        }
    }
    else { $null = Add-AADCloudSyncGMSA -CustomGMSAName $CustomAccount }
    Write-RegistrationChange -Code 'logonAccount' -Params @{
        service = $service
    } -Before $accountBefore -After (Get-ServiceState -Name $service).account
    $steps += 'Add-AADCloudSyncGMSA'
    for ($at = 0; $at -lt $Domains.Count; $at++) {
        $domain = $Domains[$at]
        Write-ProgressEvent -Code 'addingDomain' -Params @{ domain = $domain.name }
        $more = @{}
        if (@($domain.preferredDomainControllers).Count -gt 0) {
            $more.PreferredDomainControllers = [string[]]@($domain.preferredDomainControllers)
        }
        if ($hasAdministrators) {
            $more.Credential = $DomainCredential[$at]
            Invoke-AsAccount -Cmdlet 'Add-AADCloudSyncADDomain' -Account $DomainCredential[$at] -Do {
                Add-AADCloudSyncADDomain -DomainName $domain.name @more
            }
        }
        else { $null = Add-AADCloudSyncADDomain -DomainName $domain.name @more }
        Write-ChangeEvent -Code 'agentDomain' -Before $null -After $domain.name
        $steps += 'Add-AADCloudSyncADDomain'
    }
    Write-RegistrationChange -Code 'agentTenant' -Before $tenantBefore -After (Get-AgentTenant)
    Write-ProgressEvent -Code 'restartingService' -Params @{ service = $service }
    Invoke-ServiceRestart -Name $service -TimeoutMs 120000
    Write-ChangeEvent -Code 'serviceRestart' -Params @{ service = $service } -Before $null -After @{ say = 'restarted' }
    $steps += 'Restart-Service'
    @{ steps = $steps }
}

function Register-CloudSyncAgent {
    <#
    .SYNOPSIS
    Registers the agent with Microsoft's own cmdlets, in a fresh child process.
    .DESCRIPTION
    With -WhatIf it lists what the cmdlets are asked for. The name of an account that they make, and the tenant of the
    account that signs in, are theirs to tell: they are listed as such. SeenTenant is the tenant that the caller saw the agent
    registered with; where it has another one meanwhile, nothing is done, and there are no steps. With a custom account, and a
    module that does without, no credential of the domains is needed: the list is then empty.
    .PARAMETER CustomAccount
    Name of the custom gMSA, with its dollar sign; empty to have the default one created.
    .PARAMETER Domains
    The domains: a table with name and preferredDomainControllers for each.
    .PARAMETER Way
    How the account that registers proves itself.
    .PARAMETER Tenant
    The tenant of the access token; empty for a password.
    .PARAMETER SeenTenant
    The tenant the agent was seen registered with; $null for none.
    .PARAMETER AccountCredential
    The Entra account, with its password or its access token.
    .PARAMETER ServiceAccountCredential
    One of the domain that the server is joined to, where the account is created; none for a custom one.
    .PARAMETER DomainCredential
    One for each domain, in their order; none where a custom account is prepared.
    .OUTPUTS
    CloudSync.Registration
    .EXAMPLE
    $domains = @(@{ name = 'contoso.com'; preferredDomainControllers = @() })
    $how = @{ CustomAccount = ''; Domains = $domains; Way = 'credential'; Tenant = ''; SeenTenant = $null }
    $of = @{ AccountCredential = Get-Credential; ServiceAccountCredential = Get-Credential; DomainCredential = Get-Credential }
    Register-CloudSyncAgent @how @of
    #>
    [CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High', PositionalBinding = $false)]
    [OutputType('CloudSync.Registration')]
    param(
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$CustomAccount,
        [Parameter(Mandatory = $true)][object[]]$Domains,
        [Parameter(Mandatory = $true)][ValidateSet('credential', 'token')][string]$Way,
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Tenant,
        [Parameter(Mandatory = $true)][AllowNull()][AllowEmptyString()][string]$SeenTenant,
        [Parameter(Mandatory = $true)][pscredential[]]$AccountCredential,
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][pscredential[]]$ServiceAccountCredential,
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][pscredential[]]$DomainCredential
    )
    $service = Get-ServiceState -Name $script:AgentService
    if ($null -eq $service) { throw (ConvertTo-CodedError -Code 'NotInstalled.agent') }
    $isPrepared = $CustomAccount -ne '' -and $DomainCredential.Count -eq 0
    if ($DomainCredential.Count -ne $Domains.Count -and -not $isPrepared) {
        throw (ConvertTo-CodedError -Code 'BadRequest.domainCredentials')
    }
    if ($CustomAccount -eq '' -and $ServiceAccountCredential.Count -ne 1) {
        throw (ConvertTo-CodedError -Code 'BadRequest.accountCredential')
    }
    $isReal = $PSCmdlet.ShouldProcess($script:AgentService, 'Register the agent')
    if (Test-Declined -Agreed $isReal -OnlyLists $WhatIfPreference) { return }
    if (-not $isReal) {
        $account = $CustomAccount
        if ($account -eq '') { $account = @{ say = 'defaultAccount' } }
        Write-ChangeEvent -Code 'logonAccount' -Params @{
            service = $script:AgentService
        } -Before $service.account -After $account
        foreach ($domain in $Domains) { Write-ChangeEvent -Code 'agentDomain' -Before $null -After $domain.name }
        Write-ChangeEvent -Code 'agentTenant' -Before (Get-AgentTenant) -After @{
            say     = 'tenantOf'
            account = $AccountCredential[0].UserName
        }
        Write-ChangeEvent -Code 'serviceRestart' -Params @{
            service = $script:AgentService
        } -Before $null -After @{ say = 'restarted' }
        return ConvertTo-OutputObject -Type 'Registration' -Values ([ordered]@{ steps = @() })
    }
    # Whoever had the lock before may have registered it since the caller looked.
    $found = Get-AgentTenant
    if ($null -ne $found -and -not (Test-SameText -Text $found -As $SeenTenant)) {
        return ConvertTo-OutputObject -Type 'Registration' -Values ([ordered]@{ steps = @() })
    }
    $secrets = @{
        AccountCredential        = $AccountCredential
        ServiceAccountCredential = $ServiceAccountCredential
        DomainCredential         = $DomainCredential
    }
    $arguments = @{ customAccount = $CustomAccount; domains = $Domains; way = $Way; tenant = $Tenant }
    $done = Invoke-InChild -Operation 'Invoke-AgentRegistration' -Arguments $arguments -Secrets $secrets -TimeoutMs 840000
    ConvertTo-OutputObject -Type 'Registration' -Values $done
}
