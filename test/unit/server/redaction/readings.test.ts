/** The readings of a text in which secrets are looked for; test/faults holds them to slow ones. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { decoded } from "../../../../src/server/redaction/encodings.ts";
import { unescaped } from "../../../../src/server/redaction/escapes.ts";
import { textOf, viewOf } from "../../../../src/server/redaction/textView.ts";

test("many digits that are all hex are no base64, and few of them are both", () => {
  const readAs64 = (digits: string) =>
    textOf(decoded(viewOf(digits), 4, Infinity) ?? viewOf("")).includes("i\u00b7");
  const [hex, other] = ["abcd", "abcg"].map((digits) => digits.repeat(16));
  assert.equal(readAs64(hex ?? ""), false);
  assert.equal(readAs64(hex?.slice(1) ?? ""), true);
  assert.equal(readAs64(other ?? ""), true);
});

test("an escape is taken off by whatever it is begun and gone on with", () => {
  const escapes = {
    "%": ["%41", "%aF", "%u0041"],
    "\\": [
      ...Array.from("\\/\"'abefnrtv0", (char) => `\\${char}`),
      ...["\\x41", "\\u0041", "\\u{41}", "\\U00000041", "\\101\\102"],
    ],
    "`": Array.from("abefnrtv0", (char) => `\`${char}`),
    "&": ["&#65", "&#x41;", "&amp;", "&Auml;", "&euro;", "&frac14;"],
    _: ["_x0041_"],
  };
  for (const all of Object.values(escapes))
    for (const escape of all)
      for (const before of ["", "a", "%", "\\\\", "&", "_", "`"])
        assert.notEqual(unescaped(viewOf(`${before}${escape}`)), undefined, `${before}${escape}`);
  for (const none of ["%4", "%g1", "\\q", "\\101", "\\x4g", "`q", "&amp", "&nosuch;", "_x004_", "_", "%"])
    assert.equal(unescaped(viewOf(none)), undefined, none);
});

test("of what is decoded nothing is left where it was read, for the next text to hold", () => {
  const random = randomBytes(60_000).toString("base64");
  const before = decoded(viewOf(random), 8, Infinity);
  assert.ok(before);
  const text = textOf(before);
  decoded(viewOf(randomBytes(60_000).toString("hex")), 8, Infinity);
  assert.equal(textOf(before), text);
});
