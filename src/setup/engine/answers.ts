import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { planSchema, type SetupPlan } from "../plan.ts";
import type { Question, StepId } from "../step.ts";

/** A change of the plan. It may be made again on a plan that another window wrote meanwhile: nothing but its value counts. */
export type PlanChange = (plan: SetupPlan) => SetupPlan;

/** What was typed and could not be taken into the plan yet. */
export interface Draft {
  readonly value: string;
  /** What is wrong with it; absent where it only lacks an answer beside it. */
  readonly wrong?: string;
}

type Settable = Extract<Question, { kind: "choice" | "text" }>;

/** Answers on their way into the plan. One that does not fit is kept as it was typed, with what is wrong. */
export class Answers {
  readonly #drafts = new Map<string, { draft: Draft; set: Settable["set"] }>();

  draftOf(step: StepId, field: string): Draft | undefined {
    return this.#drafts.get(`${step}.${field}`)?.draft;
  }

  /** Forgets what could not be taken in: another plan is in use, and what is shown is what it says. */
  forget(): void {
    this.#drafts.clear();
  }

  /** How the plan changes by the answer, or undefined where it cannot be taken in. Earlier drafts that fit now go in too. */
  take(step: StepId, question: Settable, value: string, plan: SetupPlan): PlanChange | undefined {
    const key = `${step}.${question.id}`;
    const wrong =
      question.kind === "text"
        ? question.wrong(value)
        : question.options.some((one) => one.value === value)
          ? undefined
          : l10n.t("{0} is none of the options.", value);
    if (wrong !== undefined) {
      this.#drafts.set(key, { draft: { value, wrong }, set: question.set });
      return undefined;
    }
    this.#drafts.set(key, { draft: { value }, set: question.set });
    let taken = plan;
    const sets: PlanChange[] = [];
    // One answer may make room for another that came first: go round until none fits any more.
    for (let again = true; again;) {
      again = false;
      for (const [name, { draft, set }] of this.#drafts) {
        if (draft.wrong !== undefined || !name.startsWith(`${step}.`)) continue;
        const change: PlanChange = (before) => set(before, draft.value);
        const tried = v.safeParse(planSchema, change(taken));
        if (!tried.success) continue;
        taken = tried.output;
        sets.push(change);
        again = true;
        this.#drafts.delete(name);
      }
    }
    return sets.length === 0
      ? undefined
      : (before) => sets.reduce((now, change) => v.parse(planSchema, change(now)), before);
  }
}
