/** The plan in use, the answers on their way into it, and the plans that files replaced. */
import * as v from "valibot";
import { Answers } from "./answers.ts";
import { planSchema, type SetupPlan } from "../plan.ts";
import type { Records } from "../ports.ts";
import type { StepId } from "../step.ts";
import type { ServerJournal } from "./journal.ts";
import { takenPlans, type PlanFrom, type TakenPlan } from "./planBefore.ts";

export class PlanStore {
  readonly answers = new Answers();
  readonly #records: Pick<Records, "savePlan">;
  readonly #journal: ServerJournal;
  #plan: SetupPlan;

  constructor(plan: SetupPlan, records: Pick<Records, "savePlan">, journal: ServerJournal) {
    this.#plan = plan;
    this.#records = records;
    this.#journal = journal;
  }

  get plan(): SetupPlan {
    return this.#plan;
  }

  /** The plan file that was taken last and not taken back, with the plan from before. */
  get taken(): TakenPlan | undefined {
    return takenPlans(this.#journal.events).at(-1);
  }

  /**
   * Works with another plan from now on; it is in use at once, and kept when this resolves. `step` is where it was
   * answered. @throws whatever the records throw when it cannot be kept.
   */
  async update(plan: SetupPlan, step: StepId, from: PlanFrom): Promise<void> {
    this.#plan = v.parse(planSchema, plan);
    const used = this.#plan;
    await this.#records.savePlan(used);
    await this.#journal.note(step, { kind: "answered", plan: used, ...from });
  }
}
