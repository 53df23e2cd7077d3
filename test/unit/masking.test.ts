/** What is taken out of a text before others read it. */
import fc from "fast-check";
import assert from "node:assert/strict";
import { test } from "node:test";
import { maskLog, maskSecrets } from "../../src/setup/masking.ts";
import { addressCases, nameCases, secretCases, type MaskCase } from "./maskCases.ts";

const holds = ({ text, gone, stays = [] }: MaskCase, clean: string) => {
  for (const one of gone) assert.ok(!clean.includes(one), `${one} is still in: ${clean}`);
  for (const one of stays) assert.ok(clean.includes(one), `${one} is gone from: ${clean} (${text})`);
};

test("tokens, passwords and keys are taken out in every form in which they are written", () => {
  for (const one of secretCases) {
    holds(one, maskSecrets(one.text));
    holds(one, maskLog(one.text, false));
  }
});

test("addresses are taken out; versions, times and object identifiers are none", () => {
  for (const one of addressCases) holds(one, maskLog(one.text, false));
  assert.ok(maskSecrets("to 10.20.30.40").includes("10.20.30.40"));
});

test("tenants and users are taken out by choice only", () => {
  for (const one of nameCases) {
    holds(one, maskLog(one.text, true));
    assert.equal(maskLog(one.text, false), one.text);
  }
});

test("masking again changes nothing", () => {
  for (const { text } of [...secretCases, ...addressCases, ...nameCases])
    assert.equal(maskLog(maskLog(text, true), true), maskLog(text, true));
});

test("any text is masked, and one made to be slow as well", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.boolean(), (text, hide) => {
      assert.equal(typeof maskLog(text, hide), "string");
    }),
  );
  const size = 200_000;
  for (const text of [
    "a.",
    "CN=a,",
    "::",
    "-----BEGIN PRIVATE KEY-----",
    'password="',
    "<a",
    "a-",
    "0:",
    '\\"',
    "1.",
  ])
    maskLog(text.repeat(size / text.length), true);
});
