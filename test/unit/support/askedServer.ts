import { answered } from "../../../src/setup/answer.ts";
import type { RunOperation, Server } from "../../../src/setup/ports.ts";

/** A server asked as a run of a procedure asks it: what it answers is of the operation's own shape. */
export interface AskedServer extends Server {
  readonly run: RunOperation;
}

export const askedServer = (server: Server): AskedServer => ({
  target: server.target,
  where: server.where,
  reach: server.reach,
  get computer() {
    return server.computer;
  },
  close: server.close.bind(server),
  run: answered(server),
});
