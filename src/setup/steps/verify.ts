import * as l10n from "@vscode/l10n";
import type { ConsentKind } from "../consent.ts";
import { isPlannedAccount } from "../agent/account.ts";
import { factOf, valueOf, type Fact } from "../values/fact.ts";
import { getServerFacts } from "../operations/server.ts";
import type { AgentFacts } from "../operations/agent.ts";
import { openFindings, type Finding, found, judge, pass, type RuleText } from "../finding.ts";
import type { Attestation } from "../journal.ts";
import type { SetupPlan } from "../plan.ts";
import { openPortal, seenActive, seenActiveBy } from "../portal.ts";
import { CancelledError } from "../problem.ts";
import type { Checked } from "../stepState.ts";
import type { Step, StepContext } from "../step.ts";
import { fixActions, fixing } from "../actions/fixes.ts";
import { proxyNeeded } from "../actions/proxyNeeded.ts";
import { titleOf } from "../stepTitles.ts";

declare module "../step.ts" {
  interface StepNames {
    readonly verify: true;
  }
}

const registrationFound = (agent: Fact<AgentFacts>, plan: SetupPlan): readonly Finding[] => {
  const text: RuleText = {
    rule: "registered",
    why: l10n.t("The registry holds a tenant only when registration has finished."),
    source: "install",
  };
  const what = l10n.t("Registration of the agent");
  return judge(text, what, factOf(agent, "tenantId"), (tenant) =>
    judge(text, what, factOf(agent, "agent"), (service) => {
      const evidence = [
        { name: "TenantID", value: tenant === null || tenant === "" ? l10n.t("missing") : tenant },
        { name: l10n.t("Log-on account"), value: service?.account ?? l10n.t("missing") },
      ];
      return tenant !== null &&
        tenant !== "" &&
        service !== null &&
        isPlannedAccount(service.account, plan.serviceAccount)
        ? pass(text, l10n.t("The agent is registered and runs as its managed account."), evidence)
        : found(text, "fail", l10n.t("The agent is not registered completely."), evidence, {
            kind: "link",
            link: "install",
            whatToDo: l10n.t('Finish the step "{0}".', titleOf("confirm")),
          });
    }),
  );
};

/** The server's side is green, and a person saw the agent active in the portal: the weaker proof of the cloud's side. Pure. */
export const judgeInstallation = (
  agent: Fact<AgentFacts>,
  health: readonly Finding[],
  computer: string,
  plan: SetupPlan,
  said: readonly Attestation[],
): Checked => {
  const findings = [...health, ...registrationFound(agent, plan)];
  if (openFindings(findings, said).length > 0) return { kind: "todo", findings };
  const seen = said.findLast((one) => one.about === "active" && one.computer === computer);
  if (!seen) return { kind: "waiting", forWhat: "person", findings };
  return {
    kind: "done",
    findings,
    proof: [
      ...findings.map(({ verdict, summary }) => ({
        name: verdict === "pass" ? l10n.t("On the server") : l10n.t("On the server, to watch"),
        value: summary,
      })),
      { name: seenActiveBy(plan.cloud), value: `${seen.by}, ${seen.at}` },
    ],
  };
};

const toSeen: ConsentKind = { id: "seenInPortal", given: "button" };

const seenByPerson = async (ctx: StepContext): Promise<void> => {
  const yes = await ctx.ask.consent({
    ...toSeen,
    about: ctx.server.name,
    message: seenActive(ctx.plan.cloud),
    detail: ctx.server.name,
    yes: seenActive(ctx.plan.cloud),
  });
  if (!yes) throw new CancelledError();
  const known = valueOf(await ctx.read(getServerFacts, {}));
  const computer = known?.computer ?? ctx.server.name;
  await ctx.attest({ about: "active", computer });
};

export const verify: Step = {
  id: "verify",
  lines: ["V1", "V2", "V3", "V4", "V5", "V6", "V7"],
  title: () => l10n.t("Verify the agent"),
  introduction: () => [
    l10n.t(
      "Both services must run on the server, the agent under its managed account and in contact with Microsoft's service, and the portal must show it as active.",
    ),
    l10n.t(
      "In the portal: Microsoft Entra Connect (formerly Azure AD Connect), Cloud sync, Agents (formerly Review all agents). It can take 10 to 20 minutes.",
    ),
  ],
  acceptsUnknown: true,
  async check(ctx) {
    const { agentProxy, examineAgent } = await import("../health/assessment.ts");
    const { facts, findings } = await examineAgent(ctx);
    const proxy = [...agentProxy(facts), ...(await proxyNeeded(ctx, facts.agent, facts))];
    return judgeInstallation(
      facts.agent,
      [...findings, ...proxy],
      valueOf(facts.server)?.computer ?? ctx.server.name,
      ctx.plan,
      ctx.attestations,
    );
  },
  ...fixing,
  apply: (ctx, found) =>
    ctx.wants === toSeen.id || (ctx.wants === undefined && found.kind === "waiting")
      ? seenByPerson(ctx)
      : fixing.apply(ctx, found),
  actions: (state, { plan, server, changesShown }) => [
    ...(state.kind === "waiting"
      ? [
          {
            id: "seen",
            label: seenActive(plan.cloud),
            primary: true,
            does: { consent: { ...toSeen, about: server } },
          },
        ]
      : []),
    ...fixActions(state, plan, changesShown),
    { id: "portal", label: openPortal(plan.cloud), does: { link: "portal" } },
  ],
};
