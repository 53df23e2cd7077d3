/** What a step asks, as data, and how each kind of question takes an answer. Pure. */
import * as l10n from "@vscode/l10n";
import { wordsOf, type Consent, type GivenConsent } from "./consent.ts";
import type { Attestation } from "./journal.ts";
import type { Statement } from "./statement.ts";
import type { LinkId } from "./links.ts";
import { changedList, wrongInOrder, type List, type ListChange } from "./order.ts";
import type { SetupPlan } from "./plan.ts";

/** What a page answers with, whatever the kind of the question: a text, a yes or no, ids, some or all in an order, or a change of a list. */
export type AnswerValue = string | boolean | readonly string[] | ListChange;

/** Whether it is a list of ids. */
export const isIds = (value: AnswerValue | undefined): value is readonly string[] =>
  typeof value === "object" && !("kind" in value);

interface QuestionText {
  readonly id: string;
  readonly label: string;
  readonly help?: string;
}

/**
 * The kinds of questions, each with what a step says of one. A kind has one entry here and in `kinds` below, and one in each room
 * that deals with kinds: what the page is given (`ui/fieldViews.ts`), its schema (`messages/view.ts`) and how it is asked
 * (`webview/widgets/fields.ts`). Where one lacks it, that does not compile.
 */
interface QuestionKinds {
  readonly choice: {
    readonly options: readonly {
      readonly value: string;
      readonly label: string;
      readonly detail?: string;
    }[];
    readonly value: string;
    /** Writes the answer into the plan. */
    readonly set: (plan: SetupPlan, value: string) => SetupPlan;
  };
  /** Any of the options, in their order. */
  readonly several: {
    readonly options: readonly {
      readonly value: string;
      readonly label: string;
      readonly detail?: string;
    }[];
    readonly value: readonly string[];
    /** What is wrong with an answer, or undefined. */
    readonly wrong: (values: readonly string[]) => string | undefined;
    readonly set: (plan: SetupPlan, values: readonly string[]) => SetupPlan;
  };
  readonly text: {
    readonly value: string;
    readonly placeholder?: string;
    /** What is wrong with an answer, or undefined. */
    readonly wrong: (value: string) => string | undefined;
    readonly set: (plan: SetupPlan, value: string) => SetupPlan;
  };
  readonly agreement: {
    readonly text: string;
    readonly link: LinkId;
    readonly linkLabel: string;
    readonly accepted: Attestation | undefined;
    readonly statement: Statement;
    /** What is agreed to by it, where something is: the record has it with the words. */
    readonly consent?: Consent;
  };
  readonly orderedList: List & {
    /** Takes the ids of the list as it is wanted: in another order, with one more, without one. */
    readonly set: (plan: SetupPlan, ids: readonly string[]) => SetupPlan;
  };
  readonly readOnly: { readonly value: string };
}
export type QuestionKind = keyof QuestionKinds;

/** One question of a step, of any kind or of those that are named. */
export type OneQuestion<K extends QuestionKind = QuestionKind> = {
  [P in K]: QuestionText & { readonly kind: P } & QuestionKinds[P];
}[K];

/** An answer that goes into the plan. */
export interface PlanAnswer {
  readonly value: AnswerValue;
  /** What is wrong with it, or undefined. */
  readonly wrong: string | undefined;
  readonly set: (plan: SetupPlan) => SetupPlan;
}

/** What becomes of a value: something of the plan, something that a person said, or, where no such thing is asked, nothing. */
export type Answer = PlanAnswer | { readonly says: Statement; readonly consent?: GivenConsent } | undefined;

/** The list that an answer asks for: all of its items in an order, or with one change. */
const wantedList = (list: List, value: readonly string[] | ListChange) =>
  "kind" in value ? changedList(list, value) : { ids: value, wrong: wrongInOrder(list.items, value) };

/** How each kind takes an answer. */
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
  several: ({ options, wrong, set }, value) => {
    if (!isIds(value)) return undefined;
    const other = value.find((chosen) => options.every((one) => one.value !== chosen));
    return {
      value,
      wrong: other === undefined ? wrong(value) : l10n.t("{0} is none of the options.", other),
      set: (plan) => set(plan, value),
    };
  },
  text: ({ wrong, set }, value) =>
    typeof value === "string" ? { value, wrong: wrong(value), set: (plan) => set(plan, value) } : undefined,
  orderedList: ({ set, ...list }, value) => {
    const wanted = typeof value === "object" ? wantedList(list, value) : undefined;
    return wanted && { value, wrong: wanted.wrong, set: (plan) => set(plan, wanted.ids) };
  },
  agreement: ({ accepted, consent, label, statement, text }, value) =>
    value === true && accepted === undefined
      ? { says: statement, ...(consent ? { consent: { ...consent, text: wordsOf(label, text) } } : {}) }
      : undefined,
  readOnly: () => undefined,
};

/** What a question makes of a value; undefined where it is none that it can be answered with. The page sends no such. */
export const answerTo = <K extends QuestionKind>(question: OneQuestion<K>, value: AnswerValue): Answer =>
  kinds[question.kind](question, value);

/** The same questions asked of each of several: of each domain, of each server. */
export interface ManyQuestion extends QuestionText {
  readonly kind: "many";
  /** How many there are; with `add`, the questions at `count` are those of one more. */
  readonly count: number;
  readonly of: (at: number) => readonly OneQuestion[];
  /** What one is called, above its questions. */
  readonly named: (at: number) => string;
  /** The button that asks for one more; left out where there is no more. */
  readonly add?: string;
  /** Takes one away; `label` is its button's. */
  readonly remove?: {
    readonly label: (at: number) => string;
    readonly set: (plan: SetupPlan, at: number) => SetupPlan;
  };
}

export type Question = OneQuestion | ManyQuestion;
