/** What can be taken back of an order, as the record tells. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { orderBefore } from "../../../../src/setup/directory/orderBefore.ts";
import type { JournalEvent } from "../../../../src/setup/journal.ts";
import { emptyPlan } from "../../../../src/setup/plan.ts";

const answered = (...domains: readonly (readonly [name: string, ...order: string[]])[]): JournalEvent => ({
  at: "2026-11-24T12:00:00.000Z",
  by: "ada",
  server: "SYNC01",
  step: "domainControllers",
  kind: "answered",
  plan: {
    ...emptyPlan(),
    domains: domains.map(([name, ...preferredDomainControllers]) => ({ name, preferredDomainControllers })),
  },
});
const started: JournalEvent = {
  at: "2026-11-24T12:00:00.000Z",
  by: "ada",
  server: "SYNC01",
  step: "install",
  kind: "started",
};

test("what is taken back is the last change of that domain's order, whatever else was answered since", () => {
  const record = [
    answered(["contoso.com"]),
    answered(["contoso.com", "a", "b"]),
    started,
    answered(["Contoso.com", "b", "a"], ["fabrikam.com", "x"]),
    answered(["contoso.com", "b", "a"], ["fabrikam.com", "x", "y"]),
    answered(["fabrikam.com", "x", "y"]),
  ];
  assert.deepEqual(orderBefore(record, "contoso.com", ["b", "a"]), ["a", "b"]);
  assert.deepEqual(orderBefore(record, "fabrikam.com", ["x", "y"]), ["x"]);
  const movedBack = [...record, answered(["contoso.com", "a", "b"])];
  assert.deepEqual(
    orderBefore(movedBack, "contoso.com", ["a", "b"]),
    ["b", "a"],
    "moved back by hand is a change",
  );
  assert.deepEqual(
    orderBefore([answered(["contoso.com", "a"]), answered(["contoso.com"])], "contoso.com", []),
    ["a"],
  );
});

test("nothing is taken back where the record has no other order; one that another server made is", () => {
  assert.equal(orderBefore([], "contoso.com", ["b"]), undefined);
  assert.equal(orderBefore([answered(["contoso.com", "b"])], "contoso.com", ["b"]), undefined);
  assert.equal(orderBefore([answered(["fabrikam.com", "a"])], "contoso.com", ["b"]), undefined);
  assert.deepEqual(orderBefore([answered(["contoso.com", "a"])], "contoso.com", ["b"]), ["a"]);
});
