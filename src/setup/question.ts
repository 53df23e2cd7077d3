/** What a step asks, as data. */
import type { Consent } from "./consent.ts";
import type { Attestation, Statement } from "./journal.ts";
import type { LinkId } from "./links.ts";
import type { SetupPlan } from "./plan.ts";

/** What a page answers with, whatever the kind of the question: a text, a yes or no, or ids in an order. */
export type AnswerValue = string | boolean | readonly string[];

interface Asked {
  readonly id: string;
  readonly label: string;
  readonly help?: string;
}

/** One of the things that are put in an order; no two have the same id. */
export interface Item {
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
}

/**
 * The kinds of questions, each with what a step says of one. A kind has one entry here and one in each table by kind: how an
 * answer is taken (`engine/questionKinds.ts`), what the page is given (`ui/fieldViews.ts`), its schema (`messages/view.ts`) and
 * how it is asked (`webview/widgets/fields.ts`). Where one lacks it, nothing compiles.
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
  readonly orderedList: {
    readonly items: readonly Item[];
    /** Takes the ids of all items, each once, in the order that is wanted. */
    readonly set: (plan: SetupPlan, ids: readonly string[]) => SetupPlan;
  };
  readonly readOnly: { readonly value: string };
}
export type QuestionKind = keyof QuestionKinds;

/** One question of a step, of any kind or of those that are named. */
export type OneQuestion<K extends QuestionKind = QuestionKind> = {
  [P in K]: Asked & { readonly kind: P } & QuestionKinds[P];
}[K];

/** The same questions asked of each of several: of each domain, of each server. */
export interface ManyQuestion extends Asked {
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
