/** A value in a file of its own. */
import assert from "node:assert/strict";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import type { Guard } from "../../../src/storage/guard.ts";
import { storageIn } from "../../../src/storage/storage.ts";
import { ProblemError, type Problem } from "../../../src/setup/problem.ts";
import { thePlan } from "../../../src/storage/onDisk.ts";
import { KeptFile } from "../../../src/storage/keptFile.ts";

const form = {
  empty: () => 0,
  parse: (value: unknown) => {
    if (typeof value !== "number") throw new Error("no number");
    return value;
  },
  about: thePlan,
};

/** There is no other window. */
const alone: Guard = (_, work) => work();

const inFolder = async (work: (folder: string, file: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "cs-kept-"));
  try {
    await work(folder, path.join(folder, "value.json"));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

test("a value is read back as it was written, changes follow each other, and nothing else is left in the folder", () =>
  inFolder(async (folder, file) => {
    const kept = new KeptFile(path.join(folder, "below", "value.json"), form, alone);
    assert.equal(await kept.read(), 0);
    const changes = Array.from({ length: 20 }, (_, at) => kept.update((now) => now * 2 + (at % 2)));
    const all = await Promise.all(changes);
    assert.equal(await kept.read(), all.at(-1));
    assert.equal(
      all.at(-1),
      Array.from({ length: 20 }).reduce<number>((now, _, at) => now * 2 + (at % 2), 0),
    );
    assert.deepEqual(readdirSync(path.dirname(file)), ["below"]);
    assert.deepEqual(readdirSync(path.join(folder, "below")), ["value.json"]);
  }));

test("what cannot be read as such a value counts for nothing, and is kept beside it when another is written", () =>
  inFolder(async (folder, file) => {
    for (const [at, text] of ["{", '"text"', ""].entries()) {
      writeFileSync(file, text);
      const kept = new KeptFile(file, form, alone);
      assert.equal(await kept.read(), 0);
      assert.equal(readFileSync(file, "utf8"), text, "reading changes nothing");
      assert.equal(await kept.update((now) => now + 1), 1);
      const aside = readdirSync(folder).filter((name) => name.endsWith(".unreadable"));
      assert.equal(aside.length, at + 1);
      assert.ok(aside.some((name) => readFileSync(path.join(folder, name), "utf8") === text));
    }
  }));

test("a file that cannot be read or written is an error in words, and the next change is tried again", () =>
  inFolder(async (folder) => {
    const below = path.join(folder, "below");
    const file = path.join(below, "value.json");
    writeFileSync(below, "a file where a folder must be");
    const kept = new KeptFile(file, form, alone);
    const isSaid = (error: unknown) =>
      error instanceof ProblemError &&
      error.problem.code.startsWith("filesUn") &&
      error.problem.happened.includes(file) &&
      error.problem.raw?.includes("ENOTDIR") === true;
    await assert.rejects(kept.read(), isSaid);
    await assert.rejects(kept.peek(), isSaid);
    await assert.rejects(
      kept.update(() => 1),
      isSaid,
    );
    rmSync(below);
    assert.equal(await kept.update(() => 1), 1);
  }));

test("what cannot be read is said once, in words, and a folder in a value's place is kept beside like any other", () =>
  inFolder(async (folder, file) => {
    mkdirSync(file);
    const said: Problem[] = [];
    const kept = new KeptFile(file, form, alone, (problem) => said.push(problem));
    assert.equal(await kept.peek(), undefined);
    assert.equal(said.length, 0, "what another window wrote is not looked at for that");
    assert.equal(await kept.read(), 0);
    assert.equal(await kept.read(), 0);
    assert.equal(await kept.update(() => 7), 7);
    assert.equal(said.length, 1);
    const [{ code, happened, means, next }] = said as [Problem];
    assert.deepEqual(
      [code, happened.includes(file), means !== "", next.length],
      ["filesUnread", true, true, 2],
    );
    assert.equal(readdirSync(folder).filter((name) => name.endsWith(".unreadable")).length, 1);
    writeFileSync(file, "{");
    const silent: Problem[] = [];
    await new KeptFile(file, form, alone, (problem) => silent.push(problem)).update(() => 8);
    assert.equal(silent.length, 1, "it is said too where a change finds it");
  }));

test("a value is read in whatever encoding an editor or PowerShell saved it", () =>
  inFolder(async (_, file) => {
    for (const bytes of [
      Buffer.from("\uFEFF7"),
      Buffer.from("\uFEFF7", "utf16le"),
      Buffer.from("\uFEFF7", "utf16le").swap16(),
    ]) {
      writeFileSync(file, bytes);
      assert.equal(await new KeptFile(file, form, alone).read(), 7);
    }
  }));

test("what a newer version wrote is used for nothing, and is neither changed nor moved", () =>
  inFolder(async (folder, file) => {
    const text = '{"version":2,"anything":[]}';
    writeFileSync(file, text);
    const kept = new KeptFile(file, form, alone);
    const isRefused = (error: unknown) =>
      error instanceof ProblemError && error.problem.code === "newerVersion";
    await assert.rejects(kept.read(), isRefused);
    await assert.rejects(kept.peek(), isRefused);
    await assert.rejects(
      kept.update(() => 1),
      isRefused,
    );
    assert.equal(readFileSync(file, "utf8"), text);
    assert.deepEqual(readdirSync(folder), ["value.json"]);
  }));

test("a file of 100 MB is not read, and one that is nested 100,000 deep is no value; both are kept beside", () =>
  inFolder(async (folder, file) => {
    const deep = `${'{"cloud":'.repeat(100_000)}1${"}".repeat(100_000)}`;
    const { plan, targets } = storageIn(folder);
    for (const [name, value] of [
      ["plan.json", plan],
      ["targets.json", targets],
    ] as const) {
      writeFileSync(path.join(folder, name), deep);
      assert.equal(await value.peek(), undefined);
      assert.ok(await value.read());
    }
    writeFileSync(file, "");
    truncateSync(file, 100 * 1024 * 1024);
    const kept = new KeptFile(file, { ...form, parse: () => assert.fail("it was read") }, alone);
    assert.equal(await kept.peek(), undefined);
    assert.equal(await kept.update(() => 1), 1);
    assert.equal(readdirSync(folder).filter((name) => name.endsWith(".unreadable")).length, 1);
  }));

test("what another window wrote is seen, and nothing where nothing is there that can be read", () =>
  inFolder(async (_, file) => {
    const kept = new KeptFile(file, form, alone);
    assert.equal(await kept.peek(), undefined);
    writeFileSync(file, "7");
    assert.equal(await kept.peek(), 7);
    writeFileSync(file, "{");
    assert.equal(await kept.peek(), undefined);
  }));

test("a change that throws changes nothing", () =>
  inFolder(async (_, file) => {
    const kept = new KeptFile(file, form, alone);
    await kept.update(() => 5);
    await assert.rejects(
      kept.update(() => {
        throw new Error("no");
      }),
      /no/u,
    );
    assert.equal(await kept.read(), 5);
  }));
