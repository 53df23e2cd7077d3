/** Reads from a server what decides between the causes of an error. */
import type { AlsoKnown } from "./circumstances.ts";
import { readNetwork } from "../network/read.ts";
import {
  getAgentConfiguration,
  getAgentFacts,
  getAgentHealth,
  getDecidingEvents,
} from "../operations/agent.ts";
import { getLogonRightFacts } from "../operations/rights.ts";
import { getPolicyFacts, getServerFacts } from "../operations/server.ts";
import { getWindowsFacts } from "../operations/windows.ts";
import type { StepContext } from "../step.ts";
import { elapsedMs, type Time } from "../values/time.ts";

/** The facts of the rules that decide between causes. */
export const readDecidingFacts = async ({ run }: Pick<StepContext, "run">) => ({
  server: await run(getServerFacts, {}),
  policy: await run(getPolicyFacts, {}),
  windows: await run(getWindowsFacts, {}),
  agent: await run(getAgentFacts, {}),
  rights: await run(getLogonRightFacts, {}),
  configuration: await run(getAgentConfiguration, {}),
});
export type DecidingFacts = Awaited<ReturnType<typeof readDecidingFacts>>;

/** Events come a moment late, and clocks differ. */
const marginSeconds = 60;
/** No longer ago than the operation takes. */
const mostSeconds = 100 * 86_400;

/**
 * The deciding events since a moment. In seconds until now, because the server's clock may be another one; all there are
 * where it is no moment.
 */
export const readEvents = ({ run, now }: Pick<StepContext, "run" | "now">, since: Time) => {
  const elapsed = Math.max(0, Math.ceil(elapsedMs(since, now()) / 1000)) + marginSeconds;
  return run(getDecidingEvents, {
    seconds: Number.isNaN(elapsed) ? mostSeconds : Math.min(mostSeconds, elapsed),
  });
};

/** What can be read, or nothing: after a failure, the failure itself must still be told. */
const attempt = async <T>(read: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await read();
  } catch {
    return undefined;
  }
};

/** After a failure that began at `since`: whatever can still be read; the network only where the failure may lie there. */
export const readAfterFailure = async (
  ctx: StepContext,
  since: Time,
  withNetwork: boolean,
): Promise<{ readonly facts: DecidingFacts; readonly also: AlsoKnown } | undefined> => {
  const facts = await attempt(() => readDecidingFacts(ctx));
  if (!facts) return undefined;
  return {
    facts,
    also: {
      plan: ctx.plan,
      events: await attempt(() => readEvents(ctx, since)),
      health: await attempt(() => ctx.run(getAgentHealth, {})),
      network: withNetwork ? await attempt(() => readNetwork(ctx, facts.configuration)) : undefined,
    },
  };
};
