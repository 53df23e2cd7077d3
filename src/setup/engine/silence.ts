/** A server that gives no answer: whether that is what an error tells, and whether it is awaited. */
import { ProblemError, type ProblemCode } from "../problem.ts";
import type { StepState } from "../stepState.ts";
import { howToWait } from "../wait.ts";

/** Whether a step waits for something during which the server may say nothing. */
export const mayBeSilent = (state: StepState): boolean =>
  state.kind === "waiting" && howToWait(state.forWhat).serverMayBeSilent === true;

const silences: readonly ProblemCode[] = ["sessionNotStarted", "sessionEnded", "sessionSilent"];

/** Whether an error is what a restarting server gives: no answer. */
export const isSilence = (error: unknown): boolean =>
  error instanceof ProblemError && silences.includes(error.problem.code);
