/** Types of encryption of an account and its server. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  compareEncryption,
  encryptionNames,
  isAesOnly,
} from "../../../../src/setup/directory/encryptionTypes.ts";

test("types are named in the order of their bits, whatever else the value says", () => {
  assert.deepEqual(encryptionNames(0x1c), ["RC4-HMAC", "AES128-CTS-HMAC-SHA1-96", "AES256-CTS-HMAC-SHA1-96"]);
  assert.deepEqual(encryptionNames(0x7fffffe0), []);
  assert.deepEqual(encryptionNames(0x3), ["DES-CBC-CRC", "DES-CBC-MD5"]);
});

test("an account and its server have the same, something, or nothing in common, or nobody knows", () => {
  const of = (account: number | null, computer: number | null) => compareEncryption({ account, computer });
  assert.equal(of(0x18, 0x7ffffff8), "same");
  assert.equal(of(0x1c, 0x18), "differ");
  assert.equal(of(0x4, 0x18), "none");
  assert.equal(of(null, 0x18), "notKnown");
  assert.equal(of(0x18, null), "notKnown");
  assert.equal(of(0, 0x18), "notKnown", "a value without a type is none");
  assert.equal(of(0x18, 0x20), "notKnown");
});

test("0x7ffffff8 is AES only, 0x1c is not", () => {
  assert.ok(isAesOnly(0x7ffffff8));
  assert.ok(!isAesOnly(0x1c));
  assert.ok(!isAesOnly(0));
});
