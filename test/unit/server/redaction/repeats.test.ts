/** The piece that a text repeats. */
import fc from "fast-check";
import assert from "node:assert/strict";
import { test } from "node:test";
import { pieceOf } from "../../../../src/server/redaction/repeats.ts";
import { viewOf } from "../../../../src/server/redaction/textView.ts";

/** As it is defined: the shortest piece of which the text is so many, the last one perhaps cut. */
const defined = (text: string): number => {
  for (let piece = 1; piece <= 64 && piece * 2 <= text.length; piece++)
    if (text.slice(piece) === text.slice(0, text.length - piece)) return piece;
  return 0;
};

test("the shortest piece is found, cut at the end or not, and none in a text that leaves it anywhere", () => {
  const piece = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 70 });
  fc.assert(
    fc.property(piece, fc.nat(700), fc.nat(700), fc.boolean(), (one, length, at, isBroken) => {
      const whole = one.repeat(Math.ceil((length + 1) / one.length)).slice(0, length);
      const text = isBroken ? `${whole.slice(0, at)}x${whole.slice(at + 1)}` : whole;
      assert.equal(pieceOf(viewOf(text)), defined(text), text);
    }),
    // Its beginning alone looks like a shorter piece.
    { numRuns: 3000, examples: [[`a${"b".repeat(62)}a`, 640, 0, false]] },
  );
});

test("a text that leaves its piece at the very end is read to its end once, whatever else could be a piece", () => {
  const { units, length } = viewOf(`${"a".repeat(60_000)}b`);
  let reads = 0;
  const counted = new Proxy(units, {
    get: (of, at) => {
      reads += 1;
      return Reflect.get(of, at, of) as unknown;
    },
  });
  assert.equal(pieceOf({ units: counted, length }), 0);
  assert.ok(reads < 3 * length, String(reads));
});
