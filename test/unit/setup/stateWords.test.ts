/** How a step stands, in words. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { stateDetail, stateWord } from "../../../src/setup/stateWords.ts";
import { clockTime } from "../../../src/setup/values/moments.ts";

const at = "2026-11-24T12:00:00.000Z";

test("what was seen is said with when, in the reader's own time", () => {
  for (const kind of ["done", "stale"] as const) {
    assert.equal(stateDetail({ kind, proof: [], at, findings: [] }), `seen ${clockTime(at)}`);
    assert.equal(stateDetail({ kind, proof: [], at: "never", findings: [] }), "seen never");
  }
});

test("a wait is said with what it is for, since when, and until when where that is known", () => {
  const wait = { kind: "waiting", forWhat: "kdsKey", since: at, findings: [] } as const;
  assert.equal(stateWord(wait), "Waiting");
  const since = `for the domain's key, which may be used ten hours after it was made, since ${clockTime(at)}`;
  assert.equal(stateDetail(wait), since);
  assert.equal(stateDetail({ ...wait, until: at }), `${since}, until ${clockTime(at)}`);
});
