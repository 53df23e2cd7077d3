# Who the session is, where it is, and the settings of Windows that the agent needs.

function Get-WindowsVersion {
    # Product, build, revision and kind of Windows. What is missing makes none of it 0 or empty: then it is not known.
    param()
    $key = 'SOFTWARE\Microsoft\Windows NT\CurrentVersion'
    $version = @{
        product      = Get-RegistryText -Path $key -Name 'ProductName'
        build        = Get-RegistryText -Path $key -Name 'CurrentBuildNumber'
        revision     = Get-RegistryNumber -Path $key -Name 'UBR'
        installation = Get-RegistryText -Path $key -Name 'InstallationType'
    }
    foreach ($name in $version.Keys) {
        if ($null -eq $version[$name]) {
            throw (ConvertTo-CodedError -Code 'WindowsUnknown.missing' -Params @{ name = $name; key = $key })
        }
    }
    if (-not (New-Pattern -Expression '\A[0-9]{1,9}\z').IsMatch($version.build)) {
        throw (ConvertTo-CodedError -Code 'WindowsUnknown.build' -Params @{ build = $version.build })
    }
    $version.build = [int]$version.build
    $version
}

function Get-CloudSyncServerFact {
    <#
    .SYNOPSIS
    Reads who the session is, where it is, and what Windows it is on.
    .OUTPUTS
    CloudSync.ServerFact
    .EXAMPLE
    Get-CloudSyncServerFact | Format-List
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.ServerFact')]
    param()
    $computer = Get-Fact -Read { Get-ComputerState }
    $identity = Get-Fact -Read { Get-SessionIdentity }
    ConvertTo-OutputObject -Type 'ServerFact' -Values ([ordered]@{
        computer      = if ($computer.ContainsKey('value')) { $computer.value.name } else { [Environment]::MachineName }
        user          = if ($identity.ContainsKey('value')) { $identity.value.user } else { [Environment]::UserName }
        elevated      = Select-Fact -Of $identity -Name 'elevated'
        administrator = Select-Fact -Of $identity -Name 'administrator'
        desktop       = Select-Fact -Of $identity -Name 'desktop'
        domain        = if ($computer.ContainsKey('value')) { @{
            value = @{ joined = $computer.value.joined; name = $computer.value.domain }
        } } else { $computer }
        windows       = Get-Fact -Read { Get-WindowsVersion }
        netRelease    = Get-Fact -Read {
            Get-RegistryNumber -Path 'SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full' -Name 'Release'
        }
        memoryMb      = Select-Fact -Of $computer -Name 'memoryMb'
        bootedAt      = Select-Fact -Of $computer -Name 'bootedAt'
        restartDue    = Get-Fact -Read { Confirm-Text -Value (Get-RestartReason) -Name 'Reason' }
        })
}

function Get-CloudSyncTlsFact {
    <#
    .SYNOPSIS
    Reads the registry values that switch TLS 1.2 on for Windows and for .NET Framework.
    .OUTPUTS
    CloudSync.TlsFact
    .EXAMPLE
    Get-CloudSyncTlsFact | Format-List
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.TlsFact')]
    param()
    $facts = [ordered]@{}
    foreach ($setting in $script:TlsSettings.Keys) {
        $at = $script:TlsSettings[$setting]
        $facts[$setting] = Get-Fact -Read { Get-RegistryNumber -Path $at.Path -Name $at.Name }
    }
    $facts['policies'] = Get-Fact -Read { , @(Get-TlsPolicy) }
    ConvertTo-OutputObject -Type 'TlsFact' -Values $facts
}

function Get-TlsPolicy {
    # The group policies that set one of these values: setting and policy.
    param()
    $paths = @($script:TlsSettings.Values | ForEach-Object { $_.Path })
    foreach ($one in @(Get-RegistryPolicy -Path $paths)) {
        foreach ($setting in $script:TlsSettings.Keys) {
            $at = $script:TlsSettings[$setting]
            if ($at.Path -eq $one.path -and $at.Name -eq $one.name) { @{ setting = $setting; policy = $one.policy } }
        }
    }
}

function Get-ScriptPolicy {
    # The group policy that sets "Turn on Script Execution", of the computer or of the session's user; $null where none does.
    param([Parameter(Mandatory = $true)][bool]$OfUser)
    foreach ($one in @(Get-RegistryPolicy -Path @($script:PowerShellPolicies) -OfUser $OfUser)) {
        if ($one.name -eq 'EnableScripts' -or $one.name -eq 'ExecutionPolicy') { return $one.policy }
    }
    $null
}

function Get-CloudSyncPolicyFact {
    <#
    .SYNOPSIS
    Reads the execution policy at every scope, the Windows Credential Manager service, and which group policies set them.
    .OUTPUTS
    CloudSync.PolicyFact
    .EXAMPLE
    (Get-CloudSyncPolicyFact).executionPolicy
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.PolicyFact')]
    param()
    ConvertTo-OutputObject -Type 'PolicyFact' -Values ([ordered]@{
        executionPolicy   = Get-Fact -Read { , @(Get-ExecutionPolicyState) }
        credentialManager = Get-Fact -Read {
            $service = Get-ServiceState -Name 'VaultSvc'
            if ($null -eq $service) { return $null }
            @{ startMode = $service.startMode; state = $service.state }
        }
        # Who says so: the group policies that set script execution for the computer and for the user, and the service's start.
        machinePolicy     = Get-Fact -Read { Get-ScriptPolicy -OfUser $false }
        userPolicy        = Get-Fact -Read { Get-ScriptPolicy -OfUser $true }
        servicePolicy     = Get-Fact -Read {
            foreach ($one in @(Get-ServicePolicy -Name @('VaultSvc'))) { return $one.policy }
            $null
        }
        })
}
