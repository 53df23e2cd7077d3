import assert from "node:assert/strict";
import { test } from "node:test";
import { changedList, wrongInOrder, type List } from "../../../src/setup/order.ts";
import { stepView } from "../../../src/messages/view.ts";
import { intent } from "../../../src/messages/intent.ts";
import { parsePlan, type SetupPlan } from "../../../src/setup/plan.ts";
import type { Step } from "../../../src/setup/step.ts";
import { stepViewOf } from "../../../src/ui/stepView.ts";
import { script, testRun } from "../support/scriptedServer.ts";
import * as v from "valibot";

const items = ["dc1", "dc2", "dc3"].map((id) => ({ id, label: `${id}.contoso.com` }));
const stays = /The order stays as it was\.$/u;

test("an order has each item once and nothing else; what is wrong with another is said by its name", () => {
  assert.equal(wrongInOrder(items, ["dc3", "dc1", "dc2"]), undefined);
  const said = (...ids: string[]) => {
    const wrong = wrongInOrder(items, ids) ?? "";
    assert.match(wrong, stays);
    return wrong.replace(stays, "").trim();
  };
  assert.equal(said("dc1", "dc1", "dc2"), "dc1.contoso.com would be in the list twice.");
  assert.equal(said("dc1", "dc2", "dc4"), "dc4 is not in the list.");
  assert.equal(said("dc1", "dc3"), "dc2.contoso.com would be missing from the list.");
  assert.equal(said(), "dc1.contoso.com would be missing from the list.");
  assert.equal(said("dc1", "dc2", "dc3", "dc1"), "There are 3 in the list, and 4 were put in order.");
  assert.equal(said("__proto__", "dc1", "dc2"), "__proto__ is not in the list.");
  assert.ok((wrongInOrder(items, ["x".repeat(200)]) ?? "").length < 200);
});

const list: List = {
  items,
  removes: true,
  add: {
    label: "Add",
    wrong: (name) => (name.includes(".") ? undefined : `${name} has no dot.`),
    others: [],
  },
  arrange: [
    { id: "latency", label: "Order by latency", ids: ["dc3", "dc2", "dc1"] },
    { id: "undo", label: "Undo", ids: undefined },
  ],
};

test("a change makes the whole list as it is wanted; one that this list does not take makes none", () => {
  assert.deepEqual(changedList(list, { kind: "remove", id: "dc2" })?.ids, ["dc1", "dc3"]);
  assert.deepEqual(changedList(list, { kind: "add", name: " dc4.contoso.com " }), {
    ids: ["dc1", "dc2", "dc3", "dc4.contoso.com"],
    wrong: undefined,
  });
  assert.equal(changedList(list, { kind: "add", name: "dc4" })?.wrong, "dc4 has no dot.");
  assert.deepEqual(changedList(list, { kind: "arrange", by: "latency" })?.ids, ["dc3", "dc2", "dc1"]);
  for (const change of [
    { kind: "remove", id: "dc4" },
    { kind: "remove", id: "__proto__" },
    { kind: "arrange", by: "undo" },
    { kind: "arrange", by: "toString" },
  ] as const)
    assert.equal(changedList(list, change), undefined, JSON.stringify(change));
  for (const change of [
    { kind: "remove", id: "dc1" },
    { kind: "add", name: "dc4.contoso.com" },
    { kind: "arrange", by: "latency" },
  ] as const)
    assert.equal(changedList({ items }, change), undefined, "an order alone takes none");
});

/** A step that puts the controllers of a plan's first domain in order. */
const ordering = (names: readonly string[]) => {
  const plan = parsePlan(
    { domains: [{ name: "contoso.com", preferredDomainControllers: [...names] }] },
    "test",
  );
  const controllers = (of: SetupPlan) => of.domains[0]?.preferredDomainControllers ?? [];
  const step: Step = {
    id: "directory",
    lines: [],
    title: () => "Order",
    introduction: () => ["Order"],
    form: ({ plan: now }) => [
      {
        kind: "orderedList",
        id: "controllers",
        label: "Controllers",
        items: controllers(now).map((id) => ({ id, label: id })),
        set: (before, ids) => ({
          ...before,
          domains: before.domains.map((one) => ({ ...one, preferredDomainControllers: [...ids] })),
        }),
      },
    ],
    check: () => Promise.resolve({ kind: "todo", findings: [] }),
    actions: () => [],
  };
  const at = testRun(script(), { plan, steps: [step] });
  const shown = () => {
    const [field] = v.parse(stepView, stepViewOf(at.run, "directory")).fields;
    assert.ok(field?.kind === "orderedList");
    return field;
  };
  return { at, shown, order: () => controllers(at.run.known.plan) };
};

test("an order goes into the plan, and is what the page shows then, with the place of each", async () => {
  const { at, shown, order } = ordering(["a.contoso.com", "b.contoso.com", "c.contoso.com"]);
  await at.run.answer("directory", "controllers", ["c.contoso.com", "a.contoso.com", "b.contoso.com"]);
  assert.deepEqual(order(), ["c.contoso.com", "a.contoso.com", "b.contoso.com"]);
  assert.deepEqual(
    shown().items.map(({ id, place }) => `${id}: ${place}`),
    ["c.contoso.com: 1 of 3", "a.contoso.com: 2 of 3", "b.contoso.com: 3 of 3"],
  );
});

test("an order that is none changes nothing and says why, until one comes that is", async () => {
  const names = ["a.contoso.com", "b.contoso.com"];
  const { at, shown, order } = ordering(names);
  const many = Array.from({ length: 10_000 }, (_, index) => `dc${index}`);
  for (const [wrong, words] of [
    [["a.contoso.com", "a.contoso.com"], "twice"],
    [["a.contoso.com", "other"], "other is not in the list"],
    [["a.contoso.com"], "b.contoso.com would be missing"],
    [[], "a.contoso.com would be missing"],
    [many, "10000 were put in order"],
  ] as const) {
    const said = v.parse(intent, {
      kind: "answer",
      page: "directory",
      field: "controllers",
      value: [...wrong],
    });
    assert.ok(said.kind === "answer");
    await at.run.answer("directory", said.field, said.value);
    assert.deepEqual(order(), names);
    assert.ok(shown().error?.includes(words), shown().error);
    assert.deepEqual(
      shown().items.map(({ id }) => id),
      names,
    );
  }
  await at.run.answer("directory", "controllers", "b.contoso.com");
  assert.deepEqual(order(), names, "an answer of another kind is none");
  await at.run.answer("directory", "controllers", ["b.contoso.com", "a.contoso.com"]);
  assert.equal(shown().error, undefined);
  assert.deepEqual(order(), ["b.contoso.com", "a.contoso.com"]);
});
