/** How an operation is entered in its list: what it does not say is the usual; and what arguments and results are made of. */
import * as v from "valibot";
import { isTime } from "../values/time.ts";
import type { ApprovedVerb, HoldsWith, Met, Port, Reading, ReadingEntry, SettingEntry } from "./operation.ts";

type Entries = v.ObjectEntries;

/** What both kinds say of themselves where it is not the usual: the port is the server, a minute the time, and no secret is taken. */
interface HowAsked<P extends Port, S extends string> {
  readonly port?: P;
  readonly timeoutMs?: number;
  readonly secrets?: readonly S[];
}
/** The rest of an entry, as every port has it. */
const entry = <P extends Port, N extends string, A extends Entries, R, S extends string>(
  name: N,
  args: A,
  result: v.GenericSchema<R>,
  { port, timeoutMs = 60_000, secrets = [] }: HowAsked<P, S>,
) => ({
  // The default of `P` where nothing is said.
  port: (port ?? "server") as P,
  name,
  args: v.strictObject(args),
  result,
  timeoutMs,
  secrets,
});

export const reading = <
  const N extends `Get-${string}`,
  const A extends Entries,
  R,
  const P extends Port = "server",
  const S extends string = never,
>(
  name: N,
  args: A,
  result: v.GenericSchema<R>,
  how: HowAsked<P, S> & Omit<ReadingEntry, "met"> & { readonly met?: (result: R) => Met } = {},
) => {
  const { differsByArgs, holdsWith, lasts, met } = how;
  return {
    ...entry(name, args, result, how),
    cancellable: true,
    changing: false as const,
    outlives: false,
    ...(lasts === undefined ? {} : { lasts }),
    ...(holdsWith === undefined ? {} : { holdsWith }),
    ...(differsByArgs === undefined ? {} : { differsByArgs }),
    ...(met === undefined ? {} : { met: (given: unknown) => met(v.parse(result, given)) }),
  };
};

/** As long as another reading gives the same part of its result. */
export const whileSame = <R>(
  { port, name, result }: Pick<Reading<never, R>, "port" | "name" | "result">,
  part: (result: R) => ReturnType<HoldsWith["part"]>,
): HoldsWith => ({
  reading: { port, name },
  part: (given) => part(v.parse(result, given)),
});

export const changing = <
  const N extends `${Exclude<ApprovedVerb, "Get">}-${string}`,
  const A extends Entries,
  R,
  const P extends Port = "server",
  const S extends string = never,
>(
  name: N,
  args: A,
  result: v.GenericSchema<R>,
  how: HowAsked<P, S> & { readonly cancellable?: boolean; readonly outlives?: true } & SettingEntry = {},
) => ({
  ...entry(name, args, result, how),
  cancellable: how.cancellable ?? false,
  changing: true as const,
  outlives: how.outlives ?? false,
  ...(how.effectiveAfter === undefined ? {} : { effectiveAfter: how.effectiveAfter }),
  ...(how.restarts === undefined ? {} : { restarts: how.restarts }),
  ...(how.undone === undefined ? {} : { undone: how.undone }),
});

export const none = v.strictObject({});
export const text = v.string();
/** A moment of the server's: ISO 8601 with a zone, as .NET's round-trip format writes it. */
export const moment = v.pipe(text, v.isoTimestamp(), v.check(isTime, "Expected a moment"));
export const count = v.pipe(v.number(), v.integer());
export const minutes = 60_000;
