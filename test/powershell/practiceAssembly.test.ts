/** What the practice server's PowerShell loads is compiled by that PowerShell, once; without it there is no practice server. */
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { practiceAssembly } from "../../lab/practiceAssembly.ts";
import { startLab } from "../../lab/start.ts";
import { findPowerShell } from "../../scripts/tools/powershell.mjs";

let dir: string;
before(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), "cs-assembly-"));
});
after(() => rm(dir, { recursive: true, force: true }));

/** A program that stands for a PowerShell: it does what its text says. */
const engine = async (name: string, text: string) => {
  const file = path.join(dir, `${name}.mjs`);
  await writeFile(file, text);
  return { program: process.execPath, args: [file] };
};

test("it is compiled once for each PowerShell, and is there whole", async () => {
  const cache = path.join(dir, "compiling");
  const real = await practiceAssembly(await findPowerShell({ install: true }), cache);
  assert.equal((await readFile(real)).subarray(0, 2).toString(), "MZ");
  const counted = path.join(dir, "count");
  const counting = await engine(
    "counting",
    `import { appendFileSync, writeFileSync } from "node:fs";
     appendFileSync(${JSON.stringify(counted)}, "x");
     writeFileSync(process.argv.at(-1), "compiled");`,
  );
  const file = await practiceAssembly(counting, cache);
  assert.equal(await practiceAssembly(counting, cache), file);
  assert.equal(await readFile(file, "utf8"), "compiled");
  assert.equal(await readFile(counted, "utf8"), "x");
  assert.notEqual(file, real);
});

test("where a PowerShell cannot compile it, its words are told and nothing is left behind", async () => {
  const failing = await engine(
    "failing",
    `console.error("Add-Type: there is no compiler here."); process.exit(1);`,
  );
  const cache = path.join(dir, "failing");
  await assert.rejects(practiceAssembly(failing, cache), /there is no compiler here/u);
  assert.deepEqual(await readdir(cache), []);
  await assert.rejects(startLab({ dir, scenario: "healthy", engine: failing }), /there is no compiler here/u);
});
