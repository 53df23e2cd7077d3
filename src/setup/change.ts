import * as v from "valibot";
import { codesOf, hasParams, type Params } from "./told/coded.ts";
import { changeKinds, type ChangeCode } from "./told/changes.ts";
import type { Json } from "./values/json.ts";
import { operations } from "./operations/index.ts";
import { call, type Call } from "./call.ts";
import { isLink, type LinkId } from "./links.ts";
import { place, placeKey, type Place } from "./place.ts";

export type { ChangeCode } from "./told/changes.ts";

/**
 * How sure a change is before it is made: one that we make is what the same operation lists; one that another program makes
 * is what its documents say, with which of them.
 */
export type Certainty = "exact" | { readonly declared: LinkId };

/**
 * One change. The same value is the what-if before, the journal's entry after, the report's line and the undo list.
 * `what` with its `params` names what is changed; `before` and `after` are data, null where there is nothing, or words by
 * code (`said`): some of those stand for what will be known afterwards.
 */
export interface Change {
  readonly on: Place;
  readonly what: ChangeCode;
  readonly params: Params;
  readonly before: Json;
  readonly after: Json;
  readonly certainty: Certainty;
  readonly undo?: Call;
}

/** What is changed, whatever it becomes: two changes are of one thing where this is the same text. */
export const thingOf = ({ on, what, params }: Pick<Change, "on" | "what" | "params">): string =>
  JSON.stringify([placeKey(on), what, Object.entries(params).toSorted()]);

export const isDeclared = ({ certainty }: Pick<Change, "certainty">): boolean => certainty !== "exact";

const json = v.custom<Json>((value) => value !== undefined);
/** As a server tells it, which knows itself alone. */
const undo = v.strictObject({
  op: v.picklist(operations.map(({ name }) => name)),
  args: v.record(v.string(), json),
});

/** What a server tells of a change. */
export const toldChange = {
  what: v.picklist(codesOf(changeKinds)),
  params: v.record(v.string(), v.string()),
  before: json,
  after: json,
  undo: v.nullish(undo),
};

/** A change as it is kept. */
export const keptChange = v.looseObject({
  ...toldChange,
  on: place,
  certainty: v.union([v.literal("exact"), v.strictObject({ declared: v.pipe(v.string(), v.check(isLink)) })]),
  undo: v.optional(call),
});

/** Whether the parameters are those of the code. */
export const isWholeChange = ({ what, params }: Pick<Change, "what" | "params">): boolean =>
  hasParams(changeKinds, what, params);
