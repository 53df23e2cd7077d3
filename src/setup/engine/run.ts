/** The engine: one procedure on one server. One thing at a time; everything that happens goes to the journal. */
import { consented } from "../consent.ts";
import { Answering } from "./answering.ts";
import { Applying } from "./applying.ts";
import { Executing } from "./executing.ts";
import type { AnswerValue } from "../question.ts";
import type { Change } from "../change.ts";
import type { JournalEvent } from "../journal.ts";
import type { Statement } from "../statement.ts";
import type { ServerJournal } from "./journal.ts";
import type { PlanStore } from "./planStore.ts";
import type { Planned } from "./planned.ts";
import type { Ask, Clock, Lease } from "../ports.ts";
import type { Problem } from "../problem.ts";
import { Carriers, type Ports } from "./carriers.ts";
import type { Procedure } from "../procedure.ts";
import { interruptedStep } from "./replay.ts";
import type { StepState } from "../stepState.ts";
import { FactCache } from "./factCache.ts";
import { Meeting, type ShownBy } from "./meeting.ts";
import { RunPlan } from "./runPlan.ts";
import { States } from "./states.ts";
import { type FormContext, type Step, type StepAction, type StepId, type StepSettings } from "../step.ts";
import { KnownSteps } from "./knownSteps.ts";
import { Looking } from "./looking.ts";
import { shownName, type Target } from "../target.ts";
import { undoList } from "./undoList.ts";

/** What a run is made of. */
export interface RunParts extends Ports {
  readonly procedure: Procedure;
  /** Read at every use: settings may change while VS Code is open. */
  readonly settings: () => StepSettings;
  readonly plans: PlanStore;
  readonly journal: ServerJournal;
  readonly ask: Ask;
  readonly clock: Clock;
  readonly lease: Lease;
  /** What the record says of this side of a session; without it, it says nothing of sessions. */
  readonly shownBy?: ShownBy;
  /** Takes the raw text of problems, for the log. */
  readonly log: (problem: Problem) => void;
}

export class Run {
  readonly #parts: RunParts;
  readonly plan: RunPlan;
  readonly #states = new States((id) => this.#steps.lasts(id));
  readonly #facts = new FactCache();
  readonly #steps: KnownSteps;
  readonly #answering: Answering;
  readonly #applying: Applying;
  readonly #executing: Executing;
  readonly #looking: Looking;

