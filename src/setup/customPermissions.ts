/** What an administrator gives a custom account, where the agent does not. Pure. */
import * as l10n from "@vscode/l10n";
import { grantOf } from "./directoryPermissions.ts";
import type { Finding } from "./finding.ts";
import type { Said, Statement } from "./journal.ts";
import type { AgentFacts, permissionTypes } from "./operations.ts";
import type { SetupPlan } from "./plan.ts";
import { found, judge } from "./preflight/rule.ts";

type Planned = Pick<SetupPlan, "serviceAccount">;

/**
 * Reading, and password hashes: enough to synchronise from the directory to the tenant. Microsoft's list of what a custom
 * account must have ("Prerequisites") asks for more: full control of groups, and creating and deleting users.
 */
export const neededPermissions: readonly (typeof permissionTypes)[number][] = [
  "BasicRead",
  "PasswordHashSync",
];

/** The account a statement about permissions is for: the custom one's name, empty for the created one. */
const accountOf = ({ serviceAccount }: Planned): string =>
  serviceAccount?.kind === "custom" ? (serviceAccount.name ?? "").toLowerCase() : "";

/** What is said once the planned account has its permissions. */
export const permissionsStatement = (plan: Planned, how: "cmdlet" | "hand"): Statement => ({
  about: "permissions",
  types: [...neededPermissions],
  account: accountOf(plan),
  how,
});

/** Who gave the planned account its permissions, or said so; what was said of another account does not count. */
export const permissionsGiven = (plan: Planned, said: readonly Said[]): Said | undefined =>
  said.findLast(
    (one) => one.about === "permissions" && (one.account === undefined || one.account === accountOf(plan)),
  );

const module =
  "'C:\\Program Files\\Microsoft Azure AD Connect Provisioning Agent\\Microsoft.CloudSync.PowerShell.dll'";

/** A warning with the documented cmdlet, where the agent leaves a custom account's permissions to its administrator. */
export const customPermissions = (
  agent: AgentFacts,
  plan: Pick<SetupPlan, "serviceAccount" | "registration">,
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
            text: neededPermissions
              .map((type) => `Set-AADCloudSyncPermissions -PermissionType ${type} -EACredential $admin`)
              .reduce(
                (all, one) => `${all}; ${one}`,
                `Import-Module ${module}; $admin = Get-Credential -Message 'Enterprise Admin'`,
              ),
          },
        );
  });
};
