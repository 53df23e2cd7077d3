/** What the context keys say of a run. Pure. */
import type { Run } from "../setup/engine/run.ts";
import { stepIds, type StepState } from "../setup/step.ts";

/** Whether the walkthrough shows a step as passed: seen as done, or answered where answering is all there is to do. */
const isPassed = (state: StepState): boolean => state.kind === "done" || state.kind === "answered";

/** Each context key with its value. */
export const contextValues = (run: Run): ReadonlyMap<string, boolean> => {
  const shown = new Set(run.steps.map(({ id }) => id));
  // An undo is at work too, and belongs to no procedure.
  const { busyWith } = run;
  return new Map([
    ...[...shown].map((id) => [`cloudSyncSetup.${id}.done`, isPassed(run.stateOf(id))] as const),
    ...stepIds.map((id) => [`cloudSyncSetup.${id}.applies`, shown.has(id)] as const),
    ["cloudSyncSetup.busy", busyWith !== undefined && run.stateOf(busyWith).kind === "running"],
  ]);
};
