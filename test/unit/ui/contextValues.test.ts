/** What menus, buttons and the walkthrough's ticks go by. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CancelledError } from "../../../src/setup/problem.ts";
import type { Checked } from "../../../src/setup/stepState.ts";
import type { Step } from "../../../src/setup/step.ts";
import { contextValues } from "../../../src/ui/contextValues.ts";
import { script, testRun, until } from "../support/scriptedServer.ts";

const stepOf = (id: Step["id"], check: Step["check"]): Step => ({
  id,
  lines: [],
  title: () => id,
  introduction: () => [],
  check,
  actions: () => [],
});
const finds = (found: Checked) => () => Promise.resolve(found);
const busy = "cloudSyncSetup.busy";

test("a step is ticked where it is done or answered, and the others of the extension do not apply", async () => {
  const { run } = testRun(script(), {
    steps: [
      stepOf("server", finds({ kind: "done", findings: [], proof: [] })),
      stepOf("directory", finds({ kind: "answered", findings: [] })),
      stepOf("install", finds({ kind: "todo", findings: [] })),
    ],
  });
  const before = contextValues({ active: run, all: [run] });
  assert.deepEqual(
    ["server", "directory", "install"].map((id) => before.get(`cloudSyncSetup.${id}.done`)),
    [false, false, false],
  );
  for (const { id } of run.steps) await run.check(id);
  const values = contextValues({ active: run, all: [run] });
  assert.deepEqual(
    ["server", "directory", "install", "uninstall"].map((id) => [
      values.get(`cloudSyncSetup.${id}.done`),
      values.get(`cloudSyncSetup.${id}.applies`),
    ]),
    [
      [true, true],
      [true, true],
      [false, true],
      [undefined, false],
    ],
  );
  assert.equal(values.get(busy), false);
});

test("whatever is at work can be cancelled, an undo too, which belongs to no procedure", async () => {
  let begun = false;
  const undo = stepOf("undo", ({ signal }) => {
    begun = true;
    return new Promise((_, reject) => {
      signal.addEventListener("abort", () => {
        reject(new CancelledError());
      });
    });
  });
  const { run } = testRun(script(), { steps: [stepOf("server", finds({ kind: "todo", findings: [] }))] });
  run.register(undo);
  const work = run.check("undo");
  await until(() => begun);
  assert.equal(contextValues({ active: run, all: [run] }).get(busy), true);
  run.cancel("undo");
  await work;
  assert.equal(contextValues({ active: run, all: [run] }).get(busy), false);
});

test("a wait that only looks again and again can be left alone: nothing is at work", async () => {
  const { run } = testRun(script(), {
    steps: [stepOf("install", finds({ kind: "waiting", forWhat: "restart", findings: [] }))],
  });
  const looking = run.check("install");
  await until(() => run.stateOf("install").kind === "waiting");
  assert.equal(run.busyWith, "install");
  assert.equal(contextValues({ active: run, all: [run] }).get(busy), false);
  run.cancel("install");
  await looking;
});
