/** What the page tells the host: intents, never commands. Parsed on arrival in the host. */
import * as v from "valibot";

const id = v.pipe(v.string(), v.maxLength(200));
const value = v.union([v.pipe(v.string(), v.maxLength(10_000)), v.boolean()]);

export const intent = v.variant("kind", [
  /** The page's script runs and can be sent a view. */
  v.strictObject({ kind: v.literal("ready") }),
  v.strictObject({ kind: v.literal("answer"), field: id, value }),
  v.strictObject({ kind: v.literal("run"), action: id }),
  /** Chooses or leaves out the fix of one finding. */
  v.strictObject({ kind: v.literal("fix"), rule: id, about: id, chosen: v.boolean() }),
  /** Accepts by name a finding that could not be checked. */
  v.strictObject({ kind: v.literal("accept"), rule: id, about: id }),
  v.strictObject({ kind: v.literal("open"), link: id }),
  v.strictObject({ kind: v.literal("show"), step: id }),
  v.strictObject({ kind: v.literal("cancel") }),
]);

export type Intent = v.InferOutput<typeof intent>;
