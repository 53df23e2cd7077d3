/**
 * What versions of the agent do differently. Source: "Microsoft Entra provisioning agent: version release history".
 * Versions are compared number by number.
 */
import { compareVersions } from "./installer.ts";

/** The newest version that this extension knows of, of 21 September 2026. */
export const newestKnownVersion = "1.1.2505.0";

/** Since when an agent does something. What only a diagnosis asks stands with the diagnosis. */
const since = {
  /** The service can run as a group managed service account. */
  managedAccount: "1.1.281.0",
  /** It can be installed and registered by cmdlets, and with a custom account. */
  commandLine: "1.1.354.0",
  /** The installer grants the right to log on as a service without known faults. */
  grantsLogonRight: "1.1.972.0",
  /** An update leaves the agent's configuration file, and with it the proxy, as it was. */
  keepsConfiguration: "1.1.1365.0",
  /** It signs in to the directory where NTLM is denied altogether. */
  worksWithoutNtlm: "1.1.1365.0",
  /** The wizard asks for no extension any more ("simplified how to choose your provisioning scenario"). */
  asksNoExtension: "1.1.2102.0",
  /** The cmdlet that adds a domain gives a custom account no permissions any more: an administrator does. */
  leavesCustomPermissions: "1.1.2334.0",
  /** With a custom account and its permissions set beforehand, no Domain Admin is asked for. */
  customWithoutAdministrator: "1.1.2505.0",
  /** The registry value UserPasswordLength is heeded. */
  limitsPasswordLength: "1.1.2102.0",
} as const satisfies Record<string, string>;

export type AgentAbility = keyof typeof since;

/** Whether a version of the agent does something. */
export const agentDoes = (version: string, ability: AgentAbility): boolean =>
  compareVersions(version, since[ability]) >= 0;
