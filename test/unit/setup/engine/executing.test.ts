/** Work on the steps of a server: what stands before it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { JournalEvent } from "../../../../src/setup/journal.ts";
import { ops, script, testRun } from "../../support/scriptedServer.ts";

test("nothing is looked at before the record is read: what it tells of other steps is known then", async () => {
  const done: JournalEvent = {
    at: "2026-11-24T11:00:00.000Z",
    by: "ada",
    server: "SYNC01",
    step: "install",
    kind: "checked",
    state: "done",
    proof: [],
  };
  let before: string | undefined;
  const of = script();
  const facts = of.answers["Get-CloudSyncServerFact"];
  const { run } = testRun(of, { events: [done], unopened: true });
  of.answers["Get-CloudSyncServerFact"] = (args, how) => {
    before = run.stateOf("install").kind;
    return facts?.(args, how);
  };
  assert.equal(run.stateOf("install").kind, "todo");
  await run.check("server");
  assert.equal(before, "stale");
  assert.deepEqual(ops(of), ["Get-CloudSyncServerFact"]);
});
