import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { planSchema, type SetupPlan } from "../plan.ts";
import { Groups } from "./groups.ts";
import { wrongInOrder } from "./order.ts";
import type { OneQuestion, StepId } from "../step.ts";

/** A change of the plan. It may be made again on a plan that another window wrote meanwhile: nothing but its value counts. */
export type PlanChange = (plan: SetupPlan) => SetupPlan;

/** What was typed and could not be taken into the plan yet. */
export interface Draft {
  readonly value: string | readonly string[];
  /** What is wrong with it; absent where it only lacks an answer beside it. */
  readonly wrong?: string;
}

type Settable = Extract<OneQuestion, { kind: "choice" | "text" | "orderedList" }>;
type Set = (plan: SetupPlan) => SetupPlan;

const isSettable = (question: OneQuestion): question is Settable =>
  question.kind === "choice" || question.kind === "text" || question.kind === "orderedList";

/** Whether a value is one that the question can be answered with at all; the page sends no other. */
export const answers = (question: OneQuestion, value: unknown): value is Draft["value"] =>
  question.kind === "orderedList" ? Array.isArray(value) : isSettable(question) && typeof value === "string";

const ids = (value: Draft["value"]): readonly string[] => (typeof value === "string" ? [value] : value);
const single = (value: Draft["value"]): string => (typeof value === "string" ? value : value.join(", "));

/** What is wrong with an answer, or undefined. */
const wrongIn = (question: Settable, value: Draft["value"]): string | undefined => {
  if (question.kind === "orderedList") return wrongInOrder(question.items, ids(value));
  if (question.kind === "text") return question.wrong(single(value));
  return question.options.some((one) => one.value === value)
    ? undefined
    : l10n.t("{0} is none of the options.", single(value));
};

const setting = (question: Settable, value: Draft["value"]): Set =>
  question.kind === "orderedList"
    ? (plan) => question.set(plan, ids(value))
    : (plan) => question.set(plan, single(value));

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
    question: Settable,
    value: Draft["value"],
    { plan, form }: { readonly plan: SetupPlan; readonly form: readonly OneQuestion[] },
  ): PlanChange | undefined {
    const key = `${step}.${question.id}`;
    const wrong = wrongIn(question, value);
    const set = setting(question, value);
    if (wrong !== undefined) {
      this.#drafts.set(key, { draft: { value, wrong }, set });
      return undefined;
    }
    this.#drafts.set(key, { draft: { value }, set });
    const current = new Map(form.filter(isSettable).map((one) => [`${step}.${one.id}`, one]));
    let taken = plan;
    const sets: Set[] = [];
    // One answer may make room for another that came first: go round until none fits any more.
    for (let again = true; again;) {
      again = false;
      for (const [name, { draft, set: before }] of this.#drafts) {
        if (draft.wrong !== undefined || !name.startsWith(`${step}.`)) continue;
        const asked = current.get(name);
        const change = asked ? setting(asked, draft.value) : before;
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
