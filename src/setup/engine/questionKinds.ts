/** How each kind of question takes an answer. Pure. */
import * as l10n from "@vscode/l10n";
import { wordsOf, type GivenConsent } from "../consent.ts";
import type { Statement } from "../journal.ts";
import type { SetupPlan } from "../plan.ts";
import type { AnswerValue, OneQuestion, QuestionKind } from "../question.ts";
import { wrongInOrder } from "./order.ts";

/** An answer that goes into the plan. */
export interface PlanAnswer {
  readonly value: AnswerValue;
  /** What is wrong with it, or undefined. */
  readonly wrong: string | undefined;
  readonly set: (plan: SetupPlan) => SetupPlan;
}

/** What becomes of a value: something of the plan, something that a person said, or, where no such thing is asked, nothing. */
export type Answer = PlanAnswer | { readonly says: Statement; readonly consent?: GivenConsent } | undefined;

const kinds: { readonly [K in QuestionKind]: (question: OneQuestion<K>, value: AnswerValue) => Answer } = {
  choice: ({ options, set }, value) =>
    typeof value === "string"
      ? {
          value,
          wrong: options.some((one) => one.value === value)
            ? undefined
            : l10n.t("{0} is none of the options.", value),
          set: (plan) => set(plan, value),
        }
      : undefined,
  text: ({ wrong, set }, value) =>
    typeof value === "string" ? { value, wrong: wrong(value), set: (plan) => set(plan, value) } : undefined,
  orderedList: ({ items, set }, value) =>
    typeof value === "object"
      ? { value, wrong: wrongInOrder(items, value), set: (plan) => set(plan, value) }
      : undefined,
  agreement: ({ accepted, consent, label, statement, text }, value) =>
    value === true && accepted === undefined
      ? { says: statement, ...(consent ? { consent: { ...consent, text: wordsOf(label, text) } } : {}) }
      : undefined,
  readOnly: () => undefined,
};

/** What a question makes of a value; undefined where it is none that it can be answered with. The page sends no such. */
export const answerTo = <K extends QuestionKind>(question: OneQuestion<K>, value: AnswerValue): Answer =>
  kinds[question.kind](question, value);
