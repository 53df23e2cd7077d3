/** Registering with the plan as it is, for the first time or once more: what is seen, what would change, and the yes that it needs. */
import * as l10n from "@vscode/l10n";
import { beginsAgain, judgeAgain } from "../agent/registeredAgain.ts";
import { judgeRegistration } from "../agent/registration.ts";
import type { Change } from "../change.ts";
import type { ConsentKind } from "../consent.ts";
import { certificateFound } from "../health/certificate.ts";
import { getAgentFacts, getAgentHealth, type AgentHealth } from "../operations/agent.ts";
import { getRegisteredDomains } from "../operations/registering.ts";
import { planDoubts } from "../plans/names.ts";
import { CancelledError } from "../problem.ts";
import type { StepContext } from "../step.ts";
import { factOf, valueOf, type Fact } from "../values/fact.ts";
import { declaredChanges } from "./declaredChanges.ts";
import { explainingCmdlets } from "./explaining.ts";
import { ready, register, registerAgainLabel, serverDomainOf } from "./register.ts";

/** What the server shows of the registration, against the plan. */
export const look = async (ctx: StepContext) => {
  const agent = await ctx.run(getAgentFacts, {});
  const listed: Fact<readonly string[]> = valueOf(agent.tenantId)
    ? factOf(await ctx.read(getRegisteredDomains, {}), "domains")
    : { unread: l10n.t("The agent is not registered.") };
  const judged = judgeRegistration(agent, listed, ctx.plan, ctx.attestations);
  const isRegistered = judged.tenant !== undefined && judged.accountRight;
  const certificates: AgentHealth["certificates"] = isRegistered
    ? factOf(await ctx.read(getAgentHealth, {}), "certificates")
    : { value: [] };
  const again = judgeAgain(ctx.attestations, certificates);
  const ended = certificateFound({ certificates }, ctx.now()).filter(({ verdict }) => verdict === "fail");
  return {
    ...judged,
    agent,
    // The domains of an agent that is not registered are none; those of another are what could be read.
    listed: valueOf(agent.tenantId) ? valueOf(listed) : [],
    certificates,
    isRegistered,
    /** Registered, and to be registered again before it counts. */
    mustAgain: again.isOpen || ended.length > 0,
    findings: [...planDoubts(ctx.plan), ...judged.findings, ...again.findings, ...ended],
    proof: [...judged.proof, ...again.proof],
  };
};
export type SeenRegistration = Awaited<ReturnType<typeof look>>;

/** The yes to registering what is registered: to the list, and in a box of its own. */
export const toRegisterAgain: ConsentKind = { id: "registerAgain", given: "box", withList: true };

/** What registering changes, as the documents say it. @throws ProblemError `notReady` */
export const registrationChanges = async (ctx: StepContext): Promise<readonly Change[]> => {
  await ready(ctx);
  const serverDomain = await serverDomainOf(ctx);
  return declaredChanges(ctx.server.place, ctx.plan, {
    program: "registration",
    ...(await look(ctx)),
    ...(serverDomain === undefined ? {} : { serverDomain }),
  });
};

/** Registers, and where the agent was registered already, keeps what shows afterwards whether it was done again. */
export const registerNow = async (ctx: StepContext, seen: SeenRegistration): Promise<void> => {
  const module = await ready(ctx);
  const isDone = await explainingCmdlets(ctx, () =>
    register(ctx, module, {
      seenTenant: valueOf(seen.agent.tenantId) ?? null,
      begin: async () => {
        if (seen.isRegistered) await ctx.attest(beginsAgain(seen.certificates));
      },
    }),
  );
  if (isDone && seen.isRegistered && ctx.plan.registrationMethod !== "wizard")
    await ctx.attest({ about: "registeredAgain", seenIn: "cmdlets" });
};

export const registerAgain = async (ctx: StepContext): Promise<void> => {
  await ready(ctx);
  const yes = await ctx.ask.consent({
    ...toRegisterAgain,
    about: ctx.server.name,
    message: l10n.t("Register the agent on {0} again?", ctx.server.name),
    detail: l10n.t(
      "Account and domains are found and kept, and the service restarts. Until it runs again, nothing is synchronised by this agent.",
    ),
    yes: registerAgainLabel(),
  });
  if (!yes) throw new CancelledError();
  await registerNow(ctx, await look(ctx));
};
