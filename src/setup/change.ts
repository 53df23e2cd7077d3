import * as v from "valibot";
import { codesOf, hasParams, type Params } from "./told/coded.ts";
import { changeKinds, toldKinds, type ChangeCode, type ParamsOf, type ToldCode } from "./told/changes.ts";
import { json, type Json } from "./values/json.ts";
import { call, type Call } from "./call.ts";
import { isLink, type LinkId } from "./links.ts";
import { place, placeKey, type Place } from "./place.ts";

export type { ChangeCode } from "./told/changes.ts";

/**
 * One change. The same value is the what-if before, the journal's entry after, the report's line and the undo list.
 * `what` with its `params` names what is changed; `before` and `after` are data, null where there is nothing, or words by
 * code (`said`): some of those stand for what will be known afterwards.
 */
interface AnyChange {
  readonly on: Place;
  readonly params: Params;
  readonly before: Json;
  readonly after: Json;
  readonly undo?: Call;
}
/** One that we make, as the same operation lists it before and tells it afterwards. */
export interface ToldChange extends AnyChange {
  readonly what: ToldCode;
  readonly certainty: "exact";
}
/** One that another program makes, before it is made: what its documents say, with which of them. */
export interface DeclaredChange extends AnyChange {
  readonly what: ChangeCode;
  readonly certainty: { readonly declared: LinkId };
}
export type Change = ToldChange | DeclaredChange;

/** A change that a document tells of, before another program makes it: with the parameters of its code, and no others. */
export const declared = <C extends ChangeCode>(
  source: LinkId,
  on: Place,
  what: C,
  { before, after }: Pick<DeclaredChange, "before" | "after">,
  ...params: ParamsOf<C>
): DeclaredChange => ({
  on,
  what,
  params: { ...params[0] },
  before,
  after,
  certainty: { declared: source },
});

/** What is changed, whatever it becomes: two changes are of one thing where this is the same text. */
export const thingOf = ({ on, what, params }: Pick<Change, "on" | "what" | "params">): string =>
  JSON.stringify([placeKey(on), what, Object.entries(params).toSorted()]);

export const isDeclared = ({ certainty }: Pick<Change, "certainty">): boolean => certainty !== "exact";

const values = { params: v.record(v.string(), v.string()), before: json, after: json };

const kept = { ...values, on: place, undo: v.optional(call) };
const keptChange = v.union([
  v.looseObject({ ...kept, what: v.picklist(codesOf(toldKinds)), certainty: v.literal("exact") }),
  v.looseObject({
    ...kept,
    what: v.picklist(codesOf(changeKinds)),
    certainty: v.strictObject({ declared: v.pipe(v.string(), v.check(isLink)) }),
  }),
]);

/** Whether the parameters are those of the code. */
export const isWholeChange = ({ what, params }: Pick<Change, "what" | "params">): boolean =>
  hasParams(changeKinds, what, params);

/** Whether it is a change that can be kept and read again: what cannot, must not be written down either. */
export const isKeepable = (value: unknown): value is Change =>
  v.is(keptChange, value) && isWholeChange(value);
