/** The plan in use, the answers of each server on their way into it, and the plans that files replaced. */
import * as v from "valibot";
import { Answers, type PlanChange } from "./answers.ts";
import { planSchema, type SetupPlan } from "../plan.ts";
import type { Kept } from "../ports.ts";
import type { StepRef } from "../stepRef.ts";
import type { ServerId } from "../target.ts";
import type { Journal } from "./journal.ts";
import { takenPlans, type PlanFrom, type TakenPlan } from "./planBefore.ts";

/** The plan as it is for one server. */
export interface ServerPlan {
  readonly plan: SetupPlan;
  readonly answers: Answers;
  /** The plan file that was taken last and not taken back, with the plan from before. */
  readonly taken: TakenPlan | undefined;
}

export class PlanStore {
  readonly #kept: Kept<SetupPlan>;
  readonly #journal: Journal;
  readonly #answers = new Map<ServerId, Answers>();
  readonly #listeners = new Set<() => void>();
  #plan: SetupPlan;
  /** How many changes are on their way to where the plan is kept. */
  #pending = 0;

  constructor(plan: SetupPlan, kept: Kept<SetupPlan>, journal: Journal) {
    this.#plan = plan;
    this.#kept = kept;
    this.#journal = journal;
  }

  of(server: ServerId): ServerPlan {
    const answers = this.#answers.get(server) ?? new Answers();
    this.#answers.set(server, answers);
    return { plan: this.#plan, answers, taken: takenPlans(this.#journal.of(server).events).at(-1) };
  }

  /**
   * Works with another plan from now on; it is in use at once, and kept and recorded when this resolves. `from` says where it
   * comes from, given the plan it replaces. @throws whatever keeps it throws when it cannot be kept.
   */
  async update(
    change: PlanChange,
    { server, step }: StepRef,
    from: (before: SetupPlan) => PlanFrom = () => ({}),
  ): Promise<void> {
    const changed = (plan: SetupPlan) => v.parse(planSchema, change(plan));
    this.#use(changed(this.#plan));
    let before = this.#plan;
    this.#pending += 1;
    let plan: SetupPlan;
    try {
      plan = await this.#kept.update((now) => changed((before = now)));
    } finally {
      this.#pending -= 1;
    }
    // Where another answer is under way it is in the plan already, and comes to where this is kept next.
    if (this.#pending === 0) this.#use(plan);
    await this.#journal.of(server).note(step, { kind: "answered", plan, ...from(before) });
  }

  /** Takes a plan that another window wrote. */
  take(plan: SetupPlan): void {
    if (this.#pending === 0) this.#use(plan);
  }

  /** Calls `listener` whenever another plan is in use; returns how to stop that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #use(plan: SetupPlan): void {
    if (JSON.stringify(plan) === JSON.stringify(this.#plan)) return;
    this.#plan = plan;
    for (const listener of this.#listeners) listener();
  }
}
