# Facts of Windows that decide whether the agent can be installed, run and registered.

function Get-PendingRestartReason {
    # Why Windows itself wants a restart, in its own words' place: the keys that its updates and installers leave.
    param()
    if (Test-RegistryKey -Path 'SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending') {
        'Component Based Servicing'
    }
    if (Test-RegistryKey -Path 'SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired') {
        'Windows Update'
    }
    $manager = 'SYSTEM\CurrentControlSet\Control\Session Manager'
    if ($null -ne (Get-RegistryValue -Path $manager -Name 'PendingFileRenameOperations')) {
        'PendingFileRenameOperations'
    }
}

function Get-Neighbour {
    # Other services of Microsoft's that synchronise identities, where they are on this server.
    param()
    foreach ($name in @('ADSync', 'AzureADConnectAuthenticationAgent', 'AzureADPasswordProtectionProxy',
        'AzureADConnectHealthAgent', 'WAPCSvc', 'Microsoft ECMA2Host')) {
        $service = Get-ServiceState -Name $name
        if ($null -ne $service) { @{ name = $service.name; displayName = $service.displayName; state = $service.state } }
    }
}

function Get-UpdaterSharer {
    # What may use the Agent Updater beside this agent: Microsoft's other connectors, by their services, by the keys they
    # keep beside the agent's, and by the programs that Windows lists. None is known to be a list of all, so names decide.
    param()
    $names = @(foreach ($one in @(Get-Neighbour)) { [string]$one.displayName })
    foreach ($name in @(Get-RegistryKeyList -Path $script:ConnectorKeys)) {
        if ($name -ne 'Azure AD Connect Provisioning Agent' -and
            $name.IndexOf('Updater', [StringComparison]::OrdinalIgnoreCase) -lt 0) {
            $names += $name
        }
    }
    foreach ($part in @('Azure AD', 'Azure Active Directory', 'Entra', 'AAD', 'ECMA2')) {
        foreach ($one in @(Get-ProductList -Name $part)) {
            if (-not (Test-AgentProgram -Program $one) -and $names -notcontains $one.name) { $names += [string]$one.name }
        }
    }
    $names
}

function Get-CloudSyncWindowsFact {
    <#
    .SYNOPSIS
    Reads the settings of Windows that help or hinder the agent: disk, clock, policies, pending restart, other agents.
    .OUTPUTS
    CloudSync.WindowsFact
    .EXAMPLE
    Get-CloudSyncWindowsFact | Format-List
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.WindowsFact')]
    param()
    $ntlm = 'SYSTEM\CurrentControlSet\Control\Lsa'
    ConvertTo-OutputObject -Type 'WindowsFact' -Values ([ordered]@{
        systemDrive      = Get-Fact -Read { Get-SystemDriveState }
        powershell       = Get-Fact -Read { Get-EngineState }
        domainController = Get-Fact -Read { (Get-DomainRole) -ge 4 }
        clock            = Get-Fact -Read {
            $theirs = Get-DomainClock
            $skew = [DateTime]::UtcNow - (Read-Moment -Text $theirs.time)
            @{ domainController = $theirs.domainController; skewMs = [long]$skew.TotalMilliseconds }
        }
        fips             = Get-Fact -Read {
            (Get-RegistryNumber -Path 'SYSTEM\CurrentControlSet\Control\Lsa\FipsAlgorithmPolicy' -Name 'Enabled') -eq 1
        }
        enhancedSecurity = Get-Fact -Read {
            (Get-RegistryNumber -Path 'SOFTWARE\Microsoft\Active Setup\Installed Components\{A509B1A7-37EF-4b3f-8CFC-4F3A74704073}' -Name 'IsInstalled') -eq 1
        }
        ntlm             = Get-Fact -Read {
            @{
                restrictSending    = Get-RegistryNumber -Path ($ntlm + '\MSV1_0') -Name 'RestrictSendingNTLMTraffic'
                compatibilityLevel = Get-RegistryNumber -Path $ntlm -Name 'LmCompatibilityLevel'
            }
        }
        pendingRestart   = Get-Fact -Read { , @(Get-PendingRestartReason) }
        neighbours       = Get-Fact -Read { , @(Get-Neighbour) }
        updaterSharers   = Get-Fact -Read { , @(Get-UpdaterSharer) }
        encryptionTypes  = Get-Fact -Read {
            Get-RegistryNumber -Path 'SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\Kerberos\Parameters' -Name 'SupportedEncryptionTypes'
        }
        networkLogon     = Get-Fact -Read { Test-NetworkLogon }
        })
}

