/** What the page is given of a question, by its kind. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { OneQuestion } from "../../../src/setup/question.ts";
import type { Step } from "../../../src/setup/step.ts";
import * as v from "valibot";
import { stepView } from "../../../src/messages/view.ts";
import { fieldOf, isTyped } from "../../../src/ui/fieldViews.ts";
import { script, testRun } from "../support/scriptedServer.ts";

const name: OneQuestion<"text"> = {
  kind: "text",
  id: "name",
  label: "Name",
  value: "as it is",
  wrong: () => "Too short.",
  set: (plan) => plan,
};
const order: OneQuestion<"orderedList"> = {
  kind: "orderedList",
  id: "order",
  label: "Order",
  items: [
    { id: "1", label: "one" },
    { id: "2", label: "two" },
  ],
  set: (plan) => plan,
};
const whole: OneQuestion<"orderedList"> = {
  ...order,
  id: "whole",
  items: [{ id: "1", label: "one", detail: "why", marks: ["new"], measured: { text: "4 ms", share: 0.5 } }],
  removes: true,
  add: {
    label: "Add",
    placeholder: "name",
    wrong: () => "No such name.",
    others: [{ id: "3", label: "three" }],
  },
  arrange: [
    { id: "latency", label: "Order by latency", ids: ["1"] },
    { id: "undo", label: "Undo", ids: undefined },
  ],
};
const several: OneQuestion<"several"> = {
  kind: "several",
  id: "several",
  label: "Several",
  options: [
    { value: "1", label: "one", detail: "the first" },
    { value: "2", label: "two" },
  ],
  value: ["1"],
  wrong: (values) => (values.length === 0 ? "Choose one at least." : undefined),
  set: (plan) => plan,
};
const step: Step = {
  id: "prerequisites",
  lines: [],
  title: () => "",
  introduction: () => [],
  form: () => [name, order, whole, several],
  check: () => Promise.resolve({ kind: "todo", findings: [] }),
  actions: () => [],
};

test("what was typed stands in its field with what is wrong; an order that is none leaves the list as it is", async () => {
  const { run } = testRun(script(), { steps: [step] });
  await run.answer("prerequisites", "name", "x");
  await run.answer("prerequisites", "order", ["2"]);
  const boxes = {
    kind: "several",
    id: "several",
    label: "Several",
    disabled: true,
    options: several.options,
  };
  const shown = (question: OneQuestion) => fieldOf(question, { run, step: "prerequisites", disabled: true });
  assert.deepEqual(shown(several), { ...boxes, value: ["1"] });
  await run.answer("prerequisites", "several", []);
  assert.deepEqual(shown(several), { ...boxes, value: [], error: "Choose one at least." });
  const asked = { kind: "text", id: "name", label: "Name", disabled: true };
  assert.deepEqual(shown(name), { ...asked, value: "x", error: "Too short." });
  assert.deepEqual(shown(order), {
    kind: "orderedList",
    id: "order",
    label: "Order",
    disabled: true,
    items: [
      { id: "1", label: "one", place: "1 of 2" },
      { id: "2", label: "two", place: "2 of 2" },
    ],
    error: "one would be missing from the list. The order stays as it was.",
  });
});

test("a list is given with what can be done to it, and what is wrong with a name beside where names are added", async () => {
  const { run } = testRun(script(), { steps: [step] });
  const shown = () => fieldOf(whole, { run, step: "prerequisites", disabled: false });
  const field = {
    kind: "orderedList",
    id: "whole",
    label: "Order",
    disabled: false,
    items: [
      {
        id: "1",
        label: "one",
        detail: "why",
        marks: ["new"],
        measured: { text: "4 ms", share: 0.5 },
        place: "1 of 1",
      },
    ],
    removes: true,
    add: { label: "Add", placeholder: "name", others: [{ id: "3", label: "three" }] },
    arrange: [
      { id: "latency", label: "Order by latency", disabled: false },
      { id: "undo", label: "Undo", disabled: true },
    ],
  };
  assert.deepEqual(shown(), field);
  assert.ok(v.is(stepView.entries.fields.item, shown()));
  await run.answer("prerequisites", "whole", { kind: "add", name: "x" });
  assert.deepEqual(shown(), { ...field, add: { ...field.add, error: "No such name." } });
  await run.answer("prerequisites", "whole", []);
  assert.deepEqual(shown(), {
    ...field,
    error: "one would be missing from the list. The order stays as it was.",
  });
});

test("only what is typed or chosen goes back as it is; what is shown alone has every character to be seen", () => {
  const kinds = ["text", "choice", "several", "agreement", "orderedList", "readOnly", "many", "unheardOf"];
  assert.deepEqual(
    kinds.filter((kind) => isTyped(kind)),
    ["text", "choice", "several"],
  );
});
