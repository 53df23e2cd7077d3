import { thisMachine } from "../../../src/server/transports/thisMachine.ts";
import type { Launch } from "../../../src/server/transports/transport.ts";

/** How this machine's sessions begin, by another program. */
export const launchOf = (command: readonly string[], more: Partial<Launch> = {}): Launch => ({
  ...thisMachine.launch({ kind: "thisMachine" }, { powershellCommand: () => [] }),
  command,
  ...more,
});
