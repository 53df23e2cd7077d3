/** The record of each server, as a run reads and writes it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Journal } from "../../../../src/setup/engine/journal.ts";
import type { JournalEvent } from "../../../../src/setup/journal.ts";
import type { ServerId } from "../../../../src/setup/target.ts";
import { testClock } from "../../support/scriptedServer.ts";

const first = "A" as ServerId;
const second = "B" as ServerId;

const licence = (server: string): JournalEvent => ({
  at: "2026-11-24T11:00:00.000Z",
  by: "ada",
  server,
  step: "download",
  kind: "said",
  statement: { about: "licence" },
});

/** Records in memory, with how often each was read. */
const records = (kept: Record<string, JournalEvent[]> = {}) => {
  const reads: string[] = [];
  let unreadable = false;
  const journal = new Journal({
    records: {
      read: (server) => {
        reads.push(server);
        return unreadable ? Promise.reject(new Error("locked")) : Promise.resolve([...(kept[server] ?? [])]);
      },
      hasMore: () => Promise.resolve(false),
      append: (server, event) => {
        (kept[server] ??= []).push(event);
        return Promise.resolve();
      },
    },
    clock: testClock(),
    by: "grace",
  });
  return {
    journal,
    kept,
    reads,
    lock: (now: boolean) => {
      unreadable = now;
    },
  };
};

test("a record is read when it is opened, once, and that of another server is not", async () => {
  const at = records({ A: [licence("A")], B: [licence("B"), licence("B")] });
  const journal = at.journal.of(first);
  assert.equal(at.journal.of(first), journal);
  assert.deepEqual([journal.isOpen, journal.events, at.reads], [false, [], []]);
  await Promise.all([journal.open(), journal.open()]);
  assert.deepEqual([journal.isOpen, journal.events.length, at.reads], [true, 1, ["A"]]);
  assert.deepEqual(journal.attestations, [{ about: "licence", at: "2026-11-24T11:00:00.000Z", by: "ada" }]);
});

test("what is noted stands in that server's record alone, after what was there, with who and when", async () => {
  const at = records({ A: [licence("A")] });
  await at.journal.of(first).note("install", { kind: "started" });
  await at.journal.of(second).note("download", { kind: "said", statement: { about: "licence" } });
  const noted = { at: "2026-11-24T12:00:00.000Z", by: "grace" };
  assert.deepEqual(at.kept, {
    A: [licence("A"), { ...noted, server: "A", step: "install", kind: "started" }],
    B: [{ ...noted, server: "B", step: "download", kind: "said", statement: { about: "licence" } }],
  });
  assert.deepEqual(at.journal.of(first).events, at.kept.A, "it was opened before");
  assert.deepEqual(at.journal.of(second).attestations, [{ about: "licence", ...noted }]);
});

test("events of another server, in a record that was copied, count for nothing", async () => {
  const at = records({ A: [licence("B"), licence("A")] });
  const journal = at.journal.of(first);
  await journal.open();
  assert.deepEqual([journal.events.length, journal.attestations.length], [1, 1]);
});

test("a record that cannot be read is written to by nobody, and is read again at the next try", async () => {
  const at = records();
  at.lock(true);
  const journal = at.journal.of(first);
  await assert.rejects(journal.open(), /locked/u);
  await assert.rejects(journal.note("install", { kind: "started" }), /locked/u);
  assert.deepEqual(at.kept, {});
  at.lock(false);
  await journal.note("install", { kind: "started" });
  assert.equal(at.kept.A?.length, 1);
});
