/**
 * What versions of the agent do differently. Source: "Microsoft Entra provisioning agent: version release history".
 * Versions are compared number by number.
 */
import { compareVersions } from "./installer.ts";

/** The newest version that this extension knows of, of 21 September 2026. */
export const newestKnownVersion = "1.1.2505.0";

/** Since when something holds; `until` is the first version in which it no longer does. */
interface Span {
  readonly since: string;
  readonly until?: string;
}

const spans = {
  /** The service can run as a group managed service account. */
  managedAccount: { since: "1.1.281.0" },
  /** It can be installed and registered by cmdlets, and with a custom account. */
  commandLine: { since: "1.1.354.0" },
  /** The installer grants the right to log on as a service without known faults. */
  grantsLogonRight: { since: "1.1.972.0" },
  /** An update leaves the agent's configuration file, and with it the proxy, as it was. */
  keepsConfiguration: { since: "1.1.1365.0" },
  /** It signs in to the directory where NTLM is denied altogether. */
  worksWithoutNtlm: { since: "1.1.1365.0" },
  /** The cmdlet that adds a domain gives a custom account no permissions any more: an administrator does. */
  leavesCustomPermissions: { since: "1.1.2334.0" },
  /** With a custom account and its permissions set beforehand, no Domain Admin is asked for. */
  customWithoutAdministrator: { since: "1.1.2505.0" },
  /** Repair-AADCloudSyncToolsAccount exists. */
  repairsSyncAccount: { since: "1.1.281.0", until: "1.1.2505.0" },
  /** The registry value UserPasswordLength is heeded. */
  limitsPasswordLength: { since: "1.1.2102.0" },
  /** Password writeback fails in US government clouds. */
  governmentWritebackFault: { since: "1.1.2102.0", until: "1.1.2108.0" },
} as const satisfies Record<string, Span>;

export type AgentAbility = keyof typeof spans;

/** Whether a version of the agent does something. */
export const agentDoes = (version: string, ability: AgentAbility): boolean => {
  const { since, until }: Span = spans[ability];
  return compareVersions(version, since) >= 0 && (until === undefined || compareVersions(version, until) < 0);
};
