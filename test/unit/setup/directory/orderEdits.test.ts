/** Changes of an order, each of which can be taken back. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { edit, editedFrom, redo, undo, type OrderEdit } from "../../../../src/setup/directory/orderEdits.ts";

const start = editedFrom(["a", "b", "c", "d"]);
const after = (...changes: OrderEdit[]) => changes.reduce(edit, start).order.join("");

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
    assert.equal(edit(start, change), start, JSON.stringify(change));
  assert.equal(undo(start), start);
  assert.equal(redo(start), start);
});

test("a change is taken back and made again, and a new one leaves nothing to be made again", () => {
  const changed = edit(edit(start, { kind: "top", host: "d" }), { kind: "remove", host: "a" });
  assert.deepEqual(undo(changed).order, ["d", "a", "b", "c"]);
  assert.deepEqual(undo(undo(changed)).order, start.order);
  assert.deepEqual(redo(undo(changed)).order, changed.order);
  const other = edit(undo(changed), { kind: "remove", host: "c" });
  assert.equal(redo(other), other);
});

test("whatever is done, each is there once, and taking all back leads to the beginning", () => {
  const host = fc.constantFrom("a", "b", "c", "d", "e", "A");
  const change: fc.Arbitrary<OrderEdit> = fc.oneof(
    fc.record({ kind: fc.constantFrom("up", "down", "top", "bottom", "remove", "add"), host }),
    fc.record({ kind: fc.constant("move" as const), host, to: fc.integer() }),
    fc.record({ kind: fc.constant("replace" as const), order: fc.array(host) }),
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      let edited = changes.reduce(edit, start);
      const names = edited.order.map((one) => one.toLowerCase());
      assert.equal(new Set(names).size, names.length);
      const steps = edited.before.length;
      for (let at = 0; at < steps; at += 1) edited = undo(edited);
      assert.deepEqual(edited.order, start.order);
      for (let at = 0; at < steps; at += 1) edited = redo(edited);
      assert.deepEqual(edited.order, changes.reduce(edit, start).order);
    }),
  );
});

test("no more changes are kept than anybody takes back", () => {
  let edited = start;
  for (let at = 0; at < 120; at += 1)
    edited = edit(edited, { kind: "move", host: "a", to: at % 2 === 0 ? 1 : 0 });
  assert.equal(edited.before.length, 50);
});
