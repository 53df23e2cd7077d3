# Which group policy sets something on this computer, as Windows itself recorded it when it applied its policies: the
# resultant set of policy (RSoP) in WMI. It holds security settings and administrative templates. Group policy preferences
# are recorded elsewhere and in no documented form; what they set is not seen here.

function Get-PolicyName {
    # The group policies that were applied, name by id. An empty record is none: a computer of a domain has at least one.
    param([Parameter(Mandatory = $true)][string]$Namespace)
    # "Turn off Resultant Set of Policy logging": what is still there may be old.
    if ((Get-RegistryValue -Path 'SOFTWARE\Policies\Microsoft\Windows\System' -Name 'RSoPLogging') -eq 0) {
        throw (ConvertTo-CodedError -Code 'NoPolicyRecord.off')
    }
    $names = @{}
    foreach ($one in (Get-CimInstance -Namespace $Namespace -ClassName 'RSOP_GPO' -ErrorAction Stop)) {
        $names[[string]$one.id] = [string]$one.name
    }
    if ($names.Count -eq 0) { throw (ConvertTo-CodedError -Code 'NoPolicyRecord.none') }
    $names
}

function Get-WinningPolicy {
    # The settings of a class that were applied (precedence 1), each with the name of its group policy.
    param([Parameter(Mandatory = $true)][string]$Namespace, [Parameter(Mandatory = $true)][string]$Class)
    $names = Get-PolicyName -Namespace $Namespace
    foreach ($one in (Get-CimInstance -Namespace $Namespace -ClassName $Class -Filter 'precedence=1' -ErrorAction Stop)) {
        $policy = $names[[string]$one.GPOID]
        if ([string]::IsNullOrEmpty($policy)) { $policy = [string]$one.GPOID }
        @{ setting = $one; policy = $policy }
    }
}

function Get-RightPolicy {
    # The group policy that sets a user right; $null where none does.
    param([Parameter(Mandatory = $true)][string]$Right)
    foreach ($one in (Get-WinningPolicy -Namespace 'root\rsop\computer' -Class 'RSOP_UserPrivilegeRight')) {
        if ($one.setting.UserRight -eq $Right) { return $one.policy }
    }
    $null
}

function Get-ServicePolicy {
    # The group policies that set how some services start: name of the service, name of the policy.
    param([Parameter(Mandatory = $true)][string[]]$Name)
    foreach ($one in (Get-WinningPolicy -Namespace 'root\rsop\computer' -Class 'RSOP_SystemService')) {
        if ($Name -contains $one.setting.Service) { @{ name = [string]$one.setting.Service; policy = $one.policy } }
    }
}

function Get-RegistryPolicy {
    # The group policies that set values of some registry keys, of the computer or of the session's user: key, value, policy.
    # Compared here: in a filter of WMI the backslashes of a key would have a meaning of their own.
    param([Parameter(Mandatory = $true)][string[]]$Path, [bool]$OfUser = $false)
    $namespace = 'root\rsop\computer'
    if ($OfUser) {
        $namespace = 'root\rsop\user\' + [Security.Principal.WindowsIdentity]::GetCurrent().User.Value.Replace('-', '_')
    }
    foreach ($one in (Get-WinningPolicy -Namespace $namespace -Class 'RSOP_RegistryPolicySetting')) {
        if ($Path -contains $one.setting.registryKey) {
            @{ path = [string]$one.setting.registryKey; name = [string]$one.setting.valueName; policy = $one.policy }
        }
    }
}

function Get-ExecutionPolicyState {
    # Scope and policy, for every scope.
    param()
    foreach ($one in (Get-ExecutionPolicy -List)) { @{ scope = [string]$one.Scope; policy = [string]$one.ExecutionPolicy } }
}

function Write-ExecutionPolicyState {
    # Sets the policy of one scope. The warning that a more specific scope overrides it is not an error here.
    param([Parameter(Mandatory = $true)][string]$Scope, [Parameter(Mandatory = $true)][string]$Policy)
    try { Set-ExecutionPolicy -Scope $Scope -ExecutionPolicy $Policy -Force -ErrorAction Stop }
    catch { if ($_.FullyQualifiedErrorId -notlike 'ExecutionPolicyOverride*') { throw } }
}
