/**
 * What every port goes through, on the way to its carrier and back: the secrets that go with an operation are masked in all that is
 * told, answered and failed with, and a port tells of itself alone.
 */
import { badAnswer } from "../result.ts";
import { isDeclared, isKeepable, type Change } from "../change.ts";
import type { Port } from "../operations/operation.ts";
import type { Carrier, HowToRun, Masking, PortEvent } from "../ports.ts";
import { ProblemError } from "../problem.ts";
import { maskedAndShort } from "../text/cutText.ts";
import { changesToldBy } from "../told/changes.ts";
import { hasParams, isCodeOf, mapParams, type Sentence } from "../told/coded.ts";
import { progressToldBy } from "../told/progress.ts";
import { sameJson } from "../values/json.ts";

/** A change that the port made, at a place of its own, by a code of its own, taken back by the same port, and fit to be kept. */
const isOwnChange = (port: Port, change: Change): boolean =>
  Object.hasOwn(changesToldBy[port], change.what) &&
  change.on.port === port &&
  (change.undo === undefined || change.undo.port === port) &&
  !isDeclared(change) &&
  isKeepable(change);

/** Whether a port may tell this: of itself alone, whole, with the parameters of the code. */
export const mayTell = (port: Port, event: PortEvent): boolean => {
  if (event.kind === "change") return isOwnChange(port, event.change);
  const words: Readonly<Record<string, Sentence>> = progressToldBy[port];
  return isCodeOf(words, event.code) && hasParams(words, event.code, event.params);
};

/** Characters of progress: a page shows it. */
const progressLength = 4000;

/** Progress or a change. An undo that holds a secret could only be kept with it, so it is not kept. */
const maskedEvent = (masking: Masking, event: PortEvent): PortEvent => {
  if (event.kind === "progress") {
    const show = (value: string) => maskedAndShort(masking.redact, value, progressLength);
    return { ...event, params: mapParams(event.params, show) };
  }
  const { params, before, after, undo, ...others } = event.change;
  const isKept = undo && sameJson(masking.redactAll(undo.args), undo.args);
  return {
    ...event,
    change: { ...others, ...masking.redactAll({ params, before, after }), ...(isKept ? { undo } : {}) },
  };
};

/** The same error where nothing in it is to be hidden. */
const maskedError = (masking: Masking, error: unknown): unknown => {
  if (error instanceof ProblemError) {
    const shown = masking.redactValues(error.problem);
    return JSON.stringify(shown) === JSON.stringify(error.problem) ? error : new ProblemError(shown);
  }
  if (!(error instanceof Error)) return error;
  const said = masking.redact(error.stack ?? error.message);
  if (said === (error.stack ?? error.message)) return error;
  return Object.assign(new Error(masking.redact(error.message)), { stack: said });
};

export interface Carrying {
  readonly port: Port;
  readonly masking: Masking | (() => Promise<Masking>);
  /** What each port may tell; the product's own codes where it is not said. */
  readonly told?: typeof mayTell;
}

/** @throws as the carrier; ProblemError `badAnswer` where it told what is another's */
export const carried = (carrier: Carrier, { port, masking: load, told = mayTell }: Carrying): Carrier => ({
  run: async (operation, args, how: HowToRun = {}) => {
    const masking = typeof load === "function" ? await load() : load;
    const secrets = Object.values(how.secrets ?? {}).flatMap((all) => all ?? []);
    const forgets = secrets.map(({ password }) => masking.keep(password));
    const strange: string[] = [];
    const onEvent = (event: PortEvent) => {
      if (told(port, event)) how.onEvent?.(maskedEvent(masking, event));
      else strange.push(event.kind === "progress" ? event.code : event.change.what);
    };
    try {
      const value = await carrier.run(operation, args, { ...how, onEvent });
      const [first] = strange;
      if (first !== undefined) throw new ProblemError(badAnswer(operation.name, `${port}: ${first}`));
      return masking.redactValues(value);
    } catch (error) {
      throw maskedError(masking, error);
    } finally {
      for (const forget of forgets) forget();
    }
  },
});
