import * as l10n from "@vscode/l10n";
import { fixActions, fixing } from "../actions/fixes.ts";
import { isPlannedAccount, plannedAccountName } from "../agent/account.ts";
import { permissionsEverywhere, permissionsGiven } from "../agent/permissions.ts";
import { valueOf } from "../values/fact.ts";
import { getAgentFacts } from "../operations/agent.ts";
import { getServerFacts, joinedDomain } from "../operations/server.ts";
import { serviceAccountPlan, wrongIn } from "../plan.ts";
import { serviceAccountDoubts } from "../plans/names.ts";
import type { Step } from "../step.ts";

declare module "../step.ts" {
  interface StepNames {
    readonly serviceAccount: true;
  }
}

export const serviceAccount: Step = {
  id: "serviceAccount",
  lines: ["G1", "10"],
  title: () => l10n.t("Choose the service account"),
  introduction: () => [
    l10n.t(
      "The agent runs as a group managed service account (gMSA): Windows manages its password and its service principal names, it can be delegated and used on several servers. Microsoft recommends it.",
    ),
    l10n.t("A created account is called provAgentgMSA; its log-on name begins with pGMSA_."),
  ],
  form: ({ plan, attestations }) => {
    const chosen = plan.serviceAccount;
    return [
      {
        kind: "choice",
        id: "kind",
        label: l10n.t("Service account"),
        options: [
          {
            value: "create",
            label: l10n.t("Create the gMSA"),
            detail: l10n.t(
              "Recommended. An existing one of this server's domain is found and used. It gets every permission there is, reading all password hashes among them.",
            ),
          },
          {
            value: "custom",
            label: l10n.t("Use a custom gMSA"),
            detail: l10n.t(
              "Prepared by you. It keeps to the permissions you gave it only by the cmdlet from agent 1.1.2334.0 on, or by the wizard from 1.1.2505.0 on where you tell it so; else it gets every permission, too.",
            ),
          },
        ],
        value: chosen?.kind ?? "",
        set: (before, value) => ({
          ...before,
          serviceAccount: value === "custom" ? { kind: "custom" } : { kind: "create" },
        }),
      },
      ...(chosen?.kind === "custom"
        ? [
            {
              kind: "text" as const,
              id: "name",
              label: l10n.t("Name of the custom gMSA"),
              placeholder: "provAgent01$",
              value: chosen.name ?? "",
              wrong: (name: string) => wrongIn(serviceAccountPlan, { kind: "custom", name }),
              set: (before: typeof plan, name: string) => ({
                ...before,
                serviceAccount: { kind: "custom" as const, name },
              }),
            },
          ]
        : []),
      ...(chosen?.kind === "custom" && chosen.name !== undefined
        ? [
            {
              kind: "agreement" as const,
              id: "permissions",
              label: l10n.t("{0} has its permissions in every domain", chosen.name),
              text: l10n.t(
                "Say so where an administrator gave the account its permissions already: registering by cmdlets then needs no Domain Admin from agent 1.1.2505.0 on. Else the step after the registration gives them.",
              ),
              link: "permissions" as const,
              linkLabel: l10n.t("Read which permissions"),
              accepted: permissionsGiven(plan, attestations),
              statement: permissionsEverywhere(plan),
            },
          ]
        : []),
    ];
  },
  checksAnswers: true,
  async check(ctx) {
    const { run, plan } = ctx;
    const chosen = plan.serviceAccount;
    if (!chosen || (chosen.kind === "custom" && chosen.name === undefined))
      return { kind: "todo", findings: [] };
    const doubts = serviceAccountDoubts(plan);
    const account = valueOf((await run(getAgentFacts, {})).agent)?.account;
    if (account !== undefined && isPlannedAccount(account, chosen))
      return {
        kind: "done",
        findings: doubts,
        proof: [{ name: l10n.t("The agent's service runs as"), value: account }],
      };
    const { accountChecked } = await import("../health/assessment.ts");
    return accountChecked(ctx, plannedAccountName(chosen));
  },
  /** The key alone: what else there is does not end this wait. */
  async stillWaits(ctx) {
    const domain = joinedDomain(await ctx.run(getServerFacts, {}));
    const { keyIsYoung } = await import("../health/assessment.ts");
    return domain !== undefined && keyIsYoung(ctx, domain);
  },
  ...fixing,
  actions: (state, { changesShown, plan }) => fixActions(state, plan, changesShown),
};
