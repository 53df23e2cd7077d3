/**
 * What was about to be changed when a session, a disk or VS Code went away. An intention is written before its operation and
 * closed after it; one that stayed open is looked at: what is as it was to become was made, what is as it was before was not. Pure.
 */
import { thingOf, type Change } from "../change.ts";
import type { JournalEvent } from "../journal.ts";
import type { Port } from "../operations/operation.ts";
import { leavesNothing, tellsDeclared } from "../told/changes.ts";
import { sameJson } from "../values/json.ts";

/** An intention that nothing has closed. `left`: those of its changes that nobody told to be made. */
export interface OpenIntention {
  readonly id: string;
  readonly step: string;
  readonly port: Port;
  readonly operation: string;
  readonly args: Extract<JournalEvent, { kind: "intended" }>["args"];
  readonly left: readonly Change[];
  /** All that it was about to change. */
  readonly changes: readonly Change[];
  readonly takesBack: boolean;
}

/** What whoever is at an intention holds until it is closed. */
export const leaseOf = (intention: string): string => `intention ${intention}`;

const isSame = (one: Change, other: Change): boolean =>
  thingOf(one) === thingOf(other) && sameJson(one.after, other.after);

/** Those that are open, kept while a record grows: a look at them costs what is open, however long the record is. */
export class OpenIntentions {
  readonly #open = new Map<string, OpenIntention>();

  /** In the order in which they were begun. */
  get all(): readonly OpenIntention[] {
    return [...this.#open.values()];
  }

  take(event: JournalEvent): void {
    const open = this.#open;
    if (event.kind === "intended") {
      const { id, step, port = "server", operation, args, changes, takesBack = false } = event;
      open.set(id, { id, step, port, operation, args, left: changes, changes, takesBack });
    } else if (event.kind === "settled") open.delete(event.id);
    else if (event.kind === "change")
      // Whoever made it: it is told, and need not be told again.
      for (const [id, one] of open)
        open.set(id, {
          ...one,
          left: one.left.filter(
            (left) => !isSame(left, event.change) && !(event.of === id && tellsDeclared(event.change, left)),
          ),
        });
  }
}

/** Those that a whole record leaves open. */
export const openIntentions = (events: readonly JournalEvent[]): readonly OpenIntention[] => {
  const open = new OpenIntentions();
  for (const event of events) open.take(event);
  return open.all;
};

/** What a look tells of the changes that nobody told to be made. */
export interface Settled {
  readonly made: readonly Change[];
  readonly unknown: readonly Change[];
}

/** `now`: what the same would change at the time of the look; undefined where that cannot be told. */
export const settledBy = (left: readonly Change[], now: readonly Change[] | undefined): Settled => {
  const made: Change[] = [];
  const unknown: Change[] = [];
  for (const change of left) {
    const still = now?.find((one) => thingOf(one) === thingOf(change));
    // What is to be changed no more is as it was to become.
    const value = still ? still.before : change.after;
    if (now && sameJson(value, change.after)) made.push(change);
    // Of what leaves nothing behind, a look cannot see that it was not made.
    else if (!now || leavesNothing(change.what) || !sameJson(value, change.before)) unknown.push(change);
  }
  return { made, unknown };
};
