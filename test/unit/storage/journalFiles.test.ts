/** The journals as files. */
import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import * as v from "valibot";
import type { JournalEvent } from "../../../src/setup/journal.ts";
import { serverId } from "../../../src/setup/target.ts";
import { JournalFiles } from "../../../src/storage/journalFiles.ts";

const id = v.parse(serverId, "0b7c9a52-7f0e-4c3a-8d1b-5e6f7a8b9c0d");
const began: JournalEvent = {
  kind: "started",
  at: "2026-11-28T10:00:00.000Z",
  by: "ada",
  server: id,
  step: "server",
};

test("an event is added to the journal, and what stands there stays as it is", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "cs-records-"));
  try {
    const records = new JournalFiles(folder, (_, work) => work());
    await records.append(id, began);
    // Cut off by a crash; no event, but not to be lost either.
    appendFileSync(records.fileOf(id), '{"kind":"ended"');
    const before = readFileSync(records.fileOf(id), "utf8");
    await records.append(id, began);
    const after = readFileSync(records.fileOf(id), "utf8");
    assert.ok(after.startsWith(before) && after.length > before.length);
    assert.equal((await records.read(id)).length, 2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("what another window appended is known to be there, and what was appended here is no news", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "cs-records-"));
  try {
    const one = new JournalFiles(folder, (_, work) => work());
    const other = new JournalFiles(folder, (_, work) => work());
    assert.deepEqual(await one.read(id), []);
    assert.equal(await one.hasMore(id), false);
    await one.append(id, began);
    assert.equal(await one.hasMore(id), false);
    await other.read(id);
    await other.append(id, began);
    assert.equal(await one.hasMore(id), true);
    await one.append(id, began);
    assert.equal(await one.hasMore(id), true, "appending here does not hide what came before");
    assert.equal((await one.read(id)).length, 3);
    assert.equal(await one.hasMore(id), false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
