/** The journals as files: what was written comes back, whatever else stands there. */
import assert from "node:assert/strict";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { execFileSync } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { mock, test } from "node:test";
import * as v from "valibot";
import type { JournalEvent } from "../../../src/setup/journal.ts";
import { writeEvent } from "../../../src/setup/journalLine.ts";
import type { RecordPart } from "../../../src/setup/ports.ts";
import { ProblemError } from "../../../src/setup/problem.ts";
import { serverId } from "../../../src/setup/target.ts";
import { mostBytes } from "../../../src/storage/journalFile.ts";
import { JournalFiles } from "../../../src/storage/journalFiles.ts";
import { mostLineBytes } from "../../../src/storage/journalLines.ts";

const id = v.parse(serverId, "0b7c9a52-7f0e-4c3a-8d1b-5e6f7a8b9c0d");
/** No two are the same: each has a moment of its own. */
const at = (second: number): JournalEvent => ({
  kind: "started",
  at: new Date(Date.UTC(2026, 10, 28, 10, 0, second)).toISOString(),
  by: "ada",
  server: id,
  step: "server",
});
const [one, two, three] = [at(1), at(2), at(3)];

const inFolder = async (work: (records: JournalFiles, file: string, folder: string) => Promise<void>) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "cs-records-"));
  const records = new JournalFiles(folder, (_, guarded) => guarded());
  try {
    await work(records, records.fileOf(id), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
const momentsOf = ({ events }: RecordPart) => events.map((event) => event.at);
const moments = (...events: JournalEvent[]) => events.map((event) => event.at);
const setAside = (folder: string) => readdirSync(folder).filter((name) => name.endsWith(".unreadable"));

test("an event is added to the journal, and what stands there stays as it is", () =>
  inFolder(async (records, file) => {
    await records.of(id).append(one);
    // Cut off by a crash; no event, but not to be lost either.
    appendFileSync(file, '{"kind":"ended"');
    const before = readFileSync(file, "utf8");
    await records.of(id).append(two);
    const after = readFileSync(file, "utf8");
    assert.ok(after.startsWith(before) && after.length > before.length);
    assert.deepEqual(momentsOf(await records.of(id).readOn()), moments(one, two));
  }));

test("what two windows find in the same moment stands there twice, and both know both", () =>
  inFolder(async (records) => {
    const [here, there] = [records.of(id), records.of(id)];
    await Promise.all([here.readOn(), there.readOn()]);
    await here.append(one);
    assert.deepEqual(momentsOf(await there.append(one)), moments(one, one));
    assert.deepEqual(momentsOf(await here.readOn()), moments(one));
    assert.deepEqual(momentsOf(await records.of(id).readOn()), moments(one, one));
  }));

test("what another window added is told once, in the order in which it stands there, and what was added here is no news", () =>
  inFolder(async (records) => {
    const [here, there] = [records.of(id), records.of(id)];
    assert.deepEqual(momentsOf(await here.readOn()), []);
    assert.deepEqual(momentsOf(await here.append(one)), moments(one));
    assert.deepEqual(momentsOf(await here.readOn()), []);
    assert.deepEqual(momentsOf(await there.append(two)), moments(one, two));
    assert.deepEqual(momentsOf(await here.append(three)), moments(two, three));
    assert.deepEqual(momentsOf(await here.readOn()), []);
    assert.deepEqual(momentsOf(await there.readOn()), moments(three));
  }));

/** How many bytes are read from files while something is done. */
const bytesRead = async (work: () => Promise<unknown>): Promise<number> => {
  let bytes = 0;
  const handle = await fs.promises.open(process.execPath);
  const prototype = Object.getPrototypeOf(handle) as fs.promises.FileHandle;
  await handle.close();
  // oxlint-disable-next-line typescript/unbound-method -- called on its own handle below
  const { read } = prototype;
  const counted = mock.method(prototype, "read", async function (
    this: fs.promises.FileHandle,
    ...args: unknown[]
  ) {
    const done = await (Reflect.apply(read, this, args) as Promise<{ bytesRead: number }>);
    bytes += done.bytesRead;
    return done;
  } as never);
  const whole = mock.method(fs.promises, "readFile", () => Promise.reject(new Error("a whole file")));
  syncBuiltinESMExports();
  try {
    await work();
    return bytes;
  } finally {
    counted.mock.restore();
    whole.mock.restore();
    syncBuiltinESMExports();
  }
};

test("what is new is read, and nothing of what was read before; no file is read whole", () =>
  inFolder(async (records, file) => {
    writeFileSync(file, Array.from({ length: 20_000 }, (_, second) => writeEvent(at(second))).join(""));
    const here = records.of(id);
    const size = statSync(file).size;
    const first = await bytesRead(() => here.readOn());
    assert.ok(first >= size && first < size + 100, String(first));
    assert.equal(await bytesRead(() => here.readOn()), 0, "a look at what is known");
    await records.of(id).append(at(-1));
    const more = statSync(file).size - size;
    assert.equal(await bytesRead(() => here.readOn()), more);
    assert.ok((await bytesRead(() => here.append(at(-2)))) < more, "nor where something is added");
  }));

const utf16 = (text: string, mark = "\uFEFF") => Buffer.from(`${mark}${text}`, "utf16le");
const lines = (...events: JournalEvent[]) => events.map(writeEvent).join("");
const other = (text: string) => `${text}\n`;

/** Journals as they may be found: what is there, which events of it can be used, and how many lines cannot. */
const damaged: Readonly<
  Record<string, readonly [Buffer | string, readonly JournalEvent[], number, number?]>
> = {
  "a line that was cut off in the middle": [`${lines(one)}{"v":2,"at":"2026\n${lines(two)}`, [one, two], 1],
  "half a character": [
    Buffer.concat([Buffer.from(lines(one)), Buffer.from([0xc3, 0x0a]), Buffer.from(lines(two))]),
    [one, two],
    1,
  ],
  "zeros where a line was": [`${lines(one)}${"\0".repeat(70_000)}\n${lines(two)}`, [one, two], 1],
  "zeros alone": ["\0".repeat(4096), [], 0],
  "no text at all": [Buffer.from([0x1f, 0x8b, 0x08, 0xff, 0x0a, 0xfe, 0xfd, 0x0a]), [], 2],
  "a mark of the byte order": [`\uFEFF${lines(one, two)}`, [one, two], 0],
  "marks where files were put together": [`\uFEFF${lines(one)}\uFEFF${lines(two)}`, [one, two], 0],
  "line ends of Windows": [lines(one, two).replaceAll("\n", "\r\n"), [one, two], 0],
  "empty lines": [`\n\n${lines(one)}\n  \n${lines(two)}\n`, [one, two], 0],
  "another encoding of one byte": [Buffer.from(other('{"v":2,"by":"Jürgen"}'), "latin1"), [], 1],
  "lines of an older form": [
    `${JSON.stringify(one)}\n${JSON.stringify({ v: 1, ...one })}\n${lines(two)}`,
    [two],
    2,
  ],
  "lines of a newer form": [`${JSON.stringify({ ...one, v: 3 })}\n${lines(two)}`, [two], 0, 1],
  "a form that is no number": [`${JSON.stringify({ ...one, v: "2" })}\n${lines(two)}`, [two], 1],
  "events that nobody knows": [
    `${JSON.stringify({ v: 2, ...one, kind: "flown" })}\n${lines(two)}`,
    [two],
    0,
    1,
  ],
  "a kind that is no word": [`${JSON.stringify({ v: 2, ...one, kind: "a b" })}\n${lines(two)}`, [two], 1],
  "a change that is none": [
    `${JSON.stringify({ v: 2, ...one, kind: "change", change: null })}\n${lines(two)}`,
    [two],
    1,
  ],
  "what is JSON and no event": [`null\n7\n"x"\n[]\n{}\n${lines(two)}`, [two], 5],
  "lines that stand there twice": [lines(one, two, one, two, one), [one, two], 0],
  "a line nested 100,000 deep": [`${"[".repeat(100_000)}${"]".repeat(100_000)}\n${lines(two)}`, [two], 1],
};

for (const [what, [content, events, unreadable, newer = 0]] of Object.entries(damaged))
  test(`a journal with ${what}: what can be read is used, the rest is counted and stays where it is`, () =>
    inFolder(async (records, file, folder) => {
      writeFileSync(file, content);
      const before = readFileSync(file);
      const here = records.of(id);
      const { events: read, notRead } = await here.readOn();
      assert.deepEqual(
        read.map((event) => event.at),
        moments(...events),
      );
      assert.deepEqual([notRead.lines, notRead.newer, notRead.aside], [unreadable, newer, []]);
      await here.append(three);
      const after = readFileSync(file);
      assert.ok(after.subarray(0, before.length).equals(before), "nothing of it is written over");
      assert.deepEqual(momentsOf(await records.of(id).readOn()), moments(...events, three));
      assert.deepEqual(setAside(folder), []);
    }));

test("the end that a crash left without a line end is counted once something follows it", () =>
  inFolder(async (records, file) => {
    writeFileSync(file, `${lines(one)}{"v":2,"at"`);
    const here = records.of(id);
    assert.equal((await here.readOn()).notRead.lines, 0, "somebody may still be writing it");
    const { events, notRead } = await here.append(two);
    assert.deepEqual([events.length, notRead.lines], [1, 1]);
    // A whole entry may lack its line end too.
    writeFileSync(file, lines(one, two).trimEnd());
    const there = records.of(id);
    assert.deepEqual(momentsOf(await there.readOn()), moments(one));
    assert.deepEqual(momentsOf(await there.append(three)), moments(two, three));
  }));

for (const [name, bytes] of [
  ["UTF-16 with its mark", utf16(lines(one, two))],
  ["UTF-16 without a mark", utf16(lines(one, two), "")],
  ["UTF-16 of the other byte order", utf16(lines(one, two)).swap16()],
] as const)
  test(`a journal that was saved as ${name} is used, kept beside as it was, and written anew`, () =>
    inFolder(async (records, file, folder) => {
      writeFileSync(file, bytes);
      const [here, there] = [records.of(id), records.of(id)];
      const { events, notRead } = await here.readOn();
      assert.deepEqual(
        events.map((event) => event.at),
        moments(one, two),
      );
      const [aside = ""] = setAside(folder);
      assert.deepEqual(notRead, { lines: 0, newer: 0, skippedBytes: 0, aside: [path.join(folder, aside)] });
      assert.ok(readFileSync(path.join(folder, aside)).equals(bytes));
      assert.deepEqual(momentsOf(await there.append(three)), moments(one, two, three));
      assert.deepEqual(momentsOf(await here.readOn()), moments(three));
      assert.equal(setAside(folder).length, 1, "once");
    }));

test("a folder, and what is no file, in the place of a journal is kept beside", () =>
  inFolder(async (records, file, folder) => {
    mkdirSync(file);
    writeFileSync(path.join(file, "content"), "x");
    const here = records.of(id);
    const { events, notRead } = await here.readOn();
    const [aside = ""] = setAside(folder);
    assert.deepEqual([events, notRead.aside], [[], [path.join(folder, aside)]]);
    assert.ok(existsSync(path.join(folder, aside, "content")));
    await here.append(one);
    assert.deepEqual(momentsOf(await records.of(id).readOn()), moments(one));
    if (process.platform !== "win32") {
      rmSync(file);
      execFileSync("mkfifo", [file]);
      // Nobody ever writes to it: whoever opened it would wait for good.
      assert.deepEqual(momentsOf(await records.of(id).append(two)), moments(two));
      assert.equal(setAside(folder).length, 2);
    }
  }));

test("a line of 100 MB is no entry, and what stands around it is used; no line is written that would not be read", () =>
  inFolder(async (records, file) => {
    writeFileSync(file, lines(one));
    truncateSync(file, 50 * 1024 * 1024);
    appendFileSync(file, `\n${lines(two)}`);
    const { events, notRead } = await records.of(id).readOn();
    assert.deepEqual([events.map((event) => event.at), notRead.lines], [moments(one, two), 1]);
    truncateSync(file, 0);
    truncateSync(file, 100 * 1024 * 1024);
    const here = records.of(id);
    assert.deepEqual(momentsOf(await here.append(one)), moments(one));
    const before = statSync(file).size;
    const long: JournalEvent = { ...two, kind: "failed", code: "busy", happened: "x".repeat(mostLineBytes) };
    await assert.rejects(here.append(long), ProblemError);
    assert.equal(statSync(file).size, before);
  }));

test("of a journal that is longer than anybody's, the newest part is read, and that there is more is said", () =>
  inFolder(async (records, file) => {
    writeFileSync(file, lines(one));
    truncateSync(file, mostBytes);
    appendFileSync(file, `\n${lines(two, three)}`);
    const here = records.of(id);
    const { events, notRead } = await here.readOn();
    assert.deepEqual(
      events.map((event) => event.at),
      moments(two, three),
    );
    assert.equal(notRead.skippedBytes, statSync(file).size - mostBytes);
    await here.append(at(4));
    assert.equal(statSync(file).size > mostBytes, true, "it stays");
  }));

test("a journal that another one was put in the place of is read anew, and what is known of it is not told twice", () =>
  inFolder(async (records, file, folder) => {
    const here = records.of(id);
    await here.append(one);
    await here.append(two);
    copyFileSync(file, path.join(folder, "copy"));
    appendFileSync(path.join(folder, "copy"), lines(three));
    renameSync(path.join(folder, "copy"), file);
    assert.deepEqual(momentsOf(await here.readOn()), moments(three));
    writeFileSync(file, lines(at(9)));
    assert.deepEqual(momentsOf(await here.readOn()), moments(at(9)));
    rmSync(file);
    assert.deepEqual(momentsOf(await here.readOn()), []);
    assert.deepEqual(momentsOf(await here.append(at(10))), moments(at(10)));
  }));
