/**
 * The cmdlets of Microsoft.CloudSync.PowerShell.dll with the parameters that Microsoft's pages show ("Install the Microsoft
 * Entra provisioning agent by using a command-line interface", "Microsoft Entra Cloud Sync: Azure AD PowerShell gMSA
 * cmdlets" and the version history). What no page shows is not here, and so is neither used nor practised.
 */
export const agentCmdlets: Readonly<Record<string, readonly string[]>> = {
  // The form with a token is in published scripts only; no page of Microsoft's shows it.
  "Connect-AADCloudSyncAzureAD": ["Credential", "AccessToken", "TenantId", "UserPrincipalName"],
  "Add-AADCloudSyncGMSA": ["Credential", "CustomGMSAName"],
  "Add-AADCloudSyncADDomain": ["DomainName", "Credential", "PreferredDomainControllers"],
  "Set-AADCloudSyncPermissions": ["PermissionType", "EACredential", "TargetDomain", "TargetDomainCredential"],
  "Set-AADCloudSyncRestrictedPermissions": ["Credential"],
  "Set-AADCloudSyncPasswordWritebackConfiguration": ["Enable", "Credential"],
  // Named in the version history only, which shows no parameter.
  "Get-AADCloudSyncDomains": [],
};
