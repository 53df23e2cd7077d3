/** A step's form as it is answered: the questions that are asked of each of many stand among the others, under names of their own. */
import type { Answers, PlanChange } from "./answers.ts";
import type { ManyQuestion, OneQuestion, Question } from "../question.ts";
import type { FormContext, Step } from "../step.ts";

/** One of many, with its questions. */
export interface FormItem {
  readonly key: string;
  readonly at: number;
  readonly isNew: boolean;
  readonly questions: readonly OneQuestion[];
}

/** The questions of each item; their ids name the item by its key. */
export const itemsOf = (
  { id: step }: Pick<Step, "id">,
  question: ManyQuestion,
  { groups }: Pick<Answers, "groups">,
): readonly FormItem[] =>
  groups.of(step, question).map((item) => ({
    ...item,
    questions: question
      .of(item.at)
      .map((one): OneQuestion => ({ ...one, id: `${question.id}.${item.key}.${one.id}` })),
  }));

/** A form, with what was answered and typed into it. */
export interface AskedForm {
  readonly step: Pick<Step, "id" | "form">;
  readonly known: FormContext;
  readonly answers: Answers;
}

/** Every question that takes an answer by itself. */
export const questionsOf = ({ step, known, answers }: AskedForm): readonly OneQuestion[] =>
  (step.form?.(known) ?? []).flatMap((question: Question) =>
    question.kind === "many"
      ? itemsOf(step, question, answers).flatMap(({ questions }) => questions)
      : [question],
  );

const manyOf = ({ step, known }: AskedForm, field: string): ManyQuestion | undefined => {
  const question = step.form?.(known).find((one) => one.id === field);
  return question?.kind === "many" ? question : undefined;
};

/** Asks for one more of many; false where there is no such question. */
export const addsItem = (form: AskedForm, field: string): boolean => {
  const question = manyOf(form, field);
  if (question) form.answers.groups.add(form.step.id, question);
  return question !== undefined;
};

/**
 * Takes one of many away, with what was typed for it, by its key; undefined where it is not there or may not go. Without a
 * `change` it was not in the plan yet.
 */
export const removesItem = (
  form: AskedForm,
  field: string,
  key: string,
): { readonly change: PlanChange | undefined } | undefined => {
  const { answers, step } = form;
  const question = manyOf(form, field);
  const item = question && answers.groups.of(step.id, question).find((one) => one.key === key);
  const remove = question?.remove;
  if (!item || (!item.isNew && !remove)) return undefined;
  answers.forgetItem(step.id, field, key);
  if (item.isNew) answers.groups.drop(step.id, question);
  return { change: remove && !item.isNew ? (plan) => remove.set(plan, item.at) : undefined };
};
