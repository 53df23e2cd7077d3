import assert from "node:assert/strict";
import { thisMachine } from "../../../src/server/transports/thisMachine.ts";
import type { Launch } from "../../../src/server/transports/transport.ts";

/** How this machine's sessions begin, by another program. */
export const launchOf = (command: readonly string[], more: Partial<Launch> = {}): Launch => {
  const launch = thisMachine.wayTo({ kind: "thisMachine" })?.launch(() => undefined);
  assert.ok(launch && !(launch instanceof Promise));
  return { ...launch, command, ...more };
};
/** The same, for a session that no server makes. */
export const sessionBy = (command: readonly string[], more: Partial<Launch> = {}) => ({
  ...launchOf(command, more),
  elevate: thisMachine.words.elevate,
});
