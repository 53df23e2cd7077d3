/** What each consent says of itself decides what a yes to it takes along. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { parseSync, Visitor, type Expression, type ObjectExpression } from "oxc-parser";
import * as v from "valibot";
import { consented, consentName, sameConsent } from "../../../src/setup/consent.ts";

const source = path.join(import.meta.dirname, "../../../src");
/** The texts of an object that is written out, by name; undefined for a value that is none. */
const written = ({ properties }: ObjectExpression): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    properties.flatMap((one) =>
      one.type === "Property" && one.key.type === "Identifier" ? [[one.key.name, textIn(one.value)]] : [],
    ),
  );
/** A name that is put together here is none that could be read. */
const textIn = (node: Expression): string | undefined => {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
  if (node.type !== "TemplateLiteral" || node.expressions.length > 0) return undefined;
  return node.quasis[0]?.value.cooked ?? undefined;
};
/** Each as the file writes it that asks for it, however it is written: what says where it is given is one. */
const consents = globSync("**/*.ts", { cwd: source }).flatMap((file) => {
  const text = readFileSync(path.join(source, file), "utf8");
  const found: { readonly id: string; readonly given: string; readonly withList: boolean }[] = [];
  const look = new Visitor({
    ObjectExpression(node) {
      const { id = "", given, ...more } = written(node);
      if (given !== undefined) found.push({ id, given, withList: "withList" in more });
    },
  });
  if (text.includes("given")) look.visit(parseSync(file, text).program);
  return found;
});

test("each consent has a name that the record can be read with again", () => {
  for (const { id } of consents) assert.ok(v.is(consentName, id), id);
  assert.ok(!v.is(consentName, "tls12"));
});

test("two consents are given with the list beside them; licence and unknowns are agreed to on the page", () => {
  const named = (one: (of: (typeof consents)[number]) => boolean) => consents.filter(one).map(({ id }) => id);
  assert.deepEqual(
    named(({ withList }) => withList),
    ["registerAgain", "restrictAccount"],
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
