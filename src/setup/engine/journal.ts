/** The records of all servers, each as a run reads and writes it. */
import { attestationsIn, type Attestation, type JournalEvent } from "../journal.ts";
import type { Clock, Records } from "../ports.ts";
import type { StepId } from "../step.ts";
import type { ServerId } from "../target.ts";

/** What happened, without what every event has: when, by whom, where, in which step. */
export type EventBody = JournalEvent extends infer E
  ? E extends unknown
    ? Omit<E, "at" | "by" | "server" | "step">
    : never
  : never;

/** What the journals are made of. `by` is the person's name for the record. */
export interface JournalParts {
  readonly records: Records;
  readonly clock: Pick<Clock, "now">;
  readonly by: string;
}

/** What was done, said and found on one server until now, and the only way to add to it. Empty until it is opened. */
export class ServerJournal {
  readonly #server: ServerId;
  readonly #parts: JournalParts;
  readonly #events: JournalEvent[] = [];
  readonly #attestations: Attestation[] = [];
  readonly #listeners = new Set<(more: readonly JournalEvent[]) => void>();
  #opening: Promise<void> | undefined;
  #queue: Promise<void> = Promise.resolve();
  #isOpen = false;

  /** `read`: what is at hand of it already; it is open then. */
  constructor(server: ServerId, parts: JournalParts, read?: readonly JournalEvent[]) {
    this.#server = server;
    this.#parts = parts;
    if (read) this.#begin(read);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }
  get events(): readonly JournalEvent[] {
    return this.#events;
  }
  /** What persons said of this server, in order. */
  get attestations(): readonly Attestation[] {
    return this.#attestations;
  }

  /** Reads what was recorded until now, once. @throws whatever the records throw; then the next call tries again. */
  open(): Promise<void> {
    this.#opening ??= this.#read().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  /** @throws whatever the records throw when the journal cannot be read or written: then nothing may be changed either. */
  async note(step: StepId, what: EventBody): Promise<void> {
    if (!this.#isOpen) await this.open();
    const { by, clock, records } = this.#parts;
    const event: JournalEvent = { at: clock.now(), by, server: this.#server, step, ...what };
    await this.#inOrder(async () => {
      await records.append(this.#server, event);
      this.#take([event]);
    });
  }

  /** Takes in what another window has recorded meanwhile. @throws whatever the records throw. */
  async catchUp(): Promise<void> {
    if (!this.#isOpen) return;
    await this.#inOrder(async () => {
      const { records } = this.#parts;
      if (!(await records.hasMore(this.#server))) return;
      const known = new Map<string, number>();
      for (const event of this.#events) {
        const text = JSON.stringify(event);
        known.set(text, (known.get(text) ?? 0) + 1);
      }
      const more = (await records.read(this.#server)).filter((event) => {
        const text = JSON.stringify(event);
        const left = known.get(text) ?? 0;
        known.set(text, left - 1);
        return left <= 0 && event.server === this.#server;
      });
      if (more.length === 0) return;
      this.#take(more);
      for (const listener of this.#listeners) listener(more);
    });
  }

  /** Calls `listener` with what another window has recorded; returns how to stop that. */
  onMore(listener: (more: readonly JournalEvent[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #inOrder(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #read(): Promise<void> {
    this.#begin(await this.#parts.records.read(this.#server));
  }

  #begin(events: readonly JournalEvent[]): void {
    this.#take(events);
    this.#isOpen = true;
  }

  /** Events of another server, in a file that was copied, are not this one's. */
  #take(events: readonly JournalEvent[]): void {
    const own = events.filter(({ server }) => server === this.#server);
    this.#events.push(...own);
    this.#attestations.push(...attestationsIn(own));
  }
}

/** One record a server, read when the server is first shown. */
export class Journal {
  readonly #parts: JournalParts;
  readonly #of = new Map<ServerId, ServerJournal>();

  readonly #read: ReadonlyMap<ServerId, readonly JournalEvent[]>;

  /** `read`: the records that are at hand already. */
  constructor(parts: JournalParts, read: ReadonlyMap<ServerId, readonly JournalEvent[]> = new Map()) {
    this.#parts = parts;
    this.#read = read;
  }

  of(server: ServerId): ServerJournal {
    const known = this.#of.get(server) ?? new ServerJournal(server, this.#parts, this.#read.get(server));
    this.#of.set(server, known);
    return known;
  }

  /** Takes in what other windows have recorded meanwhile, of the servers whose records are open. */
  async catchUp(): Promise<void> {
    for (const journal of this.#of.values()) await journal.catchUp();
  }
}