function Test-LoggingPolicy {
    # Whether one of PowerShell's logging policies is on. Each stands in Computer and in User Configuration; what the
    # computer's says goes first (Policy CSP, WindowsPowerShell).
    param([Parameter(Mandatory = $true)][string]$Policy, [Parameter(Mandatory = $true)][string]$Name)
    $on = Get-RegistryNumber -Path ($script:PowerShellPolicies + '\' + $Policy) -Name $Name
    if ($null -eq $on) {
        $on = Confirm-Number -Value (Get-UserRegistryValue -Path ($script:PowerShellPolicies + '\' +
            $Policy) -Name $Name) -Name $Name
    }
    $on -eq 1
}

function Get-RecordedModule {
    # Names of the modules that are recorded, of the computer's policy and of the user's.
    param()
    $path = $script:PowerShellPolicies + '\ModuleLogging\ModuleNames'
    foreach ($name in @(Get-RegistryNameList -Path $path)) { [string](Get-RegistryValue -Path $path -Name $name) }
    foreach ($name in @(Get-UserRegistryNameList -Path $path)) { [string](Get-UserRegistryValue -Path $path -Name $name) }
}

function Get-CloudSyncLoggingFact {
    <#
    .SYNOPSIS
    Reads what PowerShell's own logging policies record on this server, by the computer's policies and by the user's.
    .OUTPUTS
    CloudSync.LoggingFact
    .EXAMPLE
    Get-CloudSyncLoggingFact
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.LoggingFact')]
    param()
    ConvertTo-OutputObject -Type 'LoggingFact' -Values ([ordered]@{
        scriptBlocks  = Get-Fact -Read { Test-LoggingPolicy -Policy 'ScriptBlockLogging' -Name 'EnableScriptBlockLogging' }
        modules       = Get-Fact -Read {
            if (-not (Test-LoggingPolicy -Policy 'ModuleLogging' -Name 'EnableModuleLogging')) { return , @() }
            , @(Get-RecordedModule)
        }
        transcription = Get-Fact -Read { Test-LoggingPolicy -Policy 'Transcription' -Name 'EnableTranscripting' }
        })
}

function Get-ServiceSid {
    # The SID that Windows gives a service: S-1-5-80 and the five words of the SHA-1 of its name in upper-case UTF-16.
    param([Parameter(Mandatory = $true)][string]$Name)
    $algorithm = [Security.Cryptography.SHA1]::Create()
    try {
        $hash = $algorithm.ComputeHash([Text.Encoding]::Unicode.GetBytes($Name.ToUpperInvariant()))
    }
    finally {
        $algorithm.Dispose()
    }
    $words = for ($at = 0; $at -lt 20; $at += 4) { [BitConverter]::ToUInt32($hash, $at) }
    'S-1-5-80-' + ($words -join '-')
}

function Get-RightHolder {
    # Who holds a user right: SID, and the name where Windows knows one.
    param([Parameter(Mandatory = $true)][string]$Right)
    foreach ($one in @(Get-AccountRight -Right $Right)) {
        if ($one -like 'S-1-*') { @{ sid = $one; name = ConvertFrom-AccountSid -Sid $one } }
        else { @{ sid = $null; name = $one } }
    }
}

function Get-CloudSyncLogonRightFact {
    <#
    .SYNOPSIS
    Reads who may log on as a service, who may not, and the group policies that say so.
    .OUTPUTS
    CloudSync.LogonRightFact
    .EXAMPLE
    (Get-CloudSyncLogonRightFact).holders
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.LogonRightFact')]
    param()
    ConvertTo-OutputObject -Type 'LogonRightFact' -Values ([ordered]@{
        serviceSid = Get-ServiceSid -Name $script:AgentService
        holders    = Get-Fact -Read { , @(Get-RightHolder -Right 'SeServiceLogonRight') }
        denied     = Get-Fact -Read { , @(Get-RightHolder -Right 'SeDenyServiceLogonRight') }
        policy     = Get-Fact -Read { Get-RightPolicy -Right 'SeServiceLogonRight' }
        denyPolicy = Get-Fact -Read { Get-RightPolicy -Right 'SeDenyServiceLogonRight' }
        })
}

$script:ConnectorKeys = 'SOFTWARE\Microsoft\Azure AD Connect Agents'
