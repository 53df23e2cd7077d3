/** What becomes of a value that arrives for a question, by its kind. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { answerTo } from "../../../src/setup/question.ts";
import { emptyPlan, type SetupPlan } from "../../../src/setup/plan.ts";
import type { AnswerValue, OneQuestion } from "../../../src/setup/question.ts";

const asked = { id: "q", label: "Q" };
const writes = (plan: SetupPlan, value: string): SetupPlan => ({ ...plan, entraAccount: value });
const questions: { readonly [K in OneQuestion["kind"]]: OneQuestion<K> } = {
  choice: { ...asked, kind: "choice", options: [{ value: "a", label: "A" }], value: "a", set: writes },
  text: {
    ...asked,
    kind: "text",
    value: "",
    wrong: (value) => (value === "" ? "Something is needed." : undefined),
    set: writes,
  },
  several: {
    ...asked,
    kind: "several",
    options: [
      { value: "1", label: "one" },
      { value: "2", label: "two" },
    ],
    value: ["1"],
    wrong: (values) => (values.length === 0 ? "Choose one at least." : undefined),
    set: (plan, values) => writes(plan, values.join("+")),
  },
  orderedList: {
    ...asked,
    kind: "orderedList",
    items: [
      { id: "1", label: "one" },
      { id: "2", label: "two" },
    ],
    removes: true,
    add: { label: "Add", wrong: (name) => (name === "" ? "A name is needed." : undefined), others: [] },
    arrange: [{ id: "back", label: "Back", ids: ["2", "1"] }],
    set: (plan, ids) => writes(plan, ids.join(">")),
  },
  agreement: {
    ...asked,
    kind: "agreement",
    text: "",
    link: "licence",
    linkLabel: "",
    accepted: undefined,
    statement: { about: "licence" },
  },
  readOnly: { ...asked, kind: "readOnly", value: "x" },
};

/** What each kind makes of a value: what the plan gets, what is wrong with it, what somebody said by it. */
const taken = (value: AnswerValue): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.values(questions).flatMap((question: OneQuestion): readonly (readonly [string, unknown])[] => {
      const answer = answerTo(question, value);
      if (!answer) return [];
      if ("says" in answer) return [[question.kind, answer.says]];
      return [[question.kind, [answer.set(emptyPlan()).entraAccount, answer.wrong]]];
    }),
  );

test("a kind takes values of its own form alone, says what is wrong with one, and writes it as it came", () => {
  assert.deepEqual(taken("a"), { choice: ["a", undefined], text: ["a", undefined] });
  assert.deepEqual(taken(""), {
    choice: ["", " is none of the options."],
    text: ["", "Something is needed."],
  });
  assert.deepEqual(taken(["2", "1"]), { several: ["2+1", undefined], orderedList: ["2>1", undefined] });
  assert.deepEqual(taken(["2"]), {
    several: ["2", undefined],
    orderedList: ["2", "one would be missing from the list. The order stays as it was."],
  });
  assert.deepEqual(taken({ kind: "remove", id: "1" }), { orderedList: ["2", undefined] });
  assert.deepEqual(taken({ kind: "add", name: "3" }), { orderedList: ["1>2>3", undefined] });
  assert.deepEqual(taken({ kind: "add", name: " " }), { orderedList: ["1>2>", "A name is needed."] });
  assert.deepEqual(taken({ kind: "arrange", by: "back" }), { orderedList: ["2>1", undefined] });
  assert.deepEqual(taken({ kind: "remove", id: "3" }), {}, "what is not there is not taken out");
  assert.deepEqual(taken([]).several, ["", "Choose one at least."]);
  assert.deepEqual(taken(["1", "3"]).several, ["1+3", "3 is none of the options."]);
  assert.deepEqual(taken(true), { agreement: { about: "licence" } });
  assert.deepEqual(taken(false), {}, "nobody takes an agreement back by a box");
});

test("what was agreed to already is not said again", () => {
  const accepted = { at: "2026-11-24T12:00:00.000Z", by: "ada", about: "licence" } as const;
  assert.equal(answerTo({ ...questions.agreement, accepted }, true), undefined);
});
