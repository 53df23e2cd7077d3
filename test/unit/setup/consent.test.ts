/** What the table of consents says of each decides what a yes to it takes along. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { consentIds, givenBy, sameConsent, takesList } from "../../../src/setup/consent.ts";

test("one consent alone is given with the list beside it; licence and unknowns are agreed to on the page", () => {
  assert.deepEqual(
    consentIds.filter((id) => takesList({ id })),
    ["registerAgain"],
  );
  assert.deepEqual(
    consentIds.filter((id) => givenBy({ id }) === "page"),
    ["licence", "unknown"],
  );
});

test("a yes to one thing is none to another", () => {
  const tenant = { id: "tenant", about: "contoso" } as const;
  assert.ok(sameConsent(tenant, { ...tenant }));
  assert.ok(!sameConsent(tenant, { ...tenant, about: "fabrikam" }));
  assert.ok(!sameConsent(tenant, { ...tenant, id: "restart" }));
});
