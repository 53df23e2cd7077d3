/** What the host shows in the panel: one view model for every step. Parsed on arrival in the page. */
import * as v from "valibot";

const text = v.string();

/** One of the things in a list: its name, why it is where it is, what sets it apart, and what was measured. */
const item = v.strictObject({
  id: text,
  label: text,
  detail: v.optional(text),
  marks: v.optional(v.array(text)),
  /** `share`: of the largest, 0 to 1; without it nothing is drawn. */
  measured: v.optional(
    v.strictObject({ text, share: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))) }),
  ),
});

const option = v.strictObject({ value: text, label: text, detail: v.optional(text) });

/** One question. There is no password field: passwords are asked for by VS Code's own box. */
const oneField = v.variant("kind", [
  v.strictObject({
    kind: v.literal("choice"),
    id: text,
    label: text,
    help: v.optional(text),
    options: v.array(option),
    value: text,
    disabled: v.boolean(),
  }),
  /** Any of the options: those that are chosen are the answer. */
  v.strictObject({
    kind: v.literal("several"),
    id: text,
    label: text,
    help: v.optional(text),
    options: v.array(option),
    value: v.array(text),
    /** What is wrong with those that were wanted, where something is. */
    error: v.optional(text),
    disabled: v.boolean(),
  }),
  v.strictObject({
    kind: v.literal("text"),
    id: text,
    label: text,
    help: v.optional(text),
    placeholder: v.optional(text),
    value: text,
    /** What is wrong with the value, where something is. */
    error: v.optional(text),
    disabled: v.boolean(),
  }),
  /** A text to be accepted, with who accepted it and when as `accepted` once it was. */
  v.strictObject({
    kind: v.literal("agreement"),
    id: text,
    label: text,
    text: text,
    link: v.optional(v.strictObject({ id: text, label: text })),
    value: v.boolean(),
    accepted: v.optional(text),
    disabled: v.boolean(),
  }),
  /** Things to put in order: the ids of all of them are the answer, or one change of the list. */
  v.strictObject({
    kind: v.literal("orderedList"),
    id: text,
    label: text,
    help: v.optional(text),
    /** `place`: where it stands, in words. */
    items: v.array(v.strictObject({ ...item.entries, place: text })),
    /** What is wrong with the order that was wanted, where something is. */
    error: v.optional(text),
    /** Whether items can be taken out. */
    removes: v.optional(v.literal(true)),
    /** Taking one more in, by its name or of those that are known; what is wrong with the name, where something is. */
    add: v.optional(
      v.strictObject({
        label: text,
        placeholder: v.optional(text),
        error: v.optional(text),
        others: v.array(item),
      }),
    ),
    /** Buttons that put the whole list in an order. */
    arrange: v.optional(v.array(v.strictObject({ id: text, label: text, disabled: v.boolean() }))),
    disabled: v.boolean(),
  }),
  v.strictObject({ kind: v.literal("readOnly"), id: text, label: text, value: text }),
]);

/** The same questions asked of each of several. */
const manyField = v.strictObject({
  kind: v.literal("many"),
  id: text,
  label: text,
  help: v.optional(text),
  items: v.array(
    v.strictObject({
      /** Its key: what is removed is named by it. */
      id: text,
      label: text,
      fields: v.array(oneField),
      remove: v.optional(text),
    }),
  ),
  /** The label of the button that asks for one more. */
  add: v.optional(text),
  disabled: v.boolean(),
});

export const field = v.variant("kind", [oneField, manyField]);

const finding = v.strictObject({
  rule: text,
  about: text,
  verdict: v.picklist(["pass", "warning", "fail", "unknown"]),
  summary: text,
  why: text,
  evidence: v.array(v.strictObject({ name: text, value: text })),
  source: v.strictObject({ id: text, label: text }),
  /** Where the product can fix it here: chosen by a check box. */
  fix: v.optional(v.strictObject({ label: text, chosen: v.boolean() })),
  /** What a person does about it, where the product cannot. */
  advice: v.optional(v.strictObject({ text: text, command: v.optional(text), link: v.optional(text) })),
  /** Where it could not be checked: accepting it by name, and who did. */
  acceptance: v.optional(v.strictObject({ label: text, accepted: v.optional(text) })),
});

const change = v.strictObject({
  on: text,
  target: text,
  before: text,
  after: text,
  /** That it was not in the list before this one, in words. */
  added: v.optional(text),
});

const problem = v.strictObject({ happened: text, means: text, next: v.array(text) });

/** `word` is the state in words; `detail` says since when, until when, or what is being done. */
const state = v.strictObject({
  kind: v.picklist(["todo", "answered", "running", "waiting", "done", "stale", "failed"]),
  word: text,
  detail: v.optional(text),
  percent: v.optional(v.number()),
  proof: v.array(v.strictObject({ name: text, value: text })),
  problem: v.optional(problem),
});

const action = v.strictObject({
  id: text,
  label: text,
  primary: v.boolean(),
  disabled: v.boolean(),
  /** What has to be done before it can be pressed. */
  needs: v.optional(text),
  /** What it gives a consent for, where it does: said again when it is pressed. */
  about: v.optional(text),
});

export const stepView = v.strictObject({
  kind: v.literal("view"),
  step: text,
  server: v.strictObject({ id: text, name: text, where: text }),
  title: text,
  lines: v.array(text),
  fields: v.array(field),
  findings: v.array(finding),
  /** What applying would change; undefined while nobody asked, empty where nothing would change. */
  changes: v.optional(v.array(change)),
  state,
  actions: v.array(action),
  /** Whether what runs can be cancelled. */
  cancel: v.optional(v.strictObject({ label: text })),
  next: v.optional(v.strictObject({ step: text, label: text })),
  /** Words of the page itself, in the user's language. */
  words: v.record(text, text),
});

export type StepView = v.InferOutput<typeof stepView>;
export type Field = v.InferOutput<typeof field>;
export type OneField = v.InferOutput<typeof oneField>;
export type ListedItem = v.InferOutput<typeof item>;
export type ManyField = v.InferOutput<typeof manyField>;
export type FindingView = v.InferOutput<typeof finding>;
export type Action = v.InferOutput<typeof action>;
