/** The readings of a text in which secrets are looked for: quick, and the same as slow ones, for texts made up by thousands. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decoded } from "../../src/server/redaction/encodings.ts";
import { fingerprintOf, fingerprintsOf, search } from "../../src/server/redaction/fingerprints.ts";
import { squeezed } from "../../src/server/redaction/squeeze.ts";
import { textOf, viewOf, type View } from "../../src/server/redaction/textView.ts";
import { encodings } from "../unit/support/secretForms.ts";
import { separator, slowDecoded, slowSqueezed } from "../unit/support/slowReadings.ts";
import { anyText } from "../anyText.ts";

const seed = 20_261_129;

/** What a secret stands among in an answer: signs of every encoding, and text. */
const pieces = fc.oneof(
  fc.constantFrom(
    "0x",
    "80, 64, ",
    "99999",
    "100000",
    "\r\n    ",
    "\n++",
    "+",
    "=",
    "-",
    ":",
    "\\",
    ",",
    " ",
    "x",
    "A",
  ),
  fc.stringMatching(/^[0-9a-f]{1,40}$/u),
  fc.stringMatching(/^[0-9A-Fa-f]{60,80}$/u),
  fc.stringMatching(/^[\w+/-]{1,60}$/u),
  anyText({ maxLength: 12 }),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString("base64")),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString("hex")),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => bytes.join(", ")),
  fc
    .tuple(fc.constantFrom(...Object.values(encodings)), fc.string({ unit: "grapheme", maxLength: 12 }))
    .map(([form, text]) => form(text)),
);
const texts = fc.array(pieces, { maxLength: 8 }).map((all) => all.join(""));

const placed = (view: View) =>
  textOf(view)
    .split("")
    .map((unit, at) => (unit === separator[0] ? separator : [unit, view.from(at), view.to(at)]));

test("what a text holds as an encoding is decoded as one does it slowly, and known to the place", () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 12 }), (text, least) => {
      const quick = decoded(viewOf(text), least, Infinity);
      assert.deepEqual(quick ? placed(quick) : [], slowDecoded(text, least));
    }),
    { numRuns: 1000, seed },
  );
});

test("what is compared of a text is what is compared of each of its characters, and known to the place", () => {
  const all = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit)).join("a");
  const some = Array.from({ length: 0x1000 }, (_, at) => String.fromCodePoint(0x10000 + at * 0x100)).join("");
  const check = (text: string) => {
    const quick = squeezed(viewOf(text));
    const slow = slowSqueezed(text);
    assert.equal(textOf(quick), slow.map(([unit]) => unit).join(""));
    assert.deepEqual(
      [...quick.places()],
      slow.map(([, from]) => from),
    );
  };
  for (const text of [all, some]) check(text);
  fc.assert(
    fc.property(
      fc.array(anyText()).map((parts) => parts.join("\ud800")),
      check,
    ),
    {
      numRuns: 500,
      seed,
    },
  );
});

test("a text is found wherever it stands, among others that end as it does", () => {
  const few = (minLength: number) =>
    fc.string({ unit: fc.constantFrom("a", "b"), minLength, maxLength: 300 });
  fc.assert(
    fc.property(few(0), fc.array(few(4), { minLength: 1, maxLength: 4 }), (text, sought) => {
      const all = [text.slice(3, 9), ...sought].filter(({ length }) => length >= 4);
      const prints = fingerprintsOf(all.map((one) => fingerprintOf(viewOf(one), 0, 0)));
      const found = new Set<string>();
      search(viewOf(text), prints, (at, { length }) => found.add(text.slice(at, at + length)));
      assert.deepEqual(
        [...found].toSorted(),
        [...new Set(all.filter((one) => text.includes(one)))].toSorted(),
      );
    }),
    { numRuns: 500, seed },
  );
});
