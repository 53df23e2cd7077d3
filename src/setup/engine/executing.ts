/** Work on the steps of a server, one piece at a time: how it begins, what comes of its failure, and how it is ended. */
import { hostOf, type HostParts } from "./executionHost.ts";
import type { KnownSteps } from "./knownSteps.ts";
import { StepExecution, type AskedFor, type Work } from "./stepExecution.ts";
import { StepQueue } from "./stepQueue.ts";
import { ProblemError, unexpected } from "../problem.ts";
import type { StepId } from "../step.ts";
import { shownName } from "../target.ts";

/** What is needed of the run. */
export interface ExecutingHost extends HostParts {
  readonly steps: KnownSteps;
  /** Reads the server's record. */
  readonly open: () => Promise<void>;
}

export class Executing {
  readonly #at: ExecutingHost;
  readonly #queue = new StepQueue();

  constructor(at: ExecutingHost) {
    this.#at = at;
  }

  /** What is at work, where something is; what only waits for something outside counts too. */
  get work(): StepExecution | undefined {
    return this.#queue.work;
  }

  /**
   * Works on a step: first what is asked for, then a look. What fails is the step's state and in the record.
   * @throws ProblemError `busy` where something other than a look is at work on the server.
   */
  async execute(
    id: StepId,
    first?: Work,
    { planned, given, afterAnswer = false }: Partial<Omit<AskedFor, "plan">> = {},
  ): Promise<void> {
    const { journal, open, plan, server, states, steps } = this.#at;
    // Nothing is done before what was done is known.
    if (!journal.isOpen) await open();
    const asked = { plan: plan.now, planned, given, afterAnswer };
    await this.#queue.take(
      shownName(server),
      () => new StepExecution(steps.of(id), hostOf(this.#at, id), asked),
      (execution) => execution.execute(first).catch((error: unknown) => this.#failed(id, error)),
      () => {
        states.publish();
      },
    );
  }

  /** Ends what may be ended. An operation that may not goes on and is waited for. */
  cancel(id: StepId): void {
    const { states } = this.#at;
    const { work } = this.#queue;
    const leave = () => {
      states.set(id, { kind: "todo", findings: states.of(id).findings });
    };
    if (work?.step.id !== id) {
      // A wait that was restored and not taken up yet.
      if (states.of(id).kind === "waiting") leave();
      return;
    }
    work.cancel();
    if (work.onlyPolls) leave();
  }

  async #failed(id: StepId, error: unknown): Promise<void> {
    const { journal, log, states } = this.#at;
    const problem = error instanceof ProblemError ? error.problem : unexpected(error);
    log(problem);
    states.set(id, { kind: "failed", problem, findings: states.of(id).findings });
    try {
      await journal.note(id, { kind: "failed", code: problem.code, happened: problem.happened });
    } catch (unwritten) {
      // The journal itself may be what failed; the state above already says so.
      log(unexpected(unwritten));
    }
  }
}
