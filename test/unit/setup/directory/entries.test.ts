/** What an entry holds, by the attribute's name. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  booleanOf,
  bytesIn,
  holds,
  integerOf,
  momentOf,
  sidIn,
  sidsIn,
  textOf,
  textsOf,
} from "../../../../src/setup/directory/entries.ts";
import { entry } from "../../support/recordedDirectory/recorded.ts";

const one = entry(
  "DC=a",
  { n: ["-2147483646"], t: ["TRUE"], f: ["FALSE"], many: ["b", "A"], when: ["20261130181242.0Z"] },
  { sid: ["AQEAAAAAAAUSAAAA"], sids: ["?", "AQEAAAAAAAUSAAAA", "AQ=="] },
);

test("values are read by name: texts, a number with its sign, TRUE and FALSE, a moment, identifiers", () => {
  assert.equal(integerOf(one, "n"), -2147483646);
  assert.deepEqual([booleanOf(one, "t"), booleanOf(one, "f"), booleanOf(one, "n")], [true, false, undefined]);
  assert.equal(textOf(one, "many"), "b");
  assert.deepEqual(textsOf(one, "many"), ["b", "A"]);
  assert.ok(holds(one, "many", "a") && !holds(one, "many", "c"));
  assert.equal(momentOf(one, "when"), "2026-11-30T18:12:42.000Z");
  assert.equal(sidIn(one, "sid"), "S-1-5-18");
  assert.deepEqual(sidsIn(one, "sids"), ["S-1-5-18"], "one that cannot be read hides no other");
});

test("what is missing or of another form reads as nothing", () => {
  assert.deepEqual(
    [integerOf(one, "x"), textOf(one, "x"), momentOf(one, "n"), sidIn(one, "x"), booleanOf(one, "x")],
    [undefined, undefined, undefined, undefined, undefined],
  );
  assert.deepEqual([textsOf(one, "x"), bytesIn(one, "x"), holds(one, "x", "a")], [[], [], false]);
  fc.assert(
    fc.property(fc.array(fc.string()), (values) => {
      const any = entry("", { a: values }, { a: values });
      const number = integerOf(any, "a");
      assert.ok(number === undefined || Number.isSafeInteger(number));
      momentOf(any, "a");
      sidsIn(any, "a");
    }),
  );
});
