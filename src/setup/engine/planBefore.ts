/** The plans that were in use before plan files were taken, so that each can be taken back. Pure. */
import type { JournalEvent } from "../journal.ts";
import type { WholePlan } from "../plan.ts";

/** A plan file that was taken, and the plan that was in use until then. */
export interface TakenPlan {
  readonly file: string;
  readonly before: WholePlan;
  readonly at: string;
  readonly by: string;
}

/** Where a plan comes from that is used in place of another, for the record; nothing where it is an answer. */
export interface PlanFrom {
  readonly file?: string;
  readonly before?: WholePlan;
  readonly tookBack?: true;
}

/** The plan files that were taken and not taken back, kept while a record grows. The plan is one for all servers. */
export class TakenPlans {
  readonly #taken: TakenPlan[] = [];

  get last(): TakenPlan | undefined {
    return this.#taken.at(-1);
  }

  take(event: JournalEvent): void {
    if (event.kind !== "answered") return;
    const { at, by, file, before, tookBack } = event;
    if (tookBack === true) this.#taken.pop();
    else if (file !== undefined && before !== undefined) this.#taken.push({ file, before, at, by });
  }
}
