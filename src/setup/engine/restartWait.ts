/** Waiting for a server that restarts: it gives no answer for a while, and that is not a failure yet. */
import * as l10n from "@vscode/l10n";
import { ProblemError, type Problem, type ProblemCode } from "../problem.ts";
import type { StepState } from "../step.ts";
import { elapsedMs, type Time } from "../values/time.ts";
import { howToWait } from "../wait.ts";

/** A server with slow firmware and updates to finish needs minutes; after this it is worth a look. */
const longestRestartMs = 20 * 60_000;

/** How long a restart has been waited for: by the clock, and by what was slept too, for a clock may be set back meanwhile. */
export class RestartWait {
  readonly #now: () => Time;
  readonly #since: Time;
  #sleptMs = 0;

  constructor(now: () => Time) {
    this.#now = now;
    this.#since = now();
  }

  slept(ms: number): void {
    this.#sleptMs += ms;
  }

  get isTooLong(): boolean {
    return Math.max(this.#sleptMs, elapsedMs(this.#since, this.#now())) >= longestRestartMs;
  }
}

/** Whether a step waits for something during which the server may say nothing. */
export const mayBeSilent = (state: StepState): boolean =>
  state.kind === "waiting" && howToWait(state.forWhat).serverMayBeSilent === true;

const silences: readonly ProblemCode[] = ["sessionNotStarted", "sessionEnded", "sessionSilent"];

/** Whether an error is what a restarting server gives: no answer. */
export const isSilence = (error: unknown): boolean =>
  error instanceof ProblemError && silences.includes(error.problem.code);

export const restartNotSeen = (server: string): Problem => ({
  code: "restartNotSeen",
  happened: l10n.t("{0} was told to restart, but was not seen starting again.", server),
  means: l10n.t("The changes are made; whether Windows has taken them up is not known."),
  next: [
    l10n.t("Look at the server's console: it may be installing updates."),
    l10n.t("When it is up, check again."),
  ],
});
