/** A custom account whose permissions are its administrator's to give. Pure. */
import * as l10n from "@vscode/l10n";
import { grantOf } from "../agent/directoryPermissions.ts";
import { plannedGiver, plannedTypes } from "../agent/permissionPlan.ts";
import { found, judge, type Finding } from "../finding.ts";
import type { AgentFacts } from "../operations/agent.ts";
import type { SetupPlan } from "../plan.ts";
import { quotedForPowerShell } from "../text/quoting.ts";

const module =
  "'C:\\Program Files\\Microsoft Azure AD Connect Provisioning Agent\\Microsoft.CloudSync.PowerShell.dll'";

const forForest = (types: readonly string[]): string =>
  [
    "$admin = Get-Credential -Message 'Enterprise Admin'",
    ...types.map((type) => `Set-AADCloudSyncPermissions -PermissionType ${type} -EACredential $admin`),
  ].join("; ");

const forDomain = (domain: string, types: readonly string[]): string =>
  [
    `$admin = Get-Credential -Message ${quotedForPowerShell(domain)}`,
    ...types.map(
      (type) =>
        `Set-AADCloudSyncPermissions -PermissionType ${type} -TargetDomain ${quotedForPowerShell(domain)} -TargetDomainCredential $admin`,
    ),
  ].join("; ");

/** The documented cmdlet for each type, as the plan wants them given (Microsoft, "gMSA PowerShell cmdlets"). */
const commandsFor = (plan: Pick<SetupPlan, "domains" | "permissions">): string => {
  const types = plannedTypes(plan);
  const each =
    plannedGiver(plan) === "enterpriseAdmin" || plan.domains.length === 0
      ? [forForest(types)]
      : plan.domains.map(({ name }) => forDomain(name, types));
  return [`Import-Module ${module}`, ...each].join("; ");
};

/** A warning with the documented cmdlet, where the agent leaves a custom account's permissions to its administrator. */
export const customPermissions = (
  agent: AgentFacts,
  plan: Pick<SetupPlan, "serviceAccount" | "registrationMethod" | "domains" | "permissions">,
): readonly Finding[] => {
  const { serviceAccount } = plan;
  if (serviceAccount?.kind !== "custom") return [];
  const text = {
    rule: "customPermissions",
    why: l10n.t("Without them the agent reads nothing, and the configuration goes into quarantine."),
    source: "permissions",
  } as const;
  return judge(text, l10n.t("Version of the agent"), agent.version, (version) => {
    const grant = grantOf(plan, version);
    return version === null || grant === "all"
      ? []
      : found(
          text,
          "warning",
          grant === "none"
            ? l10n.t("Agent {0} gives a custom account no permissions: they are yours to give.", version)
            : l10n.t(
                "Where its wizard was told that the custom gMSA has its permissions, agent {0} gave none: they are yours to give.",
                version,
              ),
          [{ name: l10n.t("Account"), value: serviceAccount.name ?? "" }],
          {
            kind: "command",
            runOn: l10n.t("the server, in Windows PowerShell as administrator"),
            text: commandsFor(plan),
          },
        );
  });
};
