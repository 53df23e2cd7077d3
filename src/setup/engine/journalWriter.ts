import type { JournalEvent } from "../journal.ts";
import type { Clock, Records } from "../ports.ts";
import type { StepId } from "../step.ts";

/** What happened, without what every event has: when, by whom, where, in which step. */
export type EventBody = JournalEvent extends infer E
  ? E extends unknown
    ? Omit<E, "at" | "by" | "server" | "step">
    : never
  : never;

/** Writes to the journal in one server's and one person's name. */
export type JournalWriter = (step: StepId, what: EventBody) => Promise<void>;

/** @throws whatever the records throw when the journal cannot be written: then nothing may be changed either. */
export const journalWriter =
  (
    records: Pick<Records, "append">,
    clock: Clock,
    by: string,
    server: { readonly name: string },
  ): JournalWriter =>
  (step, what) =>
    records.append({ at: clock.now(), by, server: server.name, step, ...what });
