import * as v from "valibot";
import { codesOf, hasParams, type Params } from "./told/coded.ts";
import { changeKinds, type ChangeCode } from "./told/changes.ts";
import type { Json } from "./values/json.ts";
import { operations, type OperationCall } from "./operations/index.ts";

export type { ChangeCode } from "./told/changes.ts";

/**
 * One change. The same value is the what-if before, the journal's entry after, the report's line and the undo list.
 * `on` names where: a server's name, a directory, a tenant. `what` with its `params` names what; `before` and `after` are
 * data, null where there is nothing, or words by code (`said`).
 */
export interface Change {
  readonly on: string;
  readonly what: ChangeCode;
  readonly params: Params;
  readonly before: Json;
  readonly after: Json;
  readonly undo?: OperationCall;
}

const json = v.custom<Json>((value) => value !== undefined);
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

/** Whether the parameters are those of the code. */
export const isWholeChange = ({ what, params }: Pick<Change, "what" | "params">): boolean =>
  hasParams(changeKinds, what, params);
