/** Reads from a server what decides between the causes of an error. */
import type { AlsoKnown } from "./circumstances.ts";
import { readDirectory } from "./directoryCircumstances.ts";
import { getAgentHealth, getDecidingEvents } from "../operations/agent.ts";
import { neededFor, type ReadParts } from "../preflight/partReadings.ts";
import { readParts } from "../preflight/readParts.ts";
import { networkOf } from "../preflight/wayOut.ts";
import type { StepContext } from "../step.ts";
import { valueOf } from "../values/fact.ts";
import { elapsedMs, type Time } from "../values/time.ts";

/** The facts of the rules that decide between causes. */
export type DecidingFacts = ReadParts<(typeof neededFor.causes)[number]>;

/** Events come a moment late, and clocks differ. */
const marginSeconds = 60;
/** No longer ago than the operation takes. */
const mostSeconds = 100 * 86_400;

/**
 * The deciding events since a moment. In seconds until now, because the server's clock may be another one; all there are
 * where it is no moment.
 */
export const readEvents = ({ read, now }: Pick<StepContext, "read" | "now">, since: Time) => {
  const elapsed = Math.max(0, Math.ceil(elapsedMs(since, now()) / 1000)) + marginSeconds;
  return read(getDecidingEvents, {
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

/**
 * After a failure that began at `since`: whatever can still be read; the network and the directory (`registers`) only where the failure
 * may lie there.
 */
export const readAfterFailure = async (
  ctx: StepContext,
  since: Time,
  registers: boolean,
): Promise<{ readonly facts: DecidingFacts; readonly also: AlsoKnown } | undefined> => {
  const facts = await attempt(() => readParts(ctx, neededFor.causes));
  if (!facts) return undefined;
  const health = await attempt(() => ctx.read(getAgentHealth, {}));
  const events = await attempt(() => readEvents(ctx, since));
  const wayOut = registers ? await attempt(() => readParts(ctx, neededFor.wayOut, facts)) : undefined;
  const directory = registers ? await attempt(() => readDirectory(ctx)) : undefined;
  return {
    facts,
    also: {
      directory,
      plan: ctx.plan,
      events: events && valueOf(events),
      health: health && valueOf(health),
      network: wayOut && networkOf(ctx.plan.cloud, wayOut),
    },
  };
};
