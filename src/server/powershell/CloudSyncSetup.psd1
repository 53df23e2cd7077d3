@{
    RootModule        = 'CloudSyncSetup.psm1'
    ModuleVersion     = '0.1.0'
    GUID              = '6a1b8f5e-0d0b-4c59-9a38-3f1f6a1d4c27'
    Author            = 'The Cloud Sync Agent Setup developers'
    Description       = 'Reads and changes what the installation of the cloud sync provisioning agent needs on a server.'
    Copyright         = '(c) The Cloud Sync Agent Setup developers. MIT licence.'
    PowerShellVersion = '5.1'
    # .NET Framework 4.6.2 or newer with Windows PowerShell; any .NET with PowerShell 7.
    DotNetFrameworkVersion = '4.6.2'
    CompatiblePSEditions = @('Desktop', 'Core')
    FunctionsToExport = @(
        'Get-CloudSyncServerFact',
        'Get-CloudSyncTlsFact',
        'Get-CloudSyncPolicyFact',
        'Get-CloudSyncAgentFact',
        'Get-CloudSyncRegisteredDomain',
        'Get-CloudSyncInstallerFact',
        'Get-CloudSyncWindowsFact',
        'Get-CloudSyncLoggingFact',
        'Get-CloudSyncLogonRightFact',
        'Get-CloudSyncAgentConfiguration',
        'Get-CloudSyncAgentHealth',
        'Get-CloudSyncAgentSetting',
        'Get-CloudSyncDecidingEvent',
        'Get-CloudSyncAgentCmdlet',
        'Get-CloudSyncAgentLeftover',
        'Get-CloudSyncProxyFact',
        'Get-CloudSyncDomainControllerFact',
        'Get-CloudSyncAgentHost',
        'Get-CloudSyncNetworkFact',
        'Get-CloudSyncControllerFact',
        'Get-CloudSyncTraceFile',
        'Get-CloudSyncTracePart',
        'Get-CloudSyncLogPreview',
        'Set-CloudSyncTlsValue',
        'Set-CloudSyncRestartMark',
        'Set-CloudSyncExecutionPolicyScope',
        'Set-CloudSyncCredentialManagerStart',
        'Restart-CloudSyncServer',
        'Save-CloudSyncInstaller',
        'Copy-CloudSyncInstaller',
        'Remove-CloudSyncInstaller',
        'Install-CloudSyncAgent',
        'Start-CloudSyncAgentWizard',
        'Register-CloudSyncAgent',
        'Restart-CloudSyncAgentService',
        'Add-CloudSyncLogonRight',
        'Remove-CloudSyncLogonRight',
        'Set-CloudSyncManagedAccount',
        'Set-CloudSyncAgentServiceStart',
        'Set-CloudSyncAgentProxy',
        'Set-CloudSyncAgentPermission',
        'Protect-CloudSyncAgentAccount',
        'Uninstall-CloudSyncAgentProduct',
        'Save-CloudSyncLogBundle',
        'Get-CloudSyncDirectoryEntry',
        'Set-CloudSyncDirectoryValue',
        'Invoke-CloudSyncOperation'
    )
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
    PrivateData       = @{
        PSData = @{
            Tags         = @('Windows', 'PSEdition_Desktop', 'PSEdition_Core', 'Entra', 'CloudSync', 'ProvisioningAgent', 'Setup')
            LicenseUri   = 'https://example.invalid/cloud-sync-setup/blob/main/LICENSE'
            ProjectUri   = 'https://example.invalid/cloud-sync-setup'
        }
    }
}
