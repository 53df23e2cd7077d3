import * as v from "valibot";
import { planSchema, type SetupPlan } from "../plan.ts";
import type { Question, StepId } from "../step.ts";

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

  /** The plan with the answer in it, or undefined where it cannot be taken in. Earlier drafts that fit now go in too. */
  take(step: StepId, question: Settable, value: string, plan: SetupPlan): SetupPlan | undefined {
    const key = `${step}.${question.id}`;
    const wrong =
      question.kind === "text"
        ? question.wrong(value)
        : question.options.some((one) => one.value === value)
          ? undefined
          : value;
    if (wrong !== undefined) {
      this.#drafts.set(key, { draft: { value, wrong }, set: question.set });
      return undefined;
    }
    this.#drafts.set(key, { draft: { value }, set: question.set });
    let taken = plan;
    let any = false;
    // One answer may make room for another that came first: go round until none fits any more.
    for (let again = true; again;) {
      again = false;
      for (const [name, { draft, set }] of this.#drafts) {
        if (draft.wrong !== undefined || !name.startsWith(`${step}.`)) continue;
        const tried = v.safeParse(planSchema, set(taken, draft.value));
        if (!tried.success) continue;
        taken = tried.output;
        any = again = true;
        this.#drafts.delete(name);
      }
    }
    return any ? taken : undefined;
  }
}
