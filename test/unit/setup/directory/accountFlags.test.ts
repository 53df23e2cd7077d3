/** Bits of an account. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { hasFlag } from "../../../../src/setup/directory/accountFlags.ts";

test("each bit is seen by itself, and none in a value that was not read", () => {
  assert.ok(hasFlag(514, "disabled"));
  assert.ok(!hasFlag(512, "disabled"));
  assert.ok(hasFlag(532480, "controller"));
  assert.ok(!hasFlag(532480, "partialSecrets"));
  assert.ok(hasFlag(83890176, "partialSecrets"));
  assert.ok(hasFlag(83890176, "workstation"));
  assert.ok(hasFlag(66048, "passwordNeverExpires"));
  assert.ok(!hasFlag(undefined, "disabled"));
});
