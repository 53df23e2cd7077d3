/** What the journal of a server tells of its steps when VS Code starts. Pure. */
import type { JournalEvent } from "../journal.ts";
import type { StepState } from "../stepState.ts";
import { asStepId, type StepId } from "../step.ts";
import { howToWait, type Wait, type WaitKind } from "../wait.ts";

interface Waited {
  readonly at: string;
  readonly forWhat: WaitKind;
  readonly until?: string | undefined;
}

/** Since it was first seen, however often it was looked at again. */
const waitFrom = ({ forWhat, until, at }: Waited, before: StepState | undefined): Wait => ({
  forWhat,
  since: before?.kind === "waiting" && before.forWhat === forWhat ? before.since : at,
  ...(until === undefined ? {} : { until }),
});

/** Whether something waits in the middle of work. */
const isAmidWork = (event: JournalEvent): boolean =>
  event.kind === "checked" && event.forWhat !== undefined && howToWait(event.forWhat).amidWork === true;

/**
 * States as they were left: what was done is `stale` until it is seen again; what was waited for goes on being waited for;
 * nothing else is trusted.
 */
export const statesFrom = (events: readonly JournalEvent[]): Map<StepId, StepState> => {
  const states = new Map<StepId, StepState>();
  for (const event of events) {
    if (event.kind !== "checked") continue;
    const step = asStepId(event.step);
    if (event.state === "done")
      states.set(step, { kind: "stale", proof: event.proof, at: event.at, findings: [] });
    else if (event.forWhat !== undefined) {
      const { at, forWhat, until } = event;
      const wait = waitFrom({ at, forWhat, until }, states.get(step));
      states.set(step, { kind: "waiting", ...wait, findings: [] });
    } else states.set(step, { kind: event.state === "answered" ? "answered" : "todo", findings: [] });
  }
  return states;
};

/**
 * The step that was left in the middle: it began and neither ended nor failed, or it waited for something outside before it
 * could go on. Undefined where nothing is open. Only steps that a procedure has (`hasStep`) count: others are another version's, or
 * of no procedure, and are begun anew where they were begun.
 */
export const interruptedStep = (
  events: readonly JournalEvent[],
  hasStep: (step: StepId) => boolean,
): StepId | undefined => {
  let open: StepId | undefined;
  for (const event of events) {
    const step = asStepId(event.step);
    if (!hasStep(step)) continue;
    if (event.kind === "started" || isAmidWork(event)) open = step;
    else if (step === open && ["ended", "failed", "checked"].includes(event.kind)) open = undefined;
  }
  return open;
};
