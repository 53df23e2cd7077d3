/**
 * Takes steps through servers that are made up, in a thread of its own: the runner of the tests follows every promise of its
 * thread, which takes as long as the steps do. What fails here ends the thread.
 */
import assert from "node:assert/strict";
import { parentPort, workerData } from "node:worker_threads";
import * as v from "valibot";
import { stepView } from "../../src/messages/view.ts";
import type { Operation } from "../../src/setup/operations/operation.ts";
import { operations } from "../../src/setup/operations/index.ts";
import { CancelledError, ProblemError, type ProblemCode } from "../../src/setup/problem.ts";
import type { Procedure } from "../../src/setup/procedure.ts";
import { procedures } from "../../src/setup/procedures/procedures.ts";
import { stepViewOf } from "../../src/ui/stepView.ts";
import { planned, script, testClock, testRun } from "../unit/support/scriptedServer.ts";
import { madeUp, randomFrom, type Random } from "./madeUpValue.ts";

const refusals: readonly [ProblemCode, ...ProblemCode[]] = [
  "accessDenied",
  "operationFailed",
  "diskFull",
  "stillRunning",
  "badAnswer",
];

/** Facts that do not change: an operation answers the same each time, and some are refused. */
const answersOf = (random: Random) =>
  Object.fromEntries(
    (operations as readonly Operation[]).map(({ name, result }) => {
      if (random.chance(0.03)) {
        const code = random.one(refusals);
        const refuse = () => {
          throw new ProblemError({
            code,
            of: "operation",
            happened: "refused",
            means: "refused",
            next: ["again"],
          });
        };
        return [name, refuse];
      }
      const value = madeUp(result, random);
      return [name, () => value];
    }),
  );

const declared = new Set<string>([
  ...refusals,
  "sessionSilent",
  "sessionEnded",
  "installerRejected",
  "installerFailed",
  "installerBusy",
  "restartNotSeen",
  "notReady",
  "changesDiffer",
  "tokenRejected",
  "noDesktop",
  "planInvalid",
  "downloadStopped",
  "directoryUnreachable",
  "directoryNotSecure",
  "directorySignIn",
  "directoryRefused",
]);

const { count } = workerData as { count: number };
for (let seed = 1; seed <= count; seed++) {
  const random = randomFrom(seed * 7919);
  const procedure = random.one<Procedure>([
    procedures.install,
    procedures.upgrade,
    procedures.repair,
    procedures.uninstall,
  ]);
  const { steps } = procedure;
  const clock = testClock();
  let sleeps = 0;
  const impatient = {
    ...clock,
    sleep: async (ms: number, signal: AbortSignal) => {
      sleeps += 1;
      if (sleeps > 2) throw new CancelledError();
      await clock.sleep(ms, signal);
    },
  };
  const at = testRun(script(answersOf(random)), {
    procedure,
    clock: impatient,
    plan: planned(),
    yes: true,
    credentials: [
      { user: "a@contoso.onmicrosoft.com", password: "typed-1" },
      { user: "CONTOSO\\root", password: "typed-2" },
    ],
  });
  for (const { id } of steps) {
    for (const work of ["check", "changes", "apply"] as const) {
      sleeps = 0;
      if (work === "apply" && at.run.changesOf(id) === undefined) continue;
      await at.run[work](id);
      const state = at.run.stateOf(id);
      assert.notEqual(state.kind, "running", `${seed} ${id} ${work}`);
      // What is shown can be made of it.
      v.parse(stepView, stepViewOf(at.run, id));
    }
  }
  for (const problem of at.problems)
    assert.ok(
      declared.has(problem.code),
      `${seed}: ${problem.code} ${problem.happened} ${problem.raw ?? ""}`,
    );
}
// What nobody waited for would have failed by now, and ended the thread.
await new Promise((resolve) => setImmediate(resolve));
parentPort?.postMessage(count);
