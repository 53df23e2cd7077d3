/** The plan as a run works with it: what was answered and chosen, and the plan files that were taken. */
import type { Answers, PlanChange } from "./answers.ts";
import type { PlanFrom, TakenPlan } from "./planBefore.ts";
import type { PlanStore, ServerPlan } from "./planStore.ts";
import type { States } from "./states.ts";
import type { SetupPlan, WholePlan } from "../plan.ts";
import type { StepId } from "../step.ts";
import type { ServerId } from "../target.ts";

export class RunPlan {
  readonly #plans: PlanStore;
  readonly #server: ServerId;
  readonly #states: States;
  readonly #first: () => StepId;

  /** `first`: the step that a plan is recorded under which was answered in none. */
  constructor(plans: PlanStore, server: ServerId, states: States, first: () => StepId) {
    this.#plans = plans;
    this.#server = server;
    this.#states = states;
    this.#first = first;
  }

  get #own(): ServerPlan {
    return this.#plans.of(this.#server);
  }
  /** What it says for this server. */
  get now(): SetupPlan {
    return this.#own.plan;
  }
  get answers(): Answers {
    return this.#own.answers;
  }
  /** The plan with all that it says of any server. */
  get whole(): WholePlan {
    return this.#plans.whole;
  }
  /** The servers that a plan names and no window of this machine has. */
  notHere(plan: WholePlan): readonly string[] {
    return this.#plans.notHere(plan);
  }
  /** The plan file that was taken last and not taken back, with the plan from before. */
  get taken(): TakenPlan | undefined {
    return this.#own.taken;
  }

  /** Writes an answer of a step. What was shown to change is no longer true. */
  async update(change: PlanChange, step: StepId): Promise<void> {
    this.#states.forgetChanges();
    await this.#plans.update(change, { server: this.#server, step });
    this.#states.publish();
  }

  /** Chooses the fix of one finding, or leaves it out. */
  choose(finding: string, chosen: boolean, step: StepId): Promise<void> {
    return this.update((plan) => {
      const others = plan.skippedFixes.filter((one) => one !== finding);
      return { ...plan, skippedFixes: chosen ? others : [...others, finding] };
    }, step);
  }

  /** Works with another plan from now on. */
  async use(plan: WholePlan, from?: (before: WholePlan) => PlanFrom): Promise<void> {
    this.#states.forgetChanges();
    await this.#plans.replace(plan, { server: this.#server, step: this.#first() }, from);
    this.#states.publish();
  }

  /** Works with the plan of a file from now on; the one in use is kept with it. `file` is the name for the record. */
  useFile(plan: WholePlan, file: string): Promise<void> {
    return this.#replace(plan, (before) => ({ file, before }));
  }

  /** Works with the plan again that was in use before the last plan file. Ignored where that is no longer `shown`. */
  async takeBack(shown: TakenPlan): Promise<void> {
    const { taken } = this;
    if (taken?.at === shown.at && taken.file === shown.file)
      await this.#replace(shown.before, () => ({ tookBack: true }));
  }

  #replace(plan: WholePlan, from: (before: WholePlan) => PlanFrom): Promise<void> {
    this.answers.forget();
    this.#states.forgetAnswers();
    return this.use(plan, from);
  }
}
