# What more than one file names, and what a session remembers for more than one. Read first: the files are joined in the order of
# their names.

# The agent's two services, and its programs. src/setup/values/agentNames.ts has the same names; a test holds the two together.
$script:AgentService = 'AADConnectProvisioningAgent'
$script:UpdaterService = 'AzureADConnectAgentUpdater'
$script:AgentProgram = 'AADConnectProvisioningAgent.exe'
$script:AgentConfigurationFile = 'AADConnectProvisioningAgent.exe.config'
$script:WizardProgram = 'AADConnectProvisioningAgentWizard.exe'
$script:SetupProgram = 'AADConnectProvisioningAgentSetup.exe'
$script:AgentKey = 'SOFTWARE\Microsoft\Azure AD Connect Agents\Azure AD Connect Provisioning Agent'
$script:AgentChannel = 'Microsoft-AzureADConnect-ProvisioningAgent/Admin'
# What the product's own folders, tasks and key are called, and the volatile key that notes a restart.
$script:ProductName = 'Cloud Sync Agent Setup'
$script:OwnKey = "SOFTWARE\$script:ProductName"
$script:RestartMark = 'Restart due'
# Of everything that Microsoft ships, and the publisher of the installed programs.
$script:Signer = 'Microsoft Corporation'

$script:SystemSid = 'S-1-5-18'
$script:PowerShellPolicies = 'SOFTWARE\Policies\Microsoft\Windows\PowerShell'
$script:TlsSettings = [ordered]@{
    clientEnabled           = @{
        Path = 'SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Client'
        Name = 'Enabled'
    }
    clientDisabledByDefault = @{
        Path = 'SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Client'
        Name = 'DisabledByDefault'
    }
    serverEnabled           = @{
        Path = 'SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Server'
        Name = 'Enabled'
    }
    serverDisabledByDefault = @{
        Path = 'SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Server'
        Name = 'DisabledByDefault'
    }
    strongCrypto            = @{ Path = 'SOFTWARE\Microsoft\.NETFramework\v4.0.30319'; Name = 'SchUseStrongCrypto' }
}

# What the installed agent module has, and for which version it was read: finding out takes a process of its own.
$script:CmdletsRead = $null
