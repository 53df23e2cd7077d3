/** What the journal of a server tells of its steps when VS Code starts. Pure. */
import type { JournalEvent } from "../journal.ts";
import { type StepId, type StepState, isStepId } from "../step.ts";

/**
 * States as they were left: what was done is `stale` until it is seen again; a restart goes on being waited for;
 * nothing else is trusted.
 */
export const statesFrom = (events: readonly JournalEvent[]): Map<StepId, StepState> => {
  const states = new Map<StepId, StepState>();
  for (const event of events) {
    if (!isStepId(event.step) || event.kind !== "checked") continue;
    if (event.state === "done")
      states.set(event.step, { kind: "stale", proof: event.proof, at: event.at, findings: [] });
    else if (event.forWhat === "restart")
      states.set(event.step, { kind: "waiting", forWhat: "restart", since: event.at, findings: [] });
    else states.set(event.step, { kind: event.state === "answered" ? "answered" : "todo", findings: [] });
  }
  return states;
};

/** Steps of no procedure. What is left of an undo is still in the list of what can be undone; logs can be saved again. */
const ofNone: ReadonlySet<StepId> = new Set<StepId>(["undo", "logs"]);

/**
 * The step that was left in the middle: it began and neither ended nor failed, or it was waiting for something
 * outside. Undefined where nothing is open.
 */
export const interruptedStep = (events: readonly JournalEvent[]): StepId | undefined => {
  let open: StepId | undefined;
  for (const event of events) {
    if (!isStepId(event.step) || ofNone.has(event.step)) continue;
    if (event.kind === "started" || (event.kind === "checked" && event.state === "waiting"))
      open = event.step;
    else if (event.step === open && ["ended", "failed", "checked"].includes(event.kind)) open = undefined;
  }
  return open;
};
