/** The records of all servers, each as a run reads and writes it. */
import { attestationsIn, type Attestation, type JournalEvent, type NotRead } from "../journal.ts";
import type { Clock, Records, ServerRecord } from "../ports.ts";
import { noStep, type StepId } from "../step.ts";
import type { ServerId } from "../target.ts";
import { OpenIntentions, type OpenIntention } from "./intentions.ts";
import { TakenPlans, type TakenPlan } from "./planBefore.ts";
import { Unread } from "./unread.ts";

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
  /** Is told once what of a server's record cannot be read. */
  readonly notRead?: (server: ServerId, what: NotRead) => void;
}

/** What was done, said and found on one server until now, and the only way to add to it. Empty until it is opened. */
export class ServerJournal {
  readonly #server: ServerId;
  readonly #parts: JournalParts;
  readonly #record: ServerRecord;
  readonly #events: JournalEvent[] = [];
  readonly #attestations: Attestation[] = [];
  readonly #intentions = new OpenIntentions();
  readonly #plans = new TakenPlans();
  readonly #unread = new Unread();
  readonly #listeners = new Set<(more: readonly JournalEvent[]) => void>();
  #opening: Promise<void> | undefined;
  #queue: Promise<void> = Promise.resolve();
  #isOpen = false;

  /** `read`: what is at hand of it already; it is open then. */
  constructor(server: ServerId, parts: JournalParts, read?: readonly JournalEvent[]) {
    this.#server = server;
    this.#parts = parts;
    this.#record = parts.records.of(server);
    if (!read) return;
    this.#take(read);
    this.#isOpen = true;
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
  /** What was about to be changed, and nobody has told the end of. */
  get openIntentions(): readonly OpenIntention[] {
    return this.#intentions.all;
  }
  /** The plan file that was taken last and not taken back. */
  get takenPlan(): TakenPlan | undefined {
    return this.#plans.last;
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
    await this.#inOrder(() => this.#write(step, what));
  }

  /** Takes in what another window has recorded meanwhile. @throws whatever the records throw. */
  async catchUp(): Promise<void> {
    if (!this.#isOpen) return;
    await this.#inOrder(async () => {
      const { events, notRead } = await this.#record.readOn();
      this.#take(events);
      this.#tell(events);
      await this.#sayNotRead(notRead);
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
    const { events, notRead } = await this.#record.readOn();
    this.#take(events);
    this.#isOpen = true;
    await this.#inOrder(() => this.#sayNotRead(notRead));
  }

  async #write(step: StepId, what: EventBody): Promise<void> {
    const { by, clock } = this.#parts;
    const event: JournalEvent = { at: clock.now(), by, server: this.#server, step, ...what };
    const { events, notRead } = await this.#record.append(event);
    this.#take(events);
    this.#tell(events.slice(0, -1));
    await this.#sayNotRead(notRead);
  }

  /** Once: the record itself keeps that it was said. Where it cannot be written, it is said again at the next start. */
  async #sayNotRead(found: NotRead): Promise<void> {
    const what = this.#unread.found(found);
    if (!what) return;
    this.#parts.notRead?.(this.#server, what);
    await this.#write(noStep, { kind: "notRead", ...what }).catch(() => undefined);
  }

  #tell(events: readonly JournalEvent[]): void {
    const more = events.filter(({ server }) => server === this.#server);
    if (more.length === 0) return;
    for (const listener of this.#listeners) listener(more);
  }

  /** Events of another server, in a file that was copied, are not this one's. */
  #take(events: readonly JournalEvent[]): void {
    for (const event of events) {
      if (event.server !== this.#server) continue;
      this.#events.push(event);
      this.#attestations.push(...attestationsIn([event]));
      this.#intentions.take(event);
      this.#plans.take(event);
      this.#unread.take(event);
    }
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
