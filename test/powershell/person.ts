/** A person who goes through a procedure from its first step to its last, by the buttons that the panel has. */
import assert from "node:assert/strict";
import { findingKey } from "../../src/setup/finding.ts";
import type { Run } from "../../src/setup/engine/run.ts";
import type { StepId } from "../../src/setup/step.ts";
import { press as pressIt } from "../press.ts";
import { until } from "../until.ts";

/** Presses a button, which must be there and on. */
export const press = async (run: Run, step: StepId, action: string): Promise<void> => {
  const button = run.actionsOf(step).find(({ id }) => id === action);
  assert.ok(button && button.needs === undefined, `${step}: ${action} ${JSON.stringify(run.stateOf(step))}`);
  await pressIt(run, step, action);
};
const has = (run: Run, step: StepId, action: string): boolean =>
  run.actionsOf(step).some(({ id }) => id === action);
const listAndPress = async (run: Run, step: StepId, action = "apply"): Promise<void> => {
  await press(run, step, "changes");
  await press(run, step, action);
};

const prerequisites = async (run: Run): Promise<void> => {
  for (const found of run.stateOf("prerequisites").findings)
    if (found.verdict === "unknown") await run.accept("prerequisites", findingKey(found));
  if (!has(run, "prerequisites", "apply")) return;
  await press(run, "prerequisites", "changes");
  // The check that follows the fixes waits for the restart that they need.
  const applied = run.act("prerequisites", "apply");
  await until(() => run.busyWith === undefined || run.stateOf("prerequisites").kind === "waiting");
  if (run.stateOf("prerequisites").kind === "waiting") await press(run, "prerequisites", "restart");
  await applied;
};

type Does = Partial<Record<StepId, (run: Run) => Promise<void>>>;
export const usual = {
  prerequisites,
  download: async (run) => {
    await run.answer("download", "licence", true);
    await listAndPress(run, "download");
  },
  install: (run) => listAndPress(run, "install"),
  keepSettings: (run) => listAndPress(run, "keepSettings"),
  repair: (run) => listAndPress(run, "repair"),
  confirm: async (run) => {
    // Nobody has to sign in to the directory before; whoever does learns there what else shows in the middle.
    if (has(run, "directory", "signIn")) await press(run, "directory", "signIn");
    if (has(run, "confirm", "accept")) await press(run, "confirm", "accept");
    else await listAndPress(run, "confirm", has(run, "confirm", "again") ? "again" : "apply");
  },
  permissions: (run) => listAndPress(run, "permissions"),
  verify: (run) => press(run, "verify", "seen"),
  uninstall: (run) => listAndPress(run, "uninstall"),
} as const satisfies Does;

const isPassed = (run: Run, id: StepId): boolean => ["done", "answered"].includes(run.stateOf(id).kind);

/**
 * Goes from step to step, as the panel's next button leads: looks, does what is left, goes on. In the end everything is
 * checked once more, from the first step on. Answers the steps at which something was done, in order.
 */
export const walk = async (run: Run, does: Does = usual): Promise<readonly StepId[]> => {
  const visited: StepId[] = [];
  await run.checkAll();
  for (let open = run.steps.find(({ id }) => !isPassed(run, id)); open;) {
    const { id } = open;
    const state = () => JSON.stringify(run.stateOf(id));
    assert.ok(visited.filter((one) => one === id).length < 2, `${id} does not get on: ${state()}`);
    visited.push(id);
    const work = does[id];
    assert.ok(work, `${id} is open: ${state()}`);
    await work(run);
    const rest = run.steps.slice(run.steps.findIndex((one) => one.id === id));
    for (open = rest.shift(); open && isPassed(run, open.id); open = rest.shift())
      if (rest[0]) await run.check(rest[0].id);
  }
  await run.checkAll();
  for (const { id } of run.steps) assert.ok(isPassed(run, id), `${id}: ${JSON.stringify(run.stateOf(id))}`);
  return visited;
};