  #interrupted: StepId | undefined;
  #opening: Promise<void> | undefined;
  readonly #stop: () => void;

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.#steps = new KnownSteps(parts.procedure);
    this.plan = new RunPlan(parts.plans, parts.server.target.id, this.#states, () => this.#steps.first);
    this.#answering = new Answering({
      steps: this.#steps,
      plan: this.plan,
      states: this.#states,
      known: () => this.known,
      attest: (id, statement) => this.#attest(id, statement),
      consent: (id, given) => parts.journal.note(id, consented(given)),
      check: (id) => this.check(id),
      checkAnswer: (id) => this.#executing.execute(id, undefined, { afterAnswer: true }),
    });
    this.#applying = new Applying({
      journal: parts.journal,
      states: this.#states,
      invalidate: () => {
        this.#invalidate();
      },
      execute: (id, first, asked) => this.#executing.execute(id, first, asked),
    });
    this.#executing = new Executing({
      ...parts,
      carriers: new Carriers(parts),
      plan: this.plan,
      states: this.#states,
      steps: this.#steps,
      facts: this.#facts,
      meeting: parts.shownBy && new Meeting(parts.shownBy),
      known: () => this.known,
      attest: (id, statement) => this.#attest(id, statement),
      open: () => this.open(),
    });
    this.#looking = new Looking({
      steps: this.#steps,
      states: this.#states,
      known: () => this.known,
      check: (id) => this.check(id),
    });
    if (parts.journal.isOpen) this.#restore();
    const stops = [
      parts.plans.onChange(() => {
        this.#states.forgetChanges();
        this.#states.publish();
      }),
      parts.journal.onMore((more) => {
        if (more.some(({ kind }) => kind === "change")) this.#facts.forget();
        this.#states.catchUp(more, this.busyWith);
      }),
    ];
    this.#stop = () => {
      for (const stop of stops) stop();
    };
  }

  /** Reads the server's record, once. @throws whatever the records throw; then the next call tries again. */
  open(): Promise<void> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #open(): Promise<void> {
    await this.#parts.journal.open();
    this.#restore();
    this.#states.publish();
  }

  #restore(): void {
    const { journal } = this.#parts;
    this.#states.restore(journal.events);
    this.#interrupted = interruptedStep(journal.events, (id) => this.#steps.isOfProcedure(id));
  }

  /** The steps of the procedure that is followed now; those that the answers leave out are not among them. */
  get steps(): readonly Step[] {
    const { known } = this;
    return this.procedure.steps.filter((step) => step.applies?.(known) ?? true);
  }
  get procedure(): Procedure {
    return this.#steps.procedure;
  }
  get target(): Target {
    return this.#parts.server.target;
  }
  /** What the server is called: shown, never a key. */
  get name(): string {
    return shownName(this.#parts.server);
  }
  /** Where the server is, as it stands beside its name. */
  get where(): string {
    return this.#parts.server.where;
  }
  get known(): FormContext {
    const { journal, settings } = this.#parts;
    return {
      procedure: this.procedure,
      settings: settings(),
      server: this.name,
      reachWords: this.#parts.server.reachWords,
      plan: this.plan.now,
      attestations: [...journal.attestations],
      record: journal.events,
      facts: this.#facts,
    };
  }
  /** The step that was left in the middle before this start of VS Code, as its record tells. */
  get interrupted(): StepId | undefined {
    return this.#interrupted;
  }
  /** The step at work, where there is one; one that only waits for something outside counts too. */
  get busyWith(): StepId | undefined {
    return this.#executing.work?.step.id;
  }
  stateOf(id: StepId): StepState {
    return this.#states.of(id);
  }
  /** What applying would change, where somebody asked since the last answer. */
  changesOf(id: StepId): readonly Change[] | undefined {
    return this.plannedOf(id)?.changes;
  }
  /** The same, with what it was made from. */
  plannedOf(id: StepId): Planned | undefined {
    return this.#states.plannedOf(id);
  }
  /** All that was recorded of this server. */
  get record(): readonly JournalEvent[] {
    return this.#parts.journal.events;
  }
  /** The recorded changes that can be taken back, and those that cannot; newest first. */
  get undoable() {
    return undoList(this.#parts.journal.events);
  }
  /** Whether a step belongs to this run: to the procedure now, to an earlier one, or to none. */
  knows(id: StepId): boolean {
    return this.#steps.knows(id);
  }
  stepOf(id: StepId): Step {
    return this.#steps.of(id);
  }

  /** Follows another procedure from now on. What an earlier one found done is looked at again: it may ask for more. */
  follow(procedure: Procedure): void {
    this.#steps.follow(procedure);
    this.#invalidate();
    this.#states.forgetChanges();
    this.#states.publish();
  }

  /** What was found and read may not be so any more. */
  #invalidate(): void {
    this.#facts.forget();
    this.#states.invalidate();
  }

  /** Makes a step known that belongs to no procedure. */
  register(step: Step): void {
    this.#steps.register(step);
    this.#states.forgetChanges();
  }

  /** Calls `listener` after every change; returns how to stop that. */
  onChange(listener: () => void): () => void {
    return this.#states.onChange(listener);
  }

  /** Sees what is true now. */
  check(id: StepId): Promise<void> {
    return this.#executing.execute(id);
  }

  /** Looks again where what is shown is older than this start of VS Code. Leaves other work alone. */
  async refresh(id: StepId): Promise<void> {
    if (!this.#executing.work) await this.#looking.refresh(id);
  }
  /** Sees what is true of every step, in their order, until one needs somebody. */
  checkAll(): Promise<void> {
    return this.#looking.all();
  }

  /**
   * Does what was shown, unless a check finds it done already; then checks. What the list was made from counts, whatever
   * would be found by now.
   * @throws ProblemError `busy` where something other than a look is at work on the server.
   */
  apply(id: StepId): Promise<void> {
    return this.#applying.apply(this.stepOf(id), false);
  }

  /** The buttons of a step as it stands now. */
  actionsOf(id: StepId): readonly StepAction[] {
    const changesShown = this.changesOf(id) !== undefined;
    return this.stepOf(id).actions(this.stateOf(id), { ...this.known, changesShown });
  }

  /**
   * Sees what applying would change; changes nothing.
   * @throws ProblemError `busy`, as `apply`.
   */
  changes(id: StepId): Promise<void> {
    return this.#applying.list(this.stepOf(id));
  }

  /**
   * Runs an action of the step by its id. The page may be a moment behind: an action that is unknown or disabled is ignored,
   * and so is one that gives a consent, where `about` is not what it is about now.
   */
  async act(id: StepId, action: string, about?: string): Promise<void> {
    const pressed = this.actionsOf(id).find((one) => one.id === action && one.needs === undefined);
    if (!pressed) return;
    const { does, label } = pressed;
    if (does === "check" || does === "apply" || does === "changes") await this[does](id);
    else if (does === "again") await this.#applying.apply(this.stepOf(id), true);
    else if ("consent" in does && does.consent.about === about)
      await this.#applying.applyBy(this.stepOf(id), { ...does.consent, text: label });
  }

  /** Takes an answer of the step's form. A wrong one is kept with what is wrong; nothing is lost. */
  answer(id: StepId, field: string, value: AnswerValue): Promise<void> {
    return this.#answering.answer(id, field, value);
  }
  /** Shows the questions of one more of many. Ignored where no more can be asked for: see `act`. */
  addItem(id: StepId, field: string): void {
    this.#answering.addItem(id, field);
  }
  /** Takes one of many away, by its key. Ignored where it is there no more: see `act`. */
  removeItem(id: StepId, field: string, key: string): Promise<void> {
    return this.#answering.removeItem(id, field, key);
  }
  /** Chooses the fix of one finding, or leaves it out. Ignored where no such fix is shown: see `act`. */
  choose(id: StepId, finding: string, chosen: boolean): Promise<void> {
    return this.#answering.choose(id, finding, chosen);
  }
  /** Accepts by name a finding that could not be checked. Ignored where no such finding is shown: see `act`. */
  accept(id: StepId, finding: string): Promise<void> {
    return this.#answering.accept(id, finding);
  }

  /** Ends what may be ended. An operation that may not goes on and is waited for. */
  cancel(id: StepId): void {
    this.#executing.cancel(id);
  }

  /** Ends every wait, and the session with the server. */
  dispose(): void {
    this.#stop();
    this.#states.dispose();
    this.#executing.work?.cancel(true);
    this.#parts.server.close();
  }

  async #attest(id: StepId, statement: Statement): Promise<void> {
    await this.#parts.journal.note(id, { kind: "said", statement });
    this.#states.publish();
  }
}
