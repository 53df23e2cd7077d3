@{
    RootModule        = 'CloudSyncSetup.psm1'
    ModuleVersion     = '0.1.0'
    GUID              = '6a1b8f5e-0d0b-4c59-9a38-3f1f6a1d4c27'
    Author            = 'The Cloud Sync Agent Setup developers'
    Description       = 'Reads and changes what the installation of the cloud sync provisioning agent needs on a server.'
    PowerShellVersion = '5.1'
    FunctionsToExport = @(
        'Get-ServerFacts', 'Get-TlsFacts', 'Get-PolicyFacts', 'Get-AgentFacts', 'Get-RegisteredDomains', 'Get-InstallerFacts',
        'Get-WindowsFacts', 'Get-LoggingFacts', 'Get-LogonRightFacts', 'Get-AgentConfiguration', 'Get-AgentHealth', 'Get-AgentSettings', 'Get-DecidingEvents', 'Get-AgentCmdlets', 'Get-AgentLeftovers',
        'Get-ProxyFacts', 'Get-DomainControllerFacts', 'Get-AgentHosts', 'Get-NetworkFacts', 'Get-TraceFiles', 'Get-TracePart', 'Get-LogPreview',
        'Set-TlsValue', 'Set-RestartMark', 'Set-ExecutionPolicyScope', 'Set-CredentialManagerStart', 'Restart-Server',
        'Save-Installer', 'Copy-Installer', 'Remove-Installer', 'Install-Agent', 'Start-AgentWizard', 'Register-Agent', 'Restart-AgentService',
        'Add-LogonRight', 'Remove-LogonRight', 'Set-ManagedAccount', 'Set-AgentServiceStart', 'Set-AgentProxy', 'Set-AgentPermissions', 'Uninstall-AgentProduct', 'Save-LogBundle'
    )
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
