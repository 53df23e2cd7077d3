import type { Call } from "../../../src/setup/call.ts";
import type { ToldChange } from "../../../src/setup/change.ts";
import type { Json } from "../../../src/setup/values/json.ts";
import { here } from "./scriptedServer.ts";

/** A value of the scripted server's registry that changes, with what puts it back. */
export const registryChange = (value: string, before: Json, after: Json, undo?: Call): ToldChange => ({
  on: here,
  certainty: "exact",
  what: "registryValue",
  params: { value },
  before,
  after,
  ...(undo ? { undo } : {}),
});
