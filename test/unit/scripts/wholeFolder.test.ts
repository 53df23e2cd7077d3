/** What is fetched or compiled is there whole, or not at all. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { compiledFile } from "../../../scripts/tools/powershell.mjs";
import { wholeFolder } from "../../../scripts/tools/wholeFolder.mjs";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "cs-whole-"));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});
const makes = (text: string) => (folder: string) => {
  mkdirSync(folder);
  writeFileSync(path.join(folder, "file"), text);
  return Promise.resolve();
};

test("a folder that could not be made whole is not there, and why is said", async () => {
  const half = async (folder: string) => {
    await makes("half")(folder);
    throw new Error("the disk is full");
  };
  await assert.rejects(wholeFolder(path.join(dir, "made"), half), /the disk is full/u);
  assert.deepEqual(readdirSync(dir), []);
});

test("of two that make the same folder the first counts, and the other one goes on with it", async () => {
  const into = path.join(dir, "deep", "made");
  await wholeFolder(into, async (temporary) => {
    await makes("second")(temporary);
    await makes("first")(into);
  });
  const other = path.join(dir, "deep", "other");
  await wholeFolder(other, async () => {
    await makes("first")(other);
    throw new Error("it is in use");
  });
  for (const one of [into, other]) assert.equal(readFileSync(path.join(one, "file"), "utf8"), "first");
  await wholeFolder(into, () => assert.fail("it is there"));
  assert.deepEqual(readdirSync(path.dirname(into)), ["made", "other"]);
});

/** A process that makes a folder, once it has begun. */
const maker = async (into: string) => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => 0, 60000)"], { stdio: "ignore" });
  const temporary = `${into}.made-by-${child.pid ?? 0}`;
  await makes("another's")(temporary);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  return {
    temporary,
    end: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
};

test("a folder that another process is making is waited for, not made a second time", async () => {
  const into = path.join(dir, "made");
  const other = await maker(into);
  try {
    let isDone = false;
    const waiting = wholeFolder(into, () => assert.fail("it is being made")).then(() => (isDone = true));
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(isDone, false);
    renameSync(other.temporary, into);
    await waiting;
  } finally {
    await other.end();
  }
  assert.deepEqual(readdirSync(dir), ["made"]);
});

test("what a process left that was ended is removed, and the folder made", async () => {
  const into = path.join(dir, "made");
  const other = await maker(into);
  const waiting = wholeFolder(into, makes("second"));
  await other.end();
  await waiting;
  assert.deepEqual(readdirSync(dir), ["made"]);
  assert.equal(readFileSync(path.join(into, "file"), "utf8"), "second");
});

test("a folder that holds something else than what is wanted is made again", async () => {
  const into = path.join(dir, "made");
  await makes("old")(into);
  const isThere = () => readFileSync(path.join(into, "file"), "utf8") === "new";
  await wholeFolder(into, makes("new"), isThere);
  assert.equal(readFileSync(path.join(into, "file"), "utf8"), "new");
  assert.deepEqual(readdirSync(dir), ["made"]);
});

test("a PowerShell that was compiled stands beside the one that was fetched, and is not compiled again", () => {
  const fetched = path.join(dir, "any", "unix", "pwsh.dll");
  const compiled = path.join(dir, "any", "unix-compiled", "pwsh.dll");
  assert.equal(compiledFile(fetched), compiled);
  assert.equal(compiledFile(compiled), compiled);
});
