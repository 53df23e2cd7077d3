/** A server that gives no answer: whether that is what an error tells, whether a wait allows it, and for how long. */
import { ProblemError, type ProblemCode } from "../problem.ts";
import type { StepState } from "../stepState.ts";
import { elapsedMs, type Time } from "../values/time.ts";
import { howToWait, type Silence } from "../wait.ts";

/** Whether a step waits for something during which the server may say nothing. */
export const mayBeSilent = (state: StepState): boolean =>
  state.kind === "waiting" && howToWait(state.forWhat).silence !== undefined;

const silences: readonly ProblemCode[] = ["sessionNotStarted", "sessionEnded", "sessionSilent"];

/** Whether an error is what a server gives that restarts, or is cut off: no answer. */
export const isSilence = (error: unknown): boolean =>
  error instanceof ProblemError && silences.includes(error.problem.code);

/** How long a server has been waited for: by the clock, and by what was slept too, for a clock may be set back meanwhile. */
export class SilentSpell {
  readonly #allowed: Silence;
  readonly #now: () => Time;
  readonly #since: Time;
  #sleptMs = 0;

  constructor(allowed: Silence, now: () => Time) {
    this.#allowed = allowed;
    this.#now = now;
    this.#since = now();
  }

  slept(ms: number): void {
    this.#sleptMs += ms;
  }

  get isTooLong(): boolean {
    return Math.max(this.#sleptMs, elapsedMs(this.#since, this.#now())) >= this.#allowed.longestMs;
  }
}
