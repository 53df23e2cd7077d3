/** The logs of the agent as one masked file. */
import * as v from "valibot";
import { changing, count, minutes, text } from "../operation.ts";

/**
 * Writes traces, setup logs, events and facts of the last hours into a new zip on the server. Tokens, passwords and
 * addresses are masked; with `hideNames` tenants and users too. With `-WhatIf` the changes list what would be in it.
 */
export const saveLogBundle = changing(
  "Save-LogBundle",
  { path: text, hours: count, hideNames: v.boolean() },
  v.strictObject({ path: text, entries: v.array(text) }),
  { timeoutMs: 10 * minutes, cancellable: true },
);
