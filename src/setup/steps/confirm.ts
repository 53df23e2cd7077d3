import * as l10n from "@vscode/l10n";
import { plannedAccountName } from "../agentAccount.ts";
import type { Change } from "../change.ts";
import { customPermissions } from "../customPermissions.ts";
import { valueOf, type Fact } from "../fact.ts";
import { getAgentFacts, getRegisteredDomains } from "../operations.ts";
import { explain } from "../explain.ts";
import { planSchema, wrongIn } from "../plan.ts";
import { ProblemError } from "../problem.ts";
import { judgeRegistration } from "../registration.ts";
import type { Known, Step, StepContext } from "../step.ts";
import { byCredential, byWizard, ready } from "./registering.ts";

const wizardFile = "AADConnectProvisioningAgentWizard.exe";

const isOpen = (programs: Fact<readonly string[]>): boolean =>
  valueOf(programs)?.some((name) => name.toLowerCase() === wizardFile.toLowerCase()) ?? false;

/** What the server shows of the registration, against the plan. */
const look = async (ctx: StepContext) => {
  const agent = await ctx.run(getAgentFacts, {});
  const registered = valueOf(agent.tenantId);
  const listed: Fact<readonly string[]> = registered
    ? (await ctx.run(getRegisteredDomains, {})).domains
    : { unread: l10n.t("The agent is not registered.") };
  const judged = judgeRegistration(agent, listed, ctx.plan, ctx.said);
  return {
    agent,
    wizardOpen: isOpen(agent.setupPrograms),
    ...judged,
    findings: [...judged.findings, ...customPermissions(agent, ctx.plan, ctx.said)],
  };
};

const accept = async (ctx: StepContext): Promise<void> => {
  const { tenant, domainsKnown } = await look(ctx);
  if (tenant === undefined) return;
  await ctx.answer((plan) => ({ ...plan, tenant }));
  if (!domainsKnown)
    await ctx.say({ about: "domains", domains: ctx.plan.domains.map(({ name }) => name), seenIn: "wizard" });
};

const accountForm = ({ plan }: Known) =>
  plan.registration === "credential"
    ? [
        {
          kind: "text" as const,
          id: "account",
          label: l10n.t("Microsoft Entra account"),
          help: l10n.t(
            "Hybrid Identity Administrator (formerly: Global Administrator), without a second factor. The password is asked for when it is needed.",
          ),
          placeholder: "admin@contoso.onmicrosoft.com",
          value: plan.account ?? "",
          wrong: (account: string) => wrongIn(planSchema.entries.account, account),
          set: (before: typeof plan, account: string) => ({ ...before, account }),
        },
      ]
    : [];

