/** Which of the changes that a server's record tells can be taken back, wherever they were made. Pure. */
import { thingOf, type Change } from "../change.ts";
import { leavesNothing } from "../told/changes.ts";
import type { JournalEvent } from "../journal.ts";
import type { Call } from "../call.ts";

/** A change that was made: when, by whom. */
export interface AppliedChange {
  readonly at: string;
  readonly by: string;
  readonly change: Change;
}
export interface Undoable extends AppliedChange {
  readonly undo: Call;
}

/**
 * The newest change of each thing that is still in effect, newest first: those with a call that takes them back, and those
 * without. What was taken back is gone from the list, and what it had replaced is there again.
 */
export const undoList = (
  events: readonly JournalEvent[],
): { readonly can: readonly Undoable[]; readonly cannot: readonly AppliedChange[] } => {
  const ofEach = new Map<string, { readonly made: AppliedChange; readonly place: number }[]>();
  for (const [place, event] of events.entries()) {
    if (event.kind !== "change" || leavesNothing(event.change.what)) continue;
    const { at, by, change, takesBack } = event;
    const key = thingOf(change);
    const changes = ofEach.get(key) ?? [];
    ofEach.set(key, changes);
    if (takesBack !== true) changes.push({ made: { at, by, change }, place });
    else if (changes.at(-1)?.made.change.undo) changes.pop();
  }
  const newest = [...ofEach.values()]
    .flatMap((changes) => changes.slice(-1))
    .toSorted((one, other) => other.place - one.place)
    .map(({ made }) => made);
  return {
    can: newest.flatMap((made) => (made.change.undo ? [{ ...made, undo: made.change.undo }] : [])),
    cannot: newest.filter(({ change }) => !change.undo),
  };
};
