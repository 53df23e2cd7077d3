import type { StepState } from "../setup/step.ts";

/** Whether the walkthrough shows a step as passed: seen as done, or answered where answering is all there is to do. */
export const ticked = (state: StepState): boolean => state.kind === "done" || state.kind === "answered";
