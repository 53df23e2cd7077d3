/** What each consent says of itself decides what a yes to it takes along. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { consented, sameConsent } from "../../../src/setup/consent.ts";

const source = path.join(import.meta.dirname, "../../../src");
/** Each as the file writes it that asks for it. */
const consents = globSync("**/*.ts", { cwd: source }).flatMap((file) => {
  const text = readFileSync(path.join(source, file), "utf8");
  const found = [
    ...text.matchAll(/: Consent(?:Kind)? = \{ id: "(\w+)", given: "(\w+)"(, withList: true)?[^{}]* \};/gu),
  ];
  // None is written otherwise, where nobody would look for it.
  assert.equal(found.length, [...text.matchAll(/(?<!readonly )\bgiven: ["`']/gu)].length, file);
  return found.map(([, id = "", given = "", withList]) => ({ id, given, withList: withList !== undefined }));
});

test("one consent alone is given with the list beside it; licence and unknowns are agreed to on the page", () => {
  const named = (one: (of: (typeof consents)[number]) => boolean) => consents.filter(one).map(({ id }) => id);
  assert.deepEqual(
    named(({ withList }) => withList),
    ["registerAgain"],
  );
  assert.deepEqual(named(({ given }) => given === "page").sort(), ["licence", "unknown"]);
});

test("no two consents have one name: a yes to the one would stand in the record as one to the other", () => {
  const names = consents.map(({ id }) => id).sort();
  assert.deepEqual(names, [...new Set(names)]);
  assert.ok(names.length > 10, names.join());
});

test("a yes to one thing is none to another", () => {
  const tenant = { id: "tenant", given: "button", about: "contoso" } as const;
  assert.ok(sameConsent(tenant, { ...tenant }));
  assert.ok(!sameConsent(tenant, { ...tenant, about: "fabrikam" }));
  assert.ok(!sameConsent(tenant, { ...tenant, id: "restart" }));
});

test("the record has of a yes what it was to, and the words", () => {
  const given = { id: "tenant", given: "button", withList: true, about: "contoso", text: "Accept" } as const;
  assert.deepEqual(consented(given), { kind: "consented", id: "tenant", about: "contoso", text: "Accept" });
});
