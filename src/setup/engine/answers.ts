import * as v from "valibot";
import { planSchema, type SetupPlan } from "../plan.ts";
import { Groups } from "./groups.ts";
import { answerTo, type AnswerValue, type OneQuestion, type PlanAnswer } from "../question.ts";
import type { StepId } from "../step.ts";

/** A change of the plan. It may be made again on a plan that another window wrote meanwhile: nothing but its value counts. */
export type PlanChange = (plan: SetupPlan) => SetupPlan;

/** What was typed and could not be taken into the plan yet. */
export interface Draft {
  readonly value: AnswerValue;
  /** What is wrong with it; absent where it only lacks an answer beside it. */
  readonly wrong?: string;
}

type Set = PlanAnswer["set"];

/** Answers on their way into the plan. One that does not fit is kept as it was typed, with what is wrong. */
export class Answers {
  readonly #drafts = new Map<string, { draft: Draft; set: Set }>();
  /** The items of questions that are asked of many. */
  readonly groups = new Groups();

  draftOf(step: StepId, field: string): Draft | undefined {
    return this.#drafts.get(`${step}.${field}`)?.draft;
  }

  /** Forgets what could not be taken in: another plan is in use, and what is shown is what it says. */
  forget(): void {
    this.#drafts.clear();
    this.groups.forget();
  }

  /** Forgets what was typed for one of many that is there no more. */
  forgetItem(step: StepId, question: string, key: string): void {
    for (const name of this.#drafts.keys())
      if (name.startsWith(`${step}.${question}.${key}.`)) this.#drafts.delete(name);
  }

  /**
   * How the plan changes by the answer, or undefined where it cannot be taken in. Earlier drafts that fit now go in too, by what
   * the `form` says of them now.
   */
  take(
    step: StepId,
    field: string,
    { value, wrong, set }: PlanAnswer,
    { plan, form }: { readonly plan: SetupPlan; readonly form: readonly OneQuestion[] },
  ): PlanChange | undefined {
    const key = `${step}.${field}`;
    if (wrong !== undefined) {
      this.#drafts.set(key, { draft: { value, wrong }, set });
      return undefined;
    }
    this.#drafts.set(key, { draft: { value }, set });
    const current = new Map(form.map((one) => [`${step}.${one.id}`, one]));
    let taken = plan;
    const sets: Set[] = [];
    // One answer may make room for another that came first: go round until none fits any more.
    for (let again = true; again;) {
      again = false;
      for (const [name, { draft, set: before }] of this.#drafts) {
        if (draft.wrong !== undefined || !name.startsWith(`${step}.`)) continue;
        const asked = current.get(name);
        const now = asked && answerTo(asked, draft.value);
        const change = now && "set" in now ? now.set : before;
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
