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

/** The plan files that were taken and not taken back, the last one at the end. The plan is one for all servers. */
export const takenPlans = (events: readonly JournalEvent[]): readonly TakenPlan[] => {
  const taken: TakenPlan[] = [];
  for (const event of events) {
    if (event.kind !== "answered") continue;
    const { at, by, file, before, tookBack } = event;
    if (tookBack === true) taken.pop();
    else if (file !== undefined && before !== undefined) taken.push({ file, before, at, by });
  }
  return taken;
};
