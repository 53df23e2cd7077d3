/** Changes of an order by a person. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { edited, type OrderEdit } from "../../../../src/setup/directory/orderEdits.ts";

const start = ["a", "b", "c", "d"];
const after = (...changes: OrderEdit[]) => changes.reduce<readonly string[]>(edited, start).join("");

test("one goes up, down, to the top, to the bottom, to a place, or out", () => {
  assert.equal(after({ kind: "up", host: "c" }), "acbd");
  assert.equal(after({ kind: "down", host: "B" }), "acbd", "a host's name has no capitals that count");
  assert.equal(after({ kind: "top", host: "c" }), "cabd");
  assert.equal(after({ kind: "bottom", host: "b" }), "acdb");
  assert.equal(after({ kind: "move", host: "a", to: 2 }), "bcad");
  assert.equal(after({ kind: "move", host: "d", to: -5 }), "dabc");
  assert.equal(after({ kind: "move", host: "a", to: 99 }), "bcda");
  assert.equal(after({ kind: "remove", host: "b." }), "acd");
});

test("one is added by name at the end, once; a whole order takes the place of another, without what it names twice", () => {
  assert.equal(after({ kind: "add", host: " e " }), "abcde");
  for (const host of ["A", "", "  ", "a."]) assert.equal(after({ kind: "add", host }), "abcd", host);
  assert.equal(after({ kind: "replace", order: ["d", "a", "D", "x"] }), "dax");
});

test("what changes nothing is no change: at an end, of one that is not there, or the same order", () => {
  for (const change of [
    { kind: "up", host: "a" },
    { kind: "down", host: "d" },
    { kind: "top", host: "a" },
    { kind: "bottom", host: "d" },
    { kind: "remove", host: "x" },
    { kind: "move", host: "x", to: 0 },
    { kind: "replace", order: ["a", "b", "c", "d"] },
  ] as const)
    assert.deepEqual(edited(start, change), start, JSON.stringify(change));
});

test("whatever is done, each is there once", () => {
  const host = fc.constantFrom("a", "b", "c", "d", "e", "A");
  const change: fc.Arbitrary<OrderEdit> = fc.oneof(
    fc.record({ kind: fc.constantFrom("up", "down", "top", "bottom", "remove", "add"), host }),
    fc.record({ kind: fc.constant("move" as const), host, to: fc.integer() }),
    fc.record({ kind: fc.constant("replace" as const), order: fc.array(host) }),
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      const names = changes.reduce<readonly string[]>(edited, start).map((one) => one.toLowerCase());
      assert.equal(new Set(names).size, names.length);
    }),
  );
});
