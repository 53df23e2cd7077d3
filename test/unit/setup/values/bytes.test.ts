/** Bytes in base 64, and numbers in them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { base64Of, bytesOf, hexOf, isBase64, uint16, uint32 } from "../../../../src/setup/values/bytes.ts";

test("bytes come back from base 64 as they went in, and a text that is none gives none", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      assert.equal(base64Of(bytes), Buffer.from(bytes).toString("base64"));
      assert.deepEqual(bytesOf(base64Of(bytes)), bytes);
    }),
  );
  for (const text of ["a", "?", "YQ=", "ä"]) assert.equal(bytesOf(text), undefined, text);
});

test("base 64 is told from what is none, however long it is", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      assert.ok(isBase64(base64Of(bytes)));
    }),
  );
  for (const text of ["a", "aaaaa", "a===", "=aaa", "aa=a", "aa\na", "aa-_", "ä===", "a b=", "===="])
    assert.ok(!isBase64(text), text);
  const long = "A".repeat(40 * 1024 * 1024);
  assert.ok(isBase64(long) && !isBase64(`${long}!AAA`));
});

test("numbers have the least byte first, and none is read where its bytes are not all there", () => {
  const bytes = Uint8Array.from([0x78, 0x56, 0x34, 0xf2]);
  assert.equal(uint32(bytes, 0), 0xf2345678);
  assert.equal(uint16(bytes, 2), 0xf234);
  for (const at of [-1, 1, 4]) assert.equal(uint32(bytes, at), undefined);
  assert.equal(uint16(bytes, 3), undefined);
  assert.equal(hexOf(bytes), "785634f2");
});
