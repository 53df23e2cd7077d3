/** The steps of one run: those of the procedure that is followed, those of earlier ones, and those of none. */
import type { Procedure } from "../procedure.ts";
import { noStep, type Step, type StepId } from "../step.ts";

export class KnownSteps {
  /** Every step there was, so that an open panel of another procedure keeps its own. */
  readonly #registered = new Map<StepId, Step>();
  readonly #ofProcedures = new Set<StepId>();
  #procedure: Procedure;

  constructor(procedure: Procedure) {
    this.#procedure = procedure;
    this.follow(procedure);
  }

  get procedure(): Procedure {
    return this.#procedure;
  }

  follow(procedure: Procedure): void {
    this.#procedure = procedure;
    for (const step of procedure.steps) {
      this.#registered.set(step.id, step);
      this.#ofProcedures.add(step.id);
    }
  }

  /** Makes a step known that belongs to no procedure. */
  register(step: Step): void {
    this.#registered.set(step.id, step);
  }

  knows(id: StepId): boolean {
    return this.#registered.has(id);
  }

  /** @throws where there is no such step */
  of(id: StepId): Step {
    const step = this.#registered.get(id);
    if (!step) throw new Error(`No step ${id} in this procedure`);
    return step;
  }

  /** Whether a procedure has it: a step of none is begun anew where it was begun, and not gone on with. */
  isOfProcedure(id: StepId): boolean {
    return this.#ofProcedures.has(id);
  }

  /** The step that a plan is recorded under which was answered in none. */
  get first(): StepId {
    return this.#procedure.steps[0]?.id ?? noStep;
  }

  /** The step of the procedure that meets the server, where one does. */
  get meeting(): StepId | undefined {
    return this.#procedure.steps.find(({ meetsServer }) => meetsServer === true)?.id;
  }

  /** Whether a step stays done whatever is changed. */
  lasts(id: StepId): boolean {
    return this.#registered.get(id)?.meetsServer === true;
  }

  /** The steps of the procedure that come after one. A step of no procedure has none after it. */
  after(id: StepId): readonly StepId[] {
    const ids = this.#procedure.steps.map((step) => step.id);
    return ids.slice(ids.indexOf(id) + 1 || ids.length);
  }
}
