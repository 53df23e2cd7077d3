/** Identifiers of classes, attributes and rights. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readGuid } from "../../../../src/setup/directory/guid.ts";

test("the first three parts have the least byte first, the rest stands as it is written", () => {
  const bytes = Uint8Array.from([
    9, 0xba, 0x7a, 0x96, 0xbf, 0xe6, 0x0d, 0xd0, 0x11, 0xa2, 0x85, 0, 0xaa, 0, 0x30, 0x49, 0xe2,
  ]);
  assert.equal(readGuid(bytes, 1), "bf967aba-0de6-11d0-a285-00aa003049e2");
  for (const at of [-1, 2, 40]) assert.equal(readGuid(bytes, at), undefined);
});
