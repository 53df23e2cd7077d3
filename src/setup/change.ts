import type { Json } from "./values/json.ts";
import type { OperationCall } from "./operations/index.ts";

/**
 * One change. The same value is the what-if before, the journal's entry after, the report's line and the undo list.
 * `on` names where: a server's name, a directory, a tenant. `before` and `after` are null where there is nothing.
 */
export interface Change {
  readonly on: string;
  readonly target: string;
  readonly before: Json;
  readonly after: Json;
  readonly undo?: OperationCall;
}
