/** Work on a step that belongs to no procedure: no page, view or status bar shows it, so a notification does. */
import { ProblemError } from "../setup/problem.ts";
import type { Run } from "../setup/engine/run.ts";
import type { StepId } from "../setup/step.ts";
import { withProgress } from "./surfaces/notifications.ts";

export interface ShownWork {
  readonly title: string;
  /** Whether a person may end it there. */
  readonly cancellable: boolean;
}

/** Shows what the step says that it is doing, until the work is over. @throws ProblemError where it ended with one. */
export const shownWhile = async (
  run: Run,
  step: StepId,
  { title, cancellable }: ShownWork,
  work: () => Promise<void>,
): Promise<void> => {
  await withProgress(
    title,
    async (tell, signal) => {
      signal.addEventListener("abort", () => {
        run.cancel(step);
      });
      const stop = run.onChange(() => {
        const state = run.stateOf(step);
        if (state.kind === "running") tell({ message: state.doing });
      });
      try {
        await work();
      } finally {
        stop();
      }
    },
    cancellable,
  );
  const state = run.stateOf(step);
  if (state.kind === "failed") throw new ProblemError(state.problem);
};
