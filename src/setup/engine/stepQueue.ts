/** One piece of work at a time on a server. A look gives way to what comes after it; anything else is finished first. */
import * as l10n from "@vscode/l10n";
import { ProblemError } from "../problem.ts";
import type { StepExecution } from "./stepExecution.ts";

export class StepQueue {
  #now: { readonly execution: StepExecution; done: Promise<void> } | undefined;

  /** What is at work, where something is; what only waits for something outside counts too. */
  get work(): StepExecution | undefined {
    return this.#now?.execution;
  }

  /**
   * Does the work once a look has ended, and calls `over` when it is nobody's turn any more.
   * @throws ProblemError `busy` where something is at work on the server that is not a look.
   */
  async take(
    server: string,
    make: () => StepExecution,
    perform: (execution: StepExecution) => Promise<void>,
    over: () => void,
  ): Promise<void> {
    // A look is over soon, or turns into a wait that only polls; that gives way.
    while (this.#now?.execution.onlyLooks === true) {
      const { execution, done } = this.#now;
      await Promise.race([done, execution.begunToPoll]);
      if (execution.onlyPolls) execution.cancel();
      await done;
    }
    if (this.#now)
      throw new ProblemError({
        code: "busy",
        happened: l10n.t('"{0}" is still at work on {1}.', this.#now.execution.step.title(), server),
        means: l10n.t("One thing is done at a time, so that the record stays true."),
        next: [l10n.t("Wait until it has finished, or cancel it.")],
      });
    const current = { execution: make(), done: Promise.resolve() };
    this.#now = current;
    current.done = perform(current.execution).finally(() => {
      this.#now = undefined;
      over();
    });
    await current.done;
  }
}
