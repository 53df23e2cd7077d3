/** Rights as bits. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { allRights, maskOf, rightsIn, specific } from "../../../../src/setup/directory/accessMask.ts";

test("a generic right is what it stands for", () => {
  assert.equal(specific(0x10000000), 0xf01ff);
  assert.equal(specific(0x80000000), 0x20094);
  assert.equal(specific(0x40000000), 0x20028);
  assert.equal(specific(0x20000000), 0x20004);
  assert.equal(allRights, 0xf01ff, "full control is every right there is");
});

test("rights are named in the order of their bits, and a bit that is none is left out", () => {
  assert.deepEqual(rightsIn(maskOf("control", "readProperty")), ["readProperty", "control"]);
  assert.deepEqual(rightsIn(0x100000), []);
  assert.deepEqual(rightsIn(0xffffffff).length, 13);
});
