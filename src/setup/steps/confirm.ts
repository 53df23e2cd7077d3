import * as l10n from "@vscode/l10n";
import type { ConsentKind } from "../consent.ts";
import { valueOf, type Fact } from "../values/fact.ts";
import type { Finding } from "../finding.ts";
import { getAgentFacts, type AgentFacts } from "../operations/agent.ts";
import { planSchema, wrongIn } from "../plan.ts";
import { CancelledError, ProblemError } from "../problem.ts";
import { hasBegunAgain } from "../agent/registeredAgain.ts";
import { judgeRegistration } from "../agent/registration.ts";
import type { StepState } from "../stepState.ts";
import type { FormContext, Step, StepContext } from "../step.ts";
import { proxyNeeded } from "../actions/proxyNeeded.ts";
import { moduleOf, registerAgainLabel } from "../actions/register.ts";
import {
  look,
  registerAgain,
  registerNow,
  registrationChanges,
  toRegisterAgain,
  type SeenRegistration,
} from "../actions/renewRegistration.ts";
import { registeringForm } from "../actions/registrationForm.ts";
import { listedFirst } from "../actions/listedFirst.ts";
import { wizardProgram } from "../values/agentNames.ts";
import { titleOf } from "../stepTitles.ts";

declare module "../step.ts" {
  interface StepNames {
    readonly confirm: true;
  }
}

const isOpen = (programs: Fact<readonly string[]>): boolean =>
  valueOf(programs)?.some((name) => name.toLowerCase() === wizardProgram.toLowerCase()) ?? false;

/** Registering without the proxy that the site needs ends in a time-out. It is set in another step. */
const withoutProxy = async (ctx: StepContext, agent: AgentFacts): Promise<readonly Finding[]> =>
  (await proxyNeeded(ctx, { value: agent })).map((found) =>
    found.verdict === "unknown"
      ? found
      : {
          ...found,
          verdict: "warning",
          fix: {
            kind: "link",
            link: "proxy",
            whatToDo: l10n.t(
              'Set it in the step "{0}" first: without it, registering ends in a time-out.',
              titleOf("install"),
            ),
          },
        },
  );

/** What is agreed to where the tenant is: it, and every domain of the plan. */
const toTenant: ConsentKind = { id: "tenant", given: "button" };
const toKeep: ConsentKind = { id: "registrationKept", given: "button" };

const accepted = (tenant: string, { domains }: StepContext["plan"]): string =>
  l10n.t("Accept tenant {0} and {1}", tenant, domains.map(({ name }) => name).join(", "));

const accept = async (
  ctx: StepContext,
  { tenant, domainsKnown, isRegistered }: SeenRegistration,
): Promise<void> => {
  if (tenant === undefined || !isRegistered) return;
  if (wrongIn(planSchema.entries.tenant, tenant) !== undefined)
    throw new ProblemError({
      code: "notReady",
      happened: l10n.t("{0} names as its tenant what is no tenant id: {1}", ctx.server.name, tenant),
      means: l10n.t("Nothing was accepted. The agent's registration on the server is damaged."),
      next: [l10n.t("Register the agent again, or look at the TenantID in the agent's registry key.")],
    });
  const text = accepted(tenant, ctx.plan);
  const yes = await ctx.ask.consent({ ...toTenant, about: text, message: text, detail: "", yes: text });
  if (!yes) throw new CancelledError();
  await ctx.answer((plan) => ({ ...plan, tenant }));
  if (!domainsKnown)
    await ctx.attest({
      about: "domains",
      domains: ctx.plan.domains.map(({ name }) => name),
      seenIn: "wizard",
    });
};

const keepIt = (): string => l10n.t("Go on with the registration as it is");

const keep = async (ctx: StepContext): Promise<void> => {
  const text = keepIt();
  const about = ctx.server.name;
  const yes = await ctx.ask.consent({
    ...toKeep,
    about,
    message: text,
    detail: about,
    yes: text,
  });
  if (!yes) throw new CancelledError();
  await ctx.attest({ about: "registeredAgain", seenIn: "person" });
};

/** What was registered already is registered again only after a yes that says so. */
const goOn = async (ctx: StepContext): Promise<void> => {
  if (ctx.wants === toKeep.id) return keep(ctx);
  if (ctx.wants === toRegisterAgain.id) return registerAgain(ctx);
  const seen = await look(ctx);
  if (ctx.wants === toTenant.id) return accept(ctx, seen);
  if (!seen.isRegistered) return registerNow(ctx, seen);
  return seen.mustAgain ? registerAgain(ctx) : accept(ctx, seen);
};

const has = ({ findings }: StepState, rule: string, verdict?: string): boolean =>
  findings.some((one) => one.rule === rule && (verdict === undefined || one.verdict === verdict));

/** The buttons. What was registered already is registered again only by the button that says so. */
const actionsFor = (
  state: StepState,
  { changesShown, facts, plan, server }: FormContext & { readonly changesShown: boolean },
): ReturnType<Step["actions"]> => {
  const agent = facts.last(getAgentFacts);
  const tenant = (agent && valueOf(agent.tenantId)) ?? "";
  const isRegistered = tenant !== "" && has(state, "serviceLogOn", "pass");
  const isOpenAgain = has(state, "registeredAgain");
  const toAccept = isRegistered && state.kind !== "done" && !isOpenAgain && !has(state, "certificate");
  // While the wizard is open, the way on is in the wizard.
  const isNext = !toAccept && state.kind !== "done" && state.kind !== "waiting";
  return [
    ...(toAccept
      ? [
          {
            id: "accept",
            label: accepted(tenant, plan),
            primary: true,
            does: { consent: { ...toTenant, about: accepted(tenant, plan) } },
          },
        ]
      : []),
    ...listedFirst(
      isRegistered
        ? {
            id: "again",
            label: registerAgainLabel(),
            does: { consent: { ...toRegisterAgain, about: server } },
          }
        : { label: titleOf("confirm") },
      { changesShown, isNext },
    ),
    ...(isOpenAgain
      ? [
          {
            id: "settle",
            label: keepIt(),
            does: { consent: { ...toKeep, about: server } },
          },
        ]
      : []),
    { id: "check", label: l10n.t("Check again"), does: "check" },
  ];
};

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
  form: registeringForm,
  async check(ctx) {
    const seen = await look(ctx);
    const { agent, findings, proof } = seen;
    if (seen.tenantAccepted && seen.accountRight && seen.domainsKnown && !seen.mustAgain) {
      const left = valueOf(agent.setupPrograms) ?? [];
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
    if (isOpen(agent.setupPrograms) && (!seen.isRegistered || seen.mustAgain))
      return { kind: "waiting", forWhat: "wizard", findings };
    // What the installed agent can do decides which ways are offered.
    if (valueOf(agent.agent)) await moduleOf(ctx, agent);
    return { kind: "todo", findings: [...findings, ...(await withoutProxy(ctx, agent))] };
  },
  async stillWaits({ run, plan, attestations }) {
    const agent = await run(getAgentFacts, {});
    const { tenant, accountRight } = judgeRegistration(agent, { unread: "" }, plan, attestations);
    return (
      isOpen(agent.setupPrograms) && (tenant === undefined || !accountRight || hasBegunAgain(attestations))
    );
  },
  changes: registrationChanges,
  apply: goOn,
  actions: actionsFor,
};
