/** What the page is given of a step's questions. Pure. */
import * as l10n from "@vscode/l10n";
import type { Field, ManyField, OneField } from "../messages/view.ts";
import type { Draft } from "../setup/engine/answers.ts";
import { itemsOf } from "../setup/engine/form.ts";
import type { Run } from "../setup/engine/run.ts";
import type { Item } from "../setup/order.ts";
import {
  isIds,
  type ManyQuestion,
  type OneQuestion,
  type Question,
  type QuestionKind,
} from "../setup/question.ts";
import type { StepId } from "../setup/step.ts";
import { clockTime } from "../setup/values/moments.ts";

type FieldOf<K extends QuestionKind> = Extract<OneField, { kind: K }>;

interface Shown {
  /** What was typed and is not in the plan yet. */
  readonly draft: Draft | undefined;
  readonly disabled: boolean;
}

const about = ({ id, label, help }: OneQuestion, { disabled }: Shown) => ({
  id,
  label,
  disabled,
  ...(help === undefined ? {} : { help }),
});
const wrongIn = ({ draft }: Shown) => (draft?.wrong === undefined ? {} : { error: draft.wrong });

/** What a page is given of an item, whatever else is known of it. */
const itemOf = ({ id, label, detail, marks, measured }: Item) => ({
  id,
  label,
  ...(detail === undefined ? {} : { detail }),
  ...(marks ? { marks: [...marks] } : {}),
  ...(measured ? { measured } : {}),
});

/** A name that cannot be added is wrong beside where it was typed, and an order that is none beside the list. */
const addsName = ({ draft }: Shown): boolean =>
  typeof draft?.value === "object" && "kind" in draft.value && draft.value.kind === "add";

/** What can be done to a list beside putting it in order. */
const changesOf = ({ removes, add, arrange }: OneQuestion<"orderedList">, shown: Shown) => ({
  ...(removes ? { removes } : {}),
  ...(add
    ? {
        add: {
          label: add.label,
          ...(add.placeholder === undefined ? {} : { placeholder: add.placeholder }),
          ...(addsName(shown) ? wrongIn(shown) : {}),
          others: add.others.map(itemOf),
        },
      }
    : {}),
  ...(arrange
    ? { arrange: arrange.map(({ id, label, ids }) => ({ id, label, disabled: ids === undefined })) }
    : {}),
});

interface Kind<K extends QuestionKind> {
  readonly field: (question: OneQuestion<K>, shown: Shown) => FieldOf<K>;
  /** Whether its `value` is what was typed or chosen: it goes back as it is, so none of its characters is made visible. */
  readonly typed: boolean;
}

const kinds: { readonly [K in QuestionKind]: Kind<K> } = {
  choice: {
    field: (question, shown) => ({
      kind: "choice",
      ...about(question, shown),
      options: [...question.options],
      value: question.value,
    }),
    typed: true,
  },
  several: {
    field: (question, shown) => ({
      kind: "several",
      ...about(question, shown),
      options: [...question.options],
      value: [...(isIds(shown.draft?.value) ? shown.draft.value : question.value)],
      ...wrongIn(shown),
    }),
    typed: true,
  },
  text: {
    field: (question, shown) => ({
      kind: "text",
      ...about(question, shown),
      value: typeof shown.draft?.value === "string" ? shown.draft.value : question.value,
      ...(question.placeholder === undefined ? {} : { placeholder: question.placeholder }),
      ...wrongIn(shown),
    }),
    typed: true,
  },
  orderedList: {
    field: (question, shown) => ({
      kind: "orderedList",
      ...about(question, shown),
      items: question.items.map((item, at) => ({
        ...itemOf(item),
        place: l10n.t("{0} of {1}", at + 1, question.items.length),
      })),
      ...changesOf(question, shown),
      ...(addsName(shown) ? {} : wrongIn(shown)),
    }),
    typed: false,
  },
  agreement: {
    field: ({ id, label, text, link, linkLabel, accepted }, { disabled }) => ({
      kind: "agreement",
      id,
      label,
      text,
      link: { id: link, label: linkLabel },
      value: accepted !== undefined,
      disabled: disabled || accepted !== undefined,
      ...(accepted ? { accepted: l10n.t("Accepted by {0}, {1}", accepted.by, clockTime(accepted.at)) } : {}),
    }),
    typed: false,
  },
  readOnly: { field: ({ id, label, value }) => ({ kind: "readOnly", id, label, value }), typed: false },
};

/** Whether what a field of this kind has as its `value` is what was typed or chosen. */
export const isTyped = (kind: unknown): boolean =>
  Object.entries(kinds).some(([name, { typed }]) => name === kind && typed);

const oneOf = <K extends QuestionKind>(question: OneQuestion<K>, shown: Shown): OneField =>
  kinds[question.kind].field(question, shown);

/** Whose field it is, and whether it can be answered now. */
export interface FieldAt {
  readonly run: Run;
  readonly step: StepId;
  readonly disabled: boolean;
}

const manyOf = (question: ManyQuestion, { run, step, disabled }: FieldAt): ManyField => {
  const { id, label, help, add, remove } = question;
  const items = itemsOf({ id: step }, question, run.plan.answers);
  return {
    kind: "many",
    id,
    label,
    ...(help === undefined ? {} : { help }),
    items: items.map(({ key, at, isNew, questions }) => ({
      id: key,
      label: question.named(at),
      fields: questions.map((one) => oneOf(one, { draft: run.plan.answers.draftOf(step, one.id), disabled })),
      ...(isNew || remove ? { remove: isNew ? l10n.t("Leave out") : remove?.label(at) } : {}),
    })),
    ...(add === undefined || items.some(({ isNew }) => isNew) ? {} : { add }),
    disabled,
  };
};

/** A question as the page shows it, with what was typed into it. */
export const fieldOf = (question: Question, at: FieldAt): Field =>
  question.kind === "many"
    ? manyOf(question, at)
    : oneOf(question, {
        draft: at.run.plan.answers.draftOf(at.step, question.id),
        disabled: at.disabled,
      });
