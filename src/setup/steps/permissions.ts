import * as l10n from "@vscode/l10n";
import { agentDoes } from "../agentVersions.ts";
import { valueOf } from "../fact.ts";
import type { Finding } from "../finding.ts";
import { getAgentCmdlets, getAgentFacts, setAgentPermissions, type permissionTypes } from "../operations.ts";
import { CancelledError, ProblemError } from "../problem.ts";
import type { Step, StepContext } from "../step.ts";

/** Reading, and password hashes: what every configuration needs. */
const types: readonly (typeof permissionTypes)[number][] = ["BasicRead", "PasswordHashSync"];
const cmdlet = "Set-AADCloudSyncPermissions";

const unchecked = (about: string): Finding => ({
  rule: "permissions",
  about,
  summary: l10n.t("The account's permissions were not checked in the directory."),
  evidence: [{ name: l10n.t("Permission sets"), value: types.join(", ") }],
  why: l10n.t("Without them the agent reads nothing, and the configuration goes into quarantine."),
  source: "permissions",
  verdict: "unknown",
  unread: l10n.t("This version does not look into the directory."),
});

const offered = async ({ run }: StepContext): Promise<boolean> =>
  valueOf((await run(getAgentCmdlets, {})).cmdlets)?.some(({ name }) => name === cmdlet) ?? false;

/**
 * Permissions of the service account. An installer gives them to an account that it creates; to a custom one it gives
 * none since 1.1.2334.0, and none for newer features after an upgrade.
 */
export const permissions: Step = {
  id: "permissions",
  lines: [],
  title: () => l10n.t("Give the account its permissions"),
  introduction: () => [
    l10n.t(
      "Reading the directory and its password hashes, by Microsoft's own cmdlet. Needed for a custom account, and for any account after an upgrade.",
    ),
    l10n.t("The password of an Enterprise Admin is asked for when it is needed, and is not kept."),
  ],
  async check(ctx) {
    const agent = await ctx.run(getAgentFacts, {});
    const version = valueOf(agent.version) ?? "";
    if (!valueOf(agent.tenantId)) return { kind: "todo", findings: [] };
    const domains = ctx.plan.domains.map(({ name }) => name);
    const given = ctx.said.findLast((one) => one.about === "permissions");
    if (given)
      return {
        kind: "answered",
        findings: [unchecked(domains.join(", "))],
      };
    const byInstaller =
      ctx.plan.serviceAccount?.kind !== "custom" || !agentDoes(version, "leavesCustomPermissions");
    return { kind: "todo", findings: byInstaller ? [unchecked(domains.join(", "))] : [] };
  },
  changes: (ctx) =>
    Promise.resolve(
      types.map((type) => ({
        on: ctx.plan.domains.map(({ name }) => name).join(", "),
        target: l10n.t("Permissions of the service account"),
        before: null,
        after: type,
      })),
    ),
  async apply(ctx) {
    if (!(await offered(ctx)))
      throw new ProblemError({
        code: "notReady",
        happened: l10n.t("The installed agent has no cmdlet {0}.", cmdlet),
        means: l10n.t("Nothing was changed."),
        next: [l10n.t("Upgrade the agent, or give the permissions by hand as Microsoft's page says.")],
      });
    const credential = await ctx.ask.credential({
      title: l10n.t("Enterprise Admin"),
      user: ctx.plan.domains[0]?.administrator ?? "",
      prompt: l10n.t("Gives the permissions in every configured domain."),
    });
    if (!credential) throw new CancelledError();
    await ctx.run(
      setAgentPermissions,
      { types: [...types], domain: "" },
      { secrets: { EnterpriseCredential: [credential] } },
    );
    await ctx.say({ about: "permissions", types: [...types] });
  },
  actions: (state, { changesShown }) => [
    {
      id: "changes",
      label: l10n.t("Show what will change"),
      primary: !changesShown && state.kind === "todo",
      does: "changes",
    },
    {
      id: "apply",
      label: l10n.t("Give the permissions"),
      primary: changesShown && state.kind === "todo",
      disabled: !changesShown,
      does: "apply",
    },
    { id: "check", label: l10n.t("Check again"), does: "check" },
  ],
};
