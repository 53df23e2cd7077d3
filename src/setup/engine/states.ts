/** How each step of a run stands, what applying it would change, and who is told when that becomes something else. */
import type { JournalEvent } from "../journal.ts";
import { notShown, type Planned } from "./planned.ts";
import { statesFrom } from "./replay.ts";
import type { StepState } from "../stepState.ts";
import type { StepId } from "../step.ts";

export class States {
  readonly #states = new Map<StepId, StepState>();
  readonly #kept = new Set<StepId>();
  readonly #planned = new Map<StepId, Planned>();
  readonly #listeners = new Set<() => void>();
  readonly #lasts: (id: StepId) => boolean;

  /** `lasts`: which steps stay done whatever is changed. */
  constructor(lasts: (id: StepId) => boolean) {
    this.#lasts = lasts;
  }

  /** As the journal tells that they were left on this server; what was seen since stays. */
  restore(events: readonly JournalEvent[]): void {
    for (const [id, state] of statesFrom(events)) if (!this.#states.has(id)) this.#keep(id, state);
  }

  /** What another window has seen and changed on this server meanwhile; what is at work here goes on. */
  catchUp(more: readonly JournalEvent[], atWork: StepId | undefined): void {
    if (more.some(({ kind }) => kind === "change")) {
      this.forgetChanges();
      this.invalidate();
    }
    for (const [id, state] of statesFrom(more)) if (id !== atWork) this.#keep(id, state);
    this.publish();
  }

  /** Nobody here has seen it. */
  #keep(id: StepId, state: StepState): void {
    this.#states.set(id, state);
    this.#kept.add(id);
  }

  /** Whether it stands as a record tells, and was not looked at here. */
  isKept(id: StepId): boolean {
    return this.#kept.has(id);
  }

  of(id: StepId): StepState {
    return this.#states.get(id) ?? { kind: "todo", findings: [] };
  }

  set(id: StepId, state: StepState): void {
    this.#states.set(id, state);
    this.#kept.delete(id);
    this.publish();
  }

  /** What was shown to change, while it is true. */
  plannedOf(id: StepId): Planned | undefined {
    return this.#planned.get(id);
  }

  /** Shows what would change; with `before`, in place of a list that is no longer true. */
  setPlanned(id: StepId, planned: Omit<Planned, "added">, before?: Planned): void {
    const added = before ? notShown(planned.changes, before.changes) : [];
    this.#planned.set(id, { ...planned, added });
  }

  /** What was shown to change is no longer true. */
  forgetChanges(): void {
    this.#planned.clear();
  }

  /** What was found done may not be so any more, for all steps or some: it is stale until it is seen again. */
  invalidate(some?: readonly StepId[]): void {
    for (const [id, state] of this.#states)
      if (state.kind === "done" && !this.#lasts(id) && (some?.includes(id) ?? true))
        this.#states.set(id, { ...state, kind: "stale" });
  }

  /** What was found by the answers of another plan counts no more: it is looked at again before it is shown. */
  forgetAnswers(): void {
    this.invalidate();
    for (const [id, state] of this.#states)
      if (state.kind === "answered") this.#states.set(id, { kind: "answered", findings: [] });
  }

  /** Calls `listener` after every change; returns how to stop that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  publish(): void {
    for (const listener of this.#listeners) listener();
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
