/** States and values in words. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { clockTime, stateDetail } from "../../src/ui/words.ts";

test("a moment is shown in the reader's own time, and a text that is none as it is", () => {
  const at = "2026-11-24T12:00:00.000Z";
  assert.equal(clockTime(at), new Date(at).toLocaleString());
  for (const none of ["", "yesterday", "2026-13-45", "9e99"]) assert.equal(clockTime(none), none);
  assert.equal(stateDetail({ kind: "stale", proof: [], at: "never", findings: [] }), "seen never");
});