export const confirm: Step = {
  id: "confirm",
  lines: ["9", "15", "16", "17"],
  title: () => l10n.t("Confirm and register"),
  introduction: () => [
    l10n.t("First every change is listed. Nothing changes without your confirmation."),
    l10n.t(
      "The agent's own wizard signs in with any second factor your tenant asks for. Registering by credential works for accounts without one.",
    ),
  ],
  form: (known) => [
    {
      kind: "choice",
      id: "registration",
      label: l10n.t("How to register"),
      options: [
        {
          value: "wizard",
          label: l10n.t("The agent's wizard"),
          detail: l10n.t("Opens on this desktop and is watched until the registration appears."),
        },
        {
          value: "credential",
          label: l10n.t("Credential"),
          detail: l10n.t(
            "Asks for the Entra account's and the domain administrator's password now, and keeps neither.",
          ),
        },
      ],
      value: known.plan.registration,
      set: (plan, value) => ({ ...plan, registration: value === "credential" ? "credential" : "wizard" }),
    },
    ...accountForm(known),
    ...(known.plan.registration === "wizard"
      ? [
          {
            kind: "readOnly" as const,
            id: "answers",
            label: l10n.t("Answers for the wizard"),
            value: [
              l10n.t("Select extension: HR-driven provisioning / cloud sync"),
              known.plan.serviceAccount?.kind === "custom"
                ? l10n.t(
                    "Configure Service Account: use custom gMSA, {0}",
                    plannedAccountName(known.plan.serviceAccount),
                  )
                : l10n.t("Configure Service Account: create gMSA"),
              ...known.plan.domains.map(({ name, administrator }) =>
                l10n.t("Connect Active Directory: add {0} as {1}", name, administrator ?? ""),
              ),
            ].join("\n"),
          },
        ]
      : []),
  ],
  async check(ctx) {
    const seen = await look(ctx);
    const { findings, proof } = seen;
    if (seen.tenantAccepted && seen.accountRight && seen.domainsKnown) {
      const left = valueOf(seen.agent.setupPrograms) ?? [];
      return {
        kind: "done",
        findings,
        proof: [
          ...proof,
          ...(left.length > 0
            ? [{ name: l10n.t("Still open on the server; close it"), value: left.join(", ") }]
            : []),
        ],
      };
    }
    if (seen.wizardOpen && !(seen.tenant !== undefined && seen.accountRight))
      return { kind: "waiting", forWhat: "wizard", pollMs: 2000, findings };
    return { kind: "todo", findings };
  },
  async changes(ctx) {
    await ready(ctx);
    const { agent, tenant } = await look(ctx);
    const { plan, server } = ctx;
    const on = server.name;
    const account = plannedAccountName(plan.serviceAccount);
    const changes: Change[] = [
      {
        on: plan.domains[0]?.name ?? on,
        target:
          plan.serviceAccount?.kind === "custom"
            ? l10n.t("Custom gMSA {0}: used as it is", account)
            : l10n.t("gMSA {0}: created, or found and allowed for this server", account),
        before: null,
        after: account,
      },
      {
        on,
        target: l10n.t("Log-on account of the agent's service"),
        before: valueOf(agent.agent)?.account ?? null,
        after: account,
      },
      {
        on: l10n.t("the tenant"),
        target: l10n.t("Registered agent"),
        before: tenant ?? null,
        after: plan.tenant ?? l10n.t("the tenant of the account that signs in"),
      },
      ...plan.domains.map(({ name }) => ({
        on: l10n.t("the tenant"),
        target: l10n.t("Domain of the agent"),
        before: null,
        after: name,
      })),
      {
        on,
        target: l10n.t("The agent's service"),
        before: valueOf(agent.agent)?.state ?? null,
        after: l10n.t("restarted"),
      },
    ];
    return changes;
  },
  async apply(ctx) {
    await ready(ctx);
    const since = ctx.now();
    try {
      await (ctx.plan.registration === "credential" ? byCredential(ctx) : byWizard(ctx));
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.code !== "operationFailed") throw error;
      const { problem } = error;
      throw await explain(
        ctx,
        problem,
        { text: problem.raw ?? problem.happened },
        { during: "register", since },
      );
    }
  },
  actions: (state, { changesShown, tenant, plan }) => {
    const registered = state.findings.some(
      ({ rule, verdict }) => rule === "serviceLogOn" && verdict === "pass",
    );
    const toAccept = registered && tenant !== undefined && state.kind !== "done";
    return [
      ...(toAccept
        ? [
            {
              id: "accept",
              label: l10n.t(
                "Accept tenant {0} and {1}",
                tenant,
                plan.domains.map(({ name }) => name).join(", "),
              ),
              primary: true,
              does: accept,
            },
          ]
        : []),
      {
        id: "changes",
        label: l10n.t("Show what will change"),
        primary: !changesShown && !toAccept && state.kind !== "done",
        does: "changes",
      },
      {
        id: "apply",
        label: l10n.t("Confirm and register"),
        primary: changesShown && !toAccept,
        disabled: !changesShown,
        does: "apply",
      },
      { id: "check", label: l10n.t("Check again"), does: "check" },
    ];
  },
};
