/** How the installed agent is doing. */
import { readTraces } from "./traces.ts";
import { circumstancesOf, type AlsoKnown } from "../diagnosis/circumstances.ts";
import { factOf, valueOf } from "../values/fact.ts";
import { judgeHealth } from "./judgeHealth.ts";
import { agentSettings, autoUpdate, heedingPolicies } from "../preflight/agentSettings.ts";
import { neededFor } from "../preflight/partReadings.ts";
import { readParts } from "../preflight/readParts.ts";
import { networkOf } from "../preflight/wayOut.ts";
import { readEvents } from "../diagnosis/readCircumstances.ts";
import type { StepContext } from "../step.ts";
import { dayBefore } from "../values/time.ts";

/**
 * Findings about the running agent, with the facts that decide between the causes of its errors. The network is tried only
 * where there are errors for it to decide: a probe that gets no answer takes its time.
 */
export const examineAgent = async (ctx: StepContext) => {
  const facts = await readParts(ctx, neededFor.agent);
  const { agent, health, settings } = facts;
  const now = ctx.now();
  const since = valueOf(factOf(health, "startedAt")) ?? dayBefore(now);
  const [traces, events] = await Promise.all([readTraces(ctx, since), readEvents(ctx, since)]);
  const also: AlsoKnown = { plan: ctx.plan, health: valueOf(health), events: valueOf(events) };
  const judged = (more: AlsoKnown = {}) =>
    judgeHealth(agent, health, now, {
      traces,
      known: circumstancesOf(facts, { ...also, ...more }),
    });
  const said = judged();
  const hasErrors = said.some(({ rule, verdict }) => rule === "agentError" && verdict === "warning");
  const explained = hasErrors
    ? judged({ network: networkOf(ctx.plan.cloud, await readParts(ctx, neededFor.wayOut, facts)) })
    : said;
  // An updater that does not run has been found among the services, with its fix.
  const updates = autoUpdate({ agent, settings, on: ctx.server.name }).filter(
    ({ verdict }) => verdict !== "warning",
  );
  return {
    facts,
    findings: [...heedingPolicies(explained, settings), ...agentSettings({ agent, settings }), ...updates],
  };
};
