import { redactor } from "../../../src/server/redaction/redact.ts";
import { resultsBy } from "../../../src/setup/result.ts";
import { carried } from "../../../src/setup/engine/carried.ts";
import type { Masking, RunOperation, Server } from "../../../src/setup/ports.ts";

/** A server asked as a run of a procedure asks it: what it answers is of the operation's own shape. */
export interface AskedServer extends Server {
  readonly run: RunOperation;
}

export const askedServer = (server: Server, masking: Masking = redactor()): AskedServer => ({
  target: server.target,
  where: server.where,
  reachWords: server.reachWords,
  get computer() {
    return server.computer;
  },
  close: server.close.bind(server),
  run: resultsBy(carried(server, { port: "server", masking })),
});
