/** The journal and the plan as files. */
import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import type { JournalEvent } from "../../../src/setup/journal.ts";
import { FileRecords } from "../../../src/storage/fileRecords.ts";

const began: JournalEvent = {
  kind: "started",
  at: "2026-11-28T10:00:00.000Z",
  by: "ada",
  server: "SYNC01",
  step: "server",
};

test("an event is added to the journal, and what stands there stays as it is", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "cs-records-"));
  try {
    const records = new FileRecords(folder);
    await records.append(began);
    // Cut off by a crash; no event, but not to be lost either.
    appendFileSync(records.journalFile, '{"kind":"ended"');
    const before = readFileSync(records.journalFile, "utf8");
    await records.append(began);
    const after = readFileSync(records.journalFile, "utf8");
    assert.ok(after.startsWith(before) && after.length > before.length);
    assert.equal((await records.read()).events.length, 2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
