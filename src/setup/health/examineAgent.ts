/** How the installed agent is doing. */
import { readTraces } from "./traces.ts";
import { circumstancesOf, type AlsoKnown } from "../diagnosis/circumstances.ts";
import { valueOf } from "../values/fact.ts";
import { judgeHealth } from "./judgeHealth.ts";
import { readNetwork } from "../network/read.ts";
import { getAgentHealth } from "../operations/agent.ts";
import { getAgentSettings } from "../operations/settings.ts";
import { agentSettings, autoUpdate, heedingPolicies } from "../preflight/agentSettings.ts";
import { readDecidingFacts, readEvents } from "../diagnosis/readCircumstances.ts";
import type { StepContext } from "../step.ts";
import { dayBefore } from "../values/time.ts";

/**
 * Findings about the running agent, with the facts that decide between the causes of its errors. The network is tried only
 * where there are errors for it to decide: a probe that gets no answer takes its time.
 */
export const examineAgent = async (ctx: StepContext) => {
  const facts = await readDecidingFacts(ctx);
  const health = await ctx.run(getAgentHealth, {});
  const settings = await ctx.run(getAgentSettings, {});
  const now = ctx.now();
  const since = valueOf(health.startedAt) ?? dayBefore(now);
  const traces = await readTraces(ctx, since);
  const also: AlsoKnown = { plan: ctx.plan, health, events: await readEvents(ctx, since) };
  const judged = (more: AlsoKnown = {}) =>
    judgeHealth(facts.agent, health, now, {
      traces,
      known: circumstancesOf(facts, { ...also, ...more }),
    });
  const said = judged();
  const hasErrors = said.some(({ rule, verdict }) => rule === "agentError" && verdict === "warning");
  const explained = hasErrors ? judged({ network: await readNetwork(ctx, facts.configuration) }) : said;
  const installed = { agent: facts.agent, settings };
  // An updater that does not run has been found among the services, with its fix.
  const updates = autoUpdate(installed, facts.server.computer).filter(({ verdict }) => verdict !== "warning");
  return {
    facts,
    findings: [...heedingPolicies(explained, settings), ...agentSettings(installed), ...updates],
  };
};
