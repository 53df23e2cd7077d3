/** What the context keys say: of the steps, those of the active server; a walkthrough is one for all. Pure. */
import type { Run } from "../setup/engine/run.ts";
import { allSteps } from "../setup/procedures/procedures.ts";
import type { StepState } from "../setup/stepState.ts";

/** Whether the walkthrough shows a step as passed: seen as done, or answered where answering is all there is to do. */
const isPassed = (state: StepState): boolean => state.kind === "done" || state.kind === "answered";

/** An undo is at work too, and belongs to no procedure. */
const isAtWork = (run: Run): boolean =>
  run.busyWith !== undefined && run.stateOf(run.busyWith).kind === "running";

/** Each context key with its value. */
export const contextValues = (runs: {
  readonly active: Run;
  readonly all: readonly Run[];
}): ReadonlyMap<string, boolean> => {
  const run = runs.active;
  const shown = new Set(run.steps.map(({ id }) => id));
  return new Map([
    ...[...shown].map((id) => [`cloudSyncSetup.${id}.done`, isPassed(run.stateOf(id))] as const),
    ...allSteps.map(({ id }) => [`cloudSyncSetup.${id}.applies`, shown.has(id)] as const),
    ["cloudSyncSetup.busy", runs.all.some(isAtWork)],
  ]);
};
