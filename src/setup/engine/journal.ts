/** The record of one server as a run reads and writes it. */
import { attestationsIn, type Attestation, type JournalEvent } from "../journal.ts";
import type { Clock, Records } from "../ports.ts";
import type { StepId } from "../step.ts";

/** What happened, without what every event has: when, by whom, where, in which step. */
export type EventBody = JournalEvent extends infer E
  ? E extends unknown
    ? Omit<E, "at" | "by" | "server" | "step">
    : never
  : never;

/** What a journal is made of. `by` is the person's name for the record. */
export interface JournalParts {
  readonly records: Pick<Records, "append">;
  readonly clock: Pick<Clock, "now">;
  readonly by: string;
  readonly server: { readonly name: string };
}

/** What was done, said and found on one server until now, and the only way to add to it. */
export class ServerJournal {
  readonly #parts: JournalParts;
  readonly #events: JournalEvent[];
  readonly #attestations: Attestation[];

  constructor(events: readonly JournalEvent[], parts: JournalParts) {
    this.#parts = parts;
    this.#events = [...events];
    this.#attestations = attestationsIn(events.filter(({ server }) => server === parts.server.name));
  }

  get events(): readonly JournalEvent[] {
    return this.#events;
  }

  /** What persons said of this server, in order. */
  get attestations(): readonly Attestation[] {
    return this.#attestations;
  }

  /** @throws whatever the records throw when the journal cannot be written: then nothing may be changed either. */
  async note(step: StepId, what: EventBody): Promise<void> {
    const { by, clock, records, server } = this.#parts;
    const event: JournalEvent = { at: clock.now(), by, server: server.name, step, ...what };
    await records.append(event);
    this.#events.push(event);
    this.#attestations.push(...attestationsIn([event]));
  }
}
