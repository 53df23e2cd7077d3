/** Since 1.1.2334.0 nothing gives a custom account its permissions but an administrator (version release history). Pure. */
import * as l10n from "@vscode/l10n";
import { agentDoes } from "./agentVersions.ts";
import { valueOf } from "./fact.ts";
import type { Finding } from "./finding.ts";
import type { Said } from "./journal.ts";
import type { AgentFacts } from "./operations.ts";
import type { SetupPlan } from "./plan.ts";
import { found } from "./preflight/rule.ts";

const module =
  "'C:\\Program Files\\Microsoft Azure AD Connect Provisioning Agent\\Microsoft.CloudSync.PowerShell.dll'";

/** A warning with the documented cmdlet, until somebody gave the permissions by it. */
export const customPermissions = (
  agent: AgentFacts,
  plan: SetupPlan,
  said: readonly Said[],
): readonly Finding[] => {
  const version = valueOf(agent.version);
  const { serviceAccount } = plan;
  const given = said.some(({ about }) => about === "permissions");
  if (serviceAccount?.kind !== "custom" || given || !version) return [];
  if (!valueOf(agent.tenantId) || !agentDoes(version, "leavesCustomPermissions")) return [];
  return found(
    {
      rule: "customPermissions",
      why: l10n.t("Without them the agent reads nothing, and the configuration goes into quarantine."),
      source: "permissions",
    },
    "warning",
    l10n.t("Agent {0} gives a custom account no permissions: they are yours to give.", version),
    [{ name: l10n.t("Account"), value: serviceAccount.name ?? "" }],
    {
      kind: "command",
      runOn: l10n.t("the server, in Windows PowerShell as administrator"),
      text: ["BasicRead", "PasswordHashSync"]
        .map((type) => `Set-AADCloudSyncPermissions -PermissionType ${type} -EACredential $admin`)
        .reduce(
          (all, one) => `${all}; ${one}`,
          `Import-Module ${module}; $admin = Get-Credential -Message 'Enterprise Admin'`,
        ),
    },
  );
};
