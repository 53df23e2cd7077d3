/** What is fetched or compiled is there whole, or not at all. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { wholeFolder } from "../../../scripts/tools/nuget.mjs";
import { compiledFile } from "../../../scripts/tools/powershell.mjs";

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
  await wholeFolder(into, () => Promise.reject(new Error("it is in use")));
  assert.equal(readFileSync(path.join(into, "file"), "utf8"), "first");
  assert.deepEqual(readdirSync(path.dirname(into)), ["made"]);
});

test("a PowerShell that was compiled stands beside the one that was fetched, and is not compiled again", () => {
  const fetched = path.join(dir, "any", "unix", "pwsh.dll");
  const compiled = path.join(dir, "any", "unix-compiled", "pwsh.dll");
  assert.equal(compiledFile(fetched), compiled);
  assert.equal(compiledFile(compiled), compiled);
});
