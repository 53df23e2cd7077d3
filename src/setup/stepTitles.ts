import type { Step, StepId } from "./step.ts";

/** As each step's own file has it. The procedures fill it when they are loaded, which is before anything is said. */
const titles = new Map<string, Step["title"]>();

export const nameSteps = (steps: readonly Pick<Step, "id" | "title">[]): void => {
  for (const { id, title } of steps) titles.set(id, title);
};

/**
 * What a step is called, for a sentence that sends a reader to it: what is called otherwise is so everywhere. One that is not
 * known, as a record may name it, is called as it is there.
 */
export const titleOf = (step: StepId): string => titles.get(step)?.() ?? step;
