/** Work on a practice server that is cut at each of its events: what cuts it, and who goes on. */
import { setTimeout as sleep } from "node:timers/promises";
import { ended } from "../../src/server/sessionProblem.ts";
import type { AskedServer } from "../unit/support/askedServer.ts";
import type { Operation } from "../../src/setup/operations/operation.ts";
import type { HowToRun, Server, PortEvent } from "../../src/setup/ports.ts";
import { ProblemError } from "../../src/setup/problem.ts";
import type { Run } from "../../src/setup/engine/run.ts";
import type { StepId } from "../../src/setup/step.ts";
import { usual } from "./person.ts";
import { press } from "../press.ts";

/** Steps at which something is done on the server. */
export type DoneStep = Extract<StepId, keyof typeof usual>;

/** How work ends in the middle: the session, before or after an event was heard; or the whole process of the host. */
export type Ends = "untold" | "told" | "host";

/** What sort of event it is: all values of the registry are of one. */
export const sortOf = (operation: string, event: PortEvent): string =>
  `${operation}: ${event.kind === "progress" ? event.code : event.change.what}`;

/** What is cut on one server, one after the other: events of these sorts. */
export interface Cuts {
  readonly ends: Ends;
  readonly at: readonly string[];
}

/** By what name an event is cut once; undefined where it is not. Untold, each change is another one; else one of a sort is enough. */
export const cutName = ({ ends, at }: Cuts, operation: string, event: PortEvent): string | undefined => {
  const sort = sortOf(operation, event);
  if (!at.includes(sort)) return undefined;
  const params = event.kind === "change" ? Object.values(event.change.params) : [];
  return ends === "untold" ? [sort, ...params].join(" ") : sort;
};

/**
 * A server whose events pass by `meets` before anybody else hears of them. Whoever is cut hears no more of that operation:
 * `meets` answers false then.
 */
export const watched = (
  server: AskedServer,
  meets: (operation: string, event: PortEvent) => boolean,
): Server => ({
  target: server.target,
  where: server.where,
  reachWords: server.reachWords,
  get computer() {
    return server.computer;
  },
  close: () => {
    server.close();
  },
  run: async <A, R, S extends string>(
    operation: Operation<A, R, S>,
    args: A,
    how: HowToRun<NoInfer<S>> = {},
  ) => {
    if (how.whatIf === true || !operation.changing) return server.run(operation, args, how);
    const heard = { all: true };
    const result = await server.run(operation, args, {
      ...how,
      onEvent: (event) => {
        heard.all &&= meets(operation.name, event);
        if (heard.all) how.onEvent?.(event);
      },
    });
    // The answer may be here by the time the session ends; whoever lost what came before it does not hear it either.
    if (!heard.all) throw new ProblemError(ended(operation.name, "cut", "", !operation.cancellable));
    return result;
  },
});

/** Looks, and does what is left of a step, as a person would who comes back to it. True once it is done. */
export const goOn = async (run: Run, step: DoneStep): Promise<boolean> => {
  const state = () => run.stateOf(step);
  const isDone = () => ["done", "answered"].includes(state().kind);
  await run.check("server");
  const looking = run.check(step).then(() => "over" as const);
  // A look waits for what goes on, however long that takes; for a restart it waits until somebody makes it.
  while ((await Promise.race([looking, sleep(20)])) !== "over") {
    const now = state();
    if (now.kind === "waiting" && now.forWhat === "restart") await press(run, step, "restart");
  }
  if (!isDone() && state().kind !== "failed") await usual[step](run);
  return isDone();
};
