/** Every address the product shows, in one place, so that they can be reviewed and changed together. */
export const links = {
  prerequisites: "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-prerequisites",
  install: "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-install",
  commandLine: "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-install-pshell",
  troubleshoot: "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-troubleshoot",
  serviceAccount:
    "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-prerequisites#group-managed-service-accounts",
  logonRight:
    "https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/cannot-start-aadconnect-provisioning-agent",
  proxy:
    "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-troubleshoot#agent-times-out-or-certificate-isnt-valid",
  fips: "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-install#enable-password-hash-synchronization-in-cloud-sync",
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
  /** The only deep link Microsoft's pages confirm; from there: Cloud sync, then Agents. */
  portal:
    "https://entra.microsoft.com/#view/Microsoft_AAD_Connect_Provisioning/AADConnectMenuBlade/~/GetStarted",
} as const;

export type LinkId = keyof typeof links;

export const isLink = (id: string): id is LinkId => Object.hasOwn(links, id);
