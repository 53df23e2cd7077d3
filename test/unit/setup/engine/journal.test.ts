/** The record of each server, as a run reads and writes it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Journal } from "../../../../src/setup/engine/journal.ts";
import { recordNotRead } from "../../../../src/setup/engine/unread.ts";
import type { JournalEvent, NotRead } from "../../../../src/setup/journal.ts";
import type { RecordPart } from "../../../../src/setup/ports.ts";
import type { ServerId } from "../../../../src/setup/target.ts";
import { memoryRecords } from "../../support/memoryRecords.ts";
import { acceptedLicence, testClock } from "../../support/scriptedServer.ts";

const first = "A" as ServerId;
const second = "B" as ServerId;

/** Records in memory, with how often each was read. */
const records = (kept: Record<string, JournalEvent[]> = {}) => {
  const reads: string[] = [];
  let unreadable = false;
  const journal = new Journal({
    records: memoryRecords({
      read: (server) => {
        reads.push(server);
        return unreadable ? Promise.reject(new Error("locked")) : Promise.resolve([...(kept[server] ?? [])]);
      },
      append: (server, event) => {
        (kept[server] ??= []).push(event);
        return Promise.resolve();
      },
    }),
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
  const at = records({ A: [acceptedLicence("A")], B: [acceptedLicence("B"), acceptedLicence("B")] });
  const journal = at.journal.of(first);
  assert.equal(at.journal.of(first), journal);
  assert.deepEqual([journal.isOpen, journal.events, at.reads], [false, [], []]);
  await Promise.all([journal.open(), journal.open()]);
  assert.deepEqual([journal.isOpen, journal.events.length, at.reads], [true, 1, ["A"]]);
  assert.deepEqual(journal.attestations, [{ about: "licence", at: "2026-11-24T11:00:00.000Z", by: "ada" }]);
});

test("what is noted stands in that server's record alone, after what was there, with who and when", async () => {
  const at = records({ A: [acceptedLicence("A")] });
  await at.journal.of(first).note("install", { kind: "started" });
  await at.journal.of(second).note("download", { kind: "said", statement: { about: "licence" } });
  const noted = { at: "2026-11-24T12:00:00.000Z", by: "grace" };
  assert.deepEqual(at.kept, {
    A: [acceptedLicence("A"), { ...noted, server: "A", step: "install", kind: "started" }],
    B: [{ ...noted, server: "B", step: "download", kind: "said", statement: { about: "licence" } }],
  });
  assert.deepEqual(at.journal.of(first).events, at.kept.A, "it was opened before");
  assert.deepEqual(at.journal.of(second).attestations, [{ about: "licence", ...noted }]);
});

test("events of another server, in a record that was copied, count for nothing", async () => {
  const at = records({ A: [acceptedLicence("B"), acceptedLicence("A")] });
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

const intended = (at: number): JournalEvent => ({
  ...acceptedLicence("A"),
  step: "prerequisites",
  kind: "intended",
  id: String(at),
  operation: "Set-CloudSyncTlsValue",
  args: {},
  changes: [],
});

test("what is open of it is known without going through the record again, however long it is", async () => {
  let looks = 0;
  const counting = (event: JournalEvent): JournalEvent =>
    new Proxy(event, {
      get: (of, key) => {
        looks += 1;
        return of[key as keyof JournalEvent];
      },
    });
  const at = records({
    A: [
      ...Array.from({ length: 1000 }, () => counting(acceptedLicence("A"))),
      ...[1, 2, 3].map((id) => counting(intended(id))),
      { ...acceptedLicence("A"), kind: "settled", id: "2", how: "finished", unknown: [] },
    ],
  });
  const journal = at.journal.of(first);
  await journal.open();
  looks = 0;
  const open = () => journal.openIntentions.map(({ id }) => id);
  assert.deepEqual(open(), ["1", "3"]);
  await journal.note("prerequisites", { kind: "settled", id: "1", how: "seen", unknown: [] });
  assert.deepEqual(open(), ["3"]);
  assert.equal(journal.takenPlan, undefined);
  assert.equal(looks, 0);
});

/** A record of which something cannot be read, and what was said of it. */
const damagedRecord = (events: JournalEvent[], notRead: NotRead) => {
  const said: NotRead[] = [];
  const parts: RecordPart[] = [{ events, notRead }];
  const none = { lines: 0, newer: 0, skippedBytes: 0, aside: [] };
  const journal = new Journal({
    records: {
      of: () => ({
        readOn: () => Promise.resolve(parts.shift() ?? { events: [], notRead: none }),
        append: (event) => {
          events.push(event);
          return Promise.resolve({ events: [event], notRead: none });
        },
      }),
    },
    clock: testClock(),
    by: "grace",
    notRead: (_, what) => said.push(what),
  }).of(first);
  return { journal, said, parts };
};

test("what cannot be read is said once, and the record keeps that it was; what is new of it is said again", async () => {
  const events: JournalEvent[] = [acceptedLicence("A")];
  const notRead = { lines: 2, newer: 1, skippedBytes: 0, aside: ["a"] };
  const one = damagedRecord(events, notRead);
  await one.journal.open();
  assert.deepEqual(one.said, [notRead]);
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ["said", "notRead"],
  );
  // The next start finds the same, and what was put aside is elsewhere.
  const next = damagedRecord([...events], { ...notRead, aside: [] });
  await next.journal.open();
  assert.deepEqual(next.said, []);
  next.parts.push({ events: [], notRead: { lines: 1, newer: 0, skippedBytes: 0, aside: [] } });
  await next.journal.catchUp();
  assert.deepEqual(next.said, [{ ...notRead, lines: 3 }]);
  await next.journal.catchUp();
  assert.equal(next.said.length, 1);
});

test("what cannot be read is said where the record cannot be written either, and keeps nobody from reading the rest", async () => {
  const at = records({ A: [acceptedLicence("A")] });
  const said: NotRead[] = [];
  const journal = new Journal({
    records: {
      of: () => ({
        readOn: () =>
          Promise.resolve({
            events: at.kept.A ?? [],
            notRead: { lines: 0, newer: 0, skippedBytes: 5e6, aside: [] },
          }),
        append: () => Promise.reject(new Error("full")),
      }),
    },
    clock: testClock(),
    by: "grace",
    notRead: (_, what) => said.push(what),
  }).of(first);
  await journal.open();
  assert.deepEqual([journal.events.length, said.length], [1, 1]);
});

test("it is said what of a record cannot be read, what that means, and what to do", () => {
  const said = (what: Partial<NotRead>) => {
    const none = { lines: 0, newer: 0, skippedBytes: 0, aside: [] };
    const { code, happened, means, next } = recordNotRead("SYNC01", "C:\\a.jsonl", { ...none, ...what });
    assert.equal(code, "recordDamaged");
    assert.match(means, /Nothing of it was deleted/u);
    return [happened, ...next].join(" ");
  };
  assert.match(said({ lines: 3 }), /SYNC01 that cannot be read: 3\..*C:\\a\.jsonl/u);
  assert.match(said({ newer: 2 }), /newer version wrote: 2\. Update the extension/u);
  assert.match(said({ skippedBytes: 3_000_000 }), /its first 3 MB were left out.*move the file away/u);
  assert.match(said({ aside: ["x", "y"] }), /was put aside: x, y\./u);
  const all = said({ lines: 1, newer: 1, skippedBytes: 1, aside: ["x"] });
  for (const part of [/cannot be read/u, /newer version/u, /too long/u, /put aside/u])
    assert.match(all, part);
});
