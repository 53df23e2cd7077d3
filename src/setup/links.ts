import type { Cloud } from "./values/cloud.ts";

// Stryker disable all: a test that repeats an address of a document proves nothing.

/** Every address the product shows, in one place, so that they can be reviewed and changed together. */
export const links = {
  prerequisites: "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-prerequisites",
  install: "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-install",
  commandLine: "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-install-pshell",
  troubleshoot: "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-troubleshoot",
  serviceAccount:
    "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-prerequisites#group-managed-service-accounts",
  permissions: "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-gmsa-cmdlets",
  uninstall:
    "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-automatic-upgrade#uninstall-the-agent",
  proxy:
    "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-troubleshoot#agent-times-out-or-certificate-isnt-valid",
  fips: "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-install#password-hash-synchronization-and-fips-with-cloud-sync",
  powershell51:
    "https://learn.microsoft.com/powershell/scripting/windows-powershell/wmf/setup/install-configure",
  powershellLogging:
    "https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_logging_windows",
  kerberosClock:
    "https://learn.microsoft.com/previous-versions/windows/it-pro/windows-10/security/threat-protection/security-policy-settings/maximum-tolerance-for-computer-clock-synchronization",
  versions: "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/reference-version-history",
  licence: "https://www.microsoft.com/licensing/terms/",
  powershell:
    "https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_language_modes",
  windowsInstaller: "https://learn.microsoft.com/windows/win32/msi/error-codes",
  nationalClouds: "https://learn.microsoft.com/graph/deployments",
  certificateAuthorities: "https://learn.microsoft.com/azure/security/fundamentals/azure-ca-details",
  rootDse: "https://learn.microsoft.com/windows/win32/adschema/rootdse",
  controllerPorts: "https://learn.microsoft.com/entra/identity/hybrid/connect/reference-connect-ports",
  naming:
    "https://learn.microsoft.com/troubleshoot/windows-server/active-directory/naming-conventions-for-computer-domain-site-ou",

  // What the diagnoses cite.
  errorCodes: "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/reference-error-codes",
  signInErrors: "https://learn.microsoft.com/entra/identity-platform/reference-error-codes",
  registryOptions:
    "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-manage-registry-options",
  cloudSyncTools: "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/reference-powershell",
  onDemand: "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-on-demand-provision",
  /** Deleting a configuration, and what becomes of an agent that was uninstalled. */
  configuration: "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-configure",
  agentRemoval:
    "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-configure#agent-removal-from-the-portal-after-uninstall",
  accidentalDeletes: "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-accidental-deletes",
  passwordWriteback:
    "https://learn.microsoft.com/entra/identity/authentication/tutorial-enable-cloud-sync-sspr-writeback",
  wizardErrors: "https://learn.microsoft.com/entra/identity/saas-apps/workday-inbound-tutorial",
  metrics: "https://learn.microsoft.com/entra/identity/app-provisioning/on-premises-ecma-troubleshoot",
  protectedUsers:
    "https://learn.microsoft.com/windows-server/security/credentials-protection-and-management/protected-users-security-group",
  kdsRootKey:
    "https://learn.microsoft.com/windows-server/identity/ad-ds/manage/group-managed-service-accounts/group-managed-service-accounts/create-the-key-distribution-services-kds-root-key",
  noPrivileges:
    "https://learn.microsoft.com/troubleshoot/entra/entra-id/ad-dmn-services/azure-ad-hybrid-sync-no-privileges-install-msi",
  serviceNotStarting:
    "https://learn.microsoft.com/troubleshoot/entra/entra-id/ad-dmn-services/azure-ad-hybrid-sync-cannot-start-aadconnect-provisioning-agent",
  serviceNotManaged:
    "https://learn.microsoft.com/troubleshoot/entra/entra-id/ad-dmn-services/azure-ad-hybrid-sync-gmsa-set-logon-service",
  kdsMessage:
    "https://learn.microsoft.com/troubleshoot/entra/entra-id/ad-dmn-services/azure-ad-hybrid-sync-unable-create-gmsa-kds-domain-controller",
  noSuchObject:
    "https://learn.microsoft.com/troubleshoot/entra/entra-id/ad-dmn-services/azure-ad-hybrid-sync-no-such-object-on-server",
  setupAnswer:
    "https://learn.microsoft.com/answers/questions/5839591/error-0x80070643-while-installing-microsoft-entra",
  credentialsAnswer:
    "https://learn.microsoft.com/answers/questions/5857318/invalid-credentials-after-enteering-correct-domain",
  logonReplacedReport: "https://github.com/MicrosoftDocs/azure-docs/issues/79078",
  twoAgentsReport: "https://github.com/MicrosoftDocs/azure-docs/issues/97087",
  newtonsoftReport: "https://github.com/MicrosoftDocs/azure-docs/issues/104689",
  connectSyncReport: "https://github.com/MicrosoftDocs/azure-docs/issues/106821",
  headlessReport: "https://github.com/MicrosoftDocs/azure-docs/pull/113567",
  doubleHopReport: "https://github.com/MicrosoftDocs/windows-powershell-docs/issues/2427",
  ticketReport: "https://github.com/MicrosoftDocs/ATADocs/issues/525",
  keyNotSupportedReport: "https://github.com/rgl/windows-domain-controller-vagrant/issues/6",
  networkLogOnReport: "https://github.com/mickem/nscp/issues/451",
  /** The only deep link Microsoft's pages confirm; from there: Cloud sync, then Agents. */
  portal:
    "https://entra.microsoft.com/#view/Microsoft_AAD_Connect_Provisioning/AADConnectMenuBlade/~/GetStarted",
} as const;

export type LinkId = keyof typeof links;

/** Microsoft, "National cloud deployments". What stands behind these hosts' first page is not documented. */
const portals: Readonly<Record<Cloud, string>> = {
  global: links.portal,
  usGov: "https://portal.azure.us/",
  china: "https://portal.azure.cn/",
};

/** Where a link leads for a tenant of this cloud: each cloud has a portal of its own, which knows no other's tenants. */
export const addressOf = (id: LinkId, cloud: Cloud): string => (id === "portal" ? portals[cloud] : links[id]);

export const isLink = (id: string): id is LinkId => Object.hasOwn(links, id);
