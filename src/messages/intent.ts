/** What the page tells the host: intents, never commands. Parsed on arrival in the host. */
import * as v from "valibot";

/** A name that the host gave; one of a domain's list holds the domain's. */
const id = v.pipe(v.string(), v.maxLength(300));
const text = v.pipe(v.string(), v.maxLength(10_000));
/** More than any list that is put in order, so that one that is too long is told of and not only left out. */
const longestList = 20_000;
/** What is done to a list beside putting it in order; its name is more than any that is taken. */
const listChange = v.variant("kind", [
  v.strictObject({ kind: v.literal("remove"), id }),
  v.strictObject({ kind: v.literal("add"), name: text }),
  v.strictObject({ kind: v.literal("arrange"), by: id }),
]);
const value = v.union([text, v.boolean(), v.pipe(v.array(id), v.maxLength(longestList)), listChange]);
/** The step whose page says it: the panel may show another one by the time this arrives. */
const page = id;

export const intent = v.variant("kind", [
  /** The page's script runs and can be sent a view. */
  v.strictObject({ kind: v.literal("ready") }),
  v.strictObject({ kind: v.literal("answer"), page, field: id, value }),
  /** Asks for one more of many, or takes one away, by the key that the page was given for it. */
  v.strictObject({ kind: v.literal("add"), page, field: id }),
  v.strictObject({ kind: v.literal("remove"), page, field: id, item: id }),
  /** Presses a button; where it gives a consent, `about` is what for, as the page showed it. */
  v.strictObject({ kind: v.literal("run"), page, action: id, about: v.optional(text) }),
  /** Chooses or leaves out the fix of one finding. */
  v.strictObject({ kind: v.literal("fix"), page, rule: id, about: id, chosen: v.boolean() }),
  /** Accepts by name a finding that could not be checked. */
  v.strictObject({ kind: v.literal("accept"), page, rule: id, about: id }),
  v.strictObject({ kind: v.literal("open"), page, link: id }),
  v.strictObject({ kind: v.literal("show"), page, step: id }),
  v.strictObject({ kind: v.literal("cancel"), page }),
]);

export type Intent = v.InferOutput<typeof intent>;

/** What a step's page says; which step that is goes with it. */
export type Said = Intent extends infer I
  ? I extends { readonly page: string }
    ? Omit<I, "page">
    : never
  : never;
