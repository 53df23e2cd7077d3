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
import { ProblemError } from "../../../src/setup/problem.ts";
import { KeptFile } from "../../../src/storage/keptFile.ts";

const form = {
  empty: () => 0,
  parse: (value: unknown) => {
    if (typeof value !== "number") throw new Error("no number");
    return value;
  },
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

test("a file that cannot be read or written is an error, and the next change is tried again", () =>
  inFolder(async (_, file) => {
    mkdirSync(file);
    const kept = new KeptFile(file, form, alone);
    await assert.rejects(kept.read(), /EISDIR/u);
    await assert.rejects(
      kept.update(() => 1),
      /EISDIR/u,
    );
    rmSync(file, { recursive: true });
    assert.equal(await kept.update(() => 1), 1);
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
