/**
 * The agent's services and programs by name. `Constants.ps1` of the module has the same names for it, and a test holds the two
 * together: https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-install
 */
export const agentService = "AADConnectProvisioningAgent";
export const updaterService = "AzureADConnectAgentUpdater";
export const agentProgram = "AADConnectProvisioningAgent.exe";
export const agentConfigurationFile = "AADConnectProvisioningAgent.exe.config";
export const wizardProgram = "AADConnectProvisioningAgentWizard.exe";
export const setupProgram = "AADConnectProvisioningAgentSetup.exe";
