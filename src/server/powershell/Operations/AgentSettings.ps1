# What is set for the agent beside its configuration file: values of its registry key, its updater, policies of its services.

function Get-UpdaterVersion {
    # Version of the program that updates the agent; $null where Windows lists none.
    param()
    foreach ($one in @(Get-ProductList -Name 'Connect Agent Updater')) { return [string]$one.version }
    $null
}

function Get-UpdaterEvent {
    # The newest event of the updater's own channel; $null where there is none.
    param()
    $since = [DateTime]::UtcNow.AddDays(-30)
    foreach ($one in @(Get-EventList -Log 'Microsoft-AzureADConnect-AgentUpdater/Admin' -Since $since -Newest 1)) {
        return @{ at = $one.at; text = $one.text }
    }
    $null
}

function Get-CloudSyncAgentSetting {
    <#
    .SYNOPSIS
    Reads the values of the agent's registry key, what keeps it up to date, and the group policies that start its services.
    .OUTPUTS
    CloudSync.AgentSetting
    .EXAMPLE
    Get-CloudSyncAgentSetting | Format-List
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.AgentSetting')]
    param()
    ConvertTo-OutputObject -Type 'AgentSetting' -Values ([ordered]@{
        values          = @{
            serviceName           = Get-Fact -Read { Get-RegistryText -Path $script:AgentKey -Name 'ServiceName' }
            serviceProcessName    = Get-Fact -Read { Get-RegistryText -Path $script:AgentKey -Name 'ServiceProcessName' }
            installDir            = Get-Fact -Read { Get-RegistryText -Path $script:AgentKey -Name 'InstallDir' }
            programDataFolderName = Get-Fact -Read { Get-RegistryText -Path $script:AgentKey -Name 'ProgramDataFolderName' }
            ldapTimeoutMs         = Get-Fact -Read {
                Get-RegistryText -Path $script:AgentKey -Name 'LdapConnectionTimeoutInMilliseconds'
            }
            referralChasing       = Get-Fact -Read { Get-RegistryText -Path $script:AgentKey -Name 'ReferralChasingOptions' }
            passwordLength        = Get-Fact -Read { Get-RegistryNumber -Path $script:AgentKey -Name 'UserPasswordLength' }
        }
        updaterVersion  = Get-Fact -Read { Get-UpdaterVersion }
        updaterEvent    = Get-Fact -Read { Get-UpdaterEvent }
        servicePolicies = Get-Fact -Read { , @(Get-ServicePolicy -Name @($script:AgentService, $script:UpdaterService)) }
        })
}
