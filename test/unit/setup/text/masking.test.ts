/** What is taken out of a text before others read it. */
import fc from "fast-check";
import assert from "node:assert/strict";
import { test } from "node:test";
import { allWords } from "../../../../src/setup/text/maskWords.ts";
import { longestMasked, maskLog, maskSecrets } from "../../../../src/setup/text/masking.ts";
import { addressCases, nameCases, secretCases, type MaskCase } from "../../support/maskCases.ts";
import { anyText } from "../../../anyText.ts";

const holds = ({ text, gone, stays = [] }: MaskCase, clean: string) => {
  for (const one of gone) assert.ok(!clean.includes(one), `${one} is still in: ${clean}`);
  // Whoever reads it sees that something was there, and of what kind.
  if (gone.length > 0)
    assert.match(clean, /\[(?:private key|token|hidden|hash|address|id|sid|user|tenant|dn|name)\]/u, text);
  for (const one of stays) assert.ok(clean.includes(one), `${one} is gone from: ${clean} (${text})`);
};

test("tokens, passwords and keys are taken out in every form in which they are written", () => {
  for (const one of secretCases) {
    holds(one, maskSecrets(one.text));
    holds(one, maskLog(one.text, false));
  }
});

test("every word for a secret is known, in small letters and in capitals, with its parts written together or apart", () => {
  for (const word of allWords)
    for (const name of [word, word.toUpperCase(), word.replaceAll(" ", "_"), word.replaceAll(" ", "")]) {
      const clean = maskSecrets(`${name}: Sup3r`);
      assert.ok(!clean.includes("Sup3r") && clean.startsWith(name), clean);
    }
});

test("a text too long to be looked at ends between two words, with how much is left out", () => {
  const clean = maskSecrets(
    `${"a b ".repeat(longestMasked / 4 - 4)} http://ada:Sup3rSecret@proxy:8080 ${"c ".repeat(100)}`,
  );
  assert.ok(!clean.includes("ada:Sup3r"), clean.slice(-100));
  assert.match(clean, /\n\.\.\. and 2\d\d characters more\.$/u);
  assert.ok(maskSecrets("a".repeat(9_999_999)).length < longestMasked + 100);
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

test("each kind is replaced by its own word", () => {
  const sid = "S-1-5-21-1004336348-1177238915-682003330-512";
  const said: readonly (readonly [text: string, clean: string])[] = [
    ["-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "[private key]"],
    ["eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln x", "[token] x"],
    ["0.AXoAbcdefghijklmnopqrstuvwxyz0123456.AgABAAEAAAD--DLA x", "[token] x"],
    ["Authorization: Bearer abc.def-123", "Authorization: Bearer [token]"],
    ["https://ada:pw@proxy:8080/", "https://[hidden]@proxy:8080/"],
    [`<add key="ProxyPassword" value="pw"/>`, `<add key="ProxyPassword" value="[hidden]"/>`],
    ["<Password>pw</Password>", "<Password>[hidden]</Password>"],
    ["password = 'pw'; x", "password = '[hidden]'; x"],
    ["-Password pw -X", "-Password [hidden] -X"],
    ["enter the code ABCD1234 to", "enter the code [hidden] to"],
    ["at 10.20.30.40:443", "at [address]:443"],
    ["at 2001:db8:0:0:0:0:2:1 x", "at [address] x"],
    ["at fe80::1%eth0 x", "at [address] x"],
    ["at 00-15-5D-01-02-03 x", "at [address] x"],
    ["is 72f988bf-86f1-41af-91ab-2d7cd011db47.", "is [id]."],
    [`is ${sid}.`, "is [sid]."],
    ["is ada@contoso.com,", "is [user],"],
    ["is contoso.onmicrosoft.com,", "is [tenant],"],
    ["is CN=Ada,OU=IT,DC=contoso,DC=com;", "is [dn];"],
    [`{"displayName": "Ada L"}`, `{"displayName": "[name]"}`],
    ["cn=Ada L, x", "cn=[name], x"],
    ["is CONTOSO\\ada, x", "is [user], x"],
  ];
  for (const [text, clean] of said) assert.equal(maskLog(text, true), clean);
});

test("masking again changes nothing", () => {
  for (const { text } of [...secretCases, ...addressCases, ...nameCases])
    assert.equal(maskLog(maskLog(text, true), true), maskLog(text, true));
});

test("any text is masked, and one made to be slow as well", () => {
  fc.assert(
    fc.property(anyText(), fc.boolean(), (text, hide) => {
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
