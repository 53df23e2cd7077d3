/** Moments as a page says them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { clockTime, withClockTimes } from "../../../../src/setup/values/moments.ts";

test("a moment is shown in the reader's own time with its zone, and a text that is none as it is", () => {
  const at = "2026-11-24T12:00:00.000Z";
  assert.equal(clockTime(at), new Date(at).toLocaleString(undefined, { timeZoneName: "short" }));
  for (const none of ["", "yesterday", "2026-13-45", "9e99"]) assert.equal(clockTime(none), none);
});

test("every moment in a text is shown in the one kind of time, and what only looks like one stays", () => {
  const at = "2026-11-24T12:00:00.000Z";
  const shown = clockTime(at);
  assert.match(shown, /(?:UTC|GMT|[A-Z]{3,4}|[+-]\d)/u);
  for (const same of [at, "2026-11-24T12:00:00Z", "2026-11-24T14:00:00.0000000+02:00"])
    assert.equal(
      withClockTimes(`It ended ${same}. Seen by ada, ${same}`),
      `It ended ${shown}. Seen by ada, ${shown}`,
    );
  for (const other of [
    "2026-11-24T12:00:00",
    "2026-11-24",
    "2026-13-24T12:00:00Z",
    "x2026-11-24T12:00:00Z",
    "2026-11-24T12:00:00Zoo",
    "cloud-sync-logs-20261124T120000Z.zip",
  ])
    assert.equal(withClockTimes(other), other);
});
