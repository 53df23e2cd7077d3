/**
 * The directory as a run asks it: from the agent's server, whose view counts, in its session; without one from the machine that VS Code
 * runs on. Every answer says which view it comes from.
 */
import * as v from "valibot";
import type { ToldChange } from "../setup/change.ts";
import type { Carrier, HowToRun, PortEvent } from "../setup/ports.ts";
import type { MachineParts } from "./connect.ts";
import { failsAlone, mayBeMade, ProblemError } from "../setup/problem.ts";

/** Of the arguments of each of its operations. */
const inDomain = v.object({ target: v.object({ domain: v.string() }) });

/** A change that the session tells as one of its server is one in the domain. */
const inDirectory = (change: ToldChange, domain: string): ToldChange => ({
  ...change,
  on: { port: "directory", domain },
});

/** This machine's own way, loaded when it is taken for the first time. */
export const thisMachine = (parts: MachineParts): Carrier => ({
  run: async (operation, args, how) => {
    const { machine } = await import("./machine.ts");
    return machine(parts).run(operation, args, how);
  },
});

/** Whether there is no session: what is wrong is of no single operation. */
const noSession = (error: unknown): error is ProblemError =>
  error instanceof ProblemError && !failsAlone(error);

export interface Ways {
  /** The session of the agent's server. */
  readonly server: Carrier;
  /** This machine's own way. */
  readonly machine: Carrier;
  /** Whether that way may be taken at all, asked each time. It may where nothing is said. */
  readonly mayAskFromHere?: () => boolean;
}

/**
 * Without a session, what only looks is asked from this machine. A session that is lost in the middle of a change is no reason to make it
 * again; nor is it one to send a password once more, which counts for the lock-out of its account where it is wrong.
 */
export const directory = ({ server, machine, mayAskFromHere = () => true }: Ways): Carrier => ({
  run: async (operation, args, how: HowToRun = {}) => {
    const { target } = v.parse(inDomain, args);
    const onEvent = (event: PortEvent) => {
      // What the session does meanwhile is its server's, and waited for there.
      if (event.kind === "change")
        how.onEvent?.({ kind: "change", change: inDirectory(event.change, target.domain) });
    };
    try {
      return await server.run(operation, args, { ...how, onEvent });
    } catch (error) {
      if (operation.changing || !noSession(error) || !mayAskFromHere()) throw error;
      if (how.secrets && mayBeMade(error)) throw error;
      return machine.run(operation, args, how);
    }
  },
});
