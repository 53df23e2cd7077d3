/** What the module's own functions say of real files and links, and what PowerShell reads of paths in quotes. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { findPowerShell, powerShellEnvironment } from "../../scripts/tools/powershell.mjs";
import { quotedForPowerShell } from "../../src/setup/text/quoting.ts";
import { namedFiles } from "../unit/support/pathCases.ts";
import { moduleFolder } from "./practice.ts";

interface Said {
  readonly states: Readonly<Record<string, { readonly kind: string; readonly target: string }>>;
  readonly moved: string;
  readonly texts: readonly string[];
}

let dir = "";
let said: Said;
before(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), "cs-paths-"));
  await writeFile(path.join(dir, "file"), "x");
  await mkdir(path.join(dir, "folder"));
  await symlink("file", path.join(dir, "to-file"));
  await symlink(path.join(dir, "folder"), path.join(dir, "to-folder"));
  await symlink(path.join(dir, "not-there"), path.join(dir, "to-nothing"));
  await writeFile(path.join(dir, "quoted.txt"), namedFiles.map(quotedForPowerShell).join("\n"));
  const { program, args } = await findPowerShell({ install: true });
  const script = path.join(import.meta.dirname, "namedPath.ps1");
  const { stdout } = await promisify(execFile)(
    program,
    [...args, "-NoProfile", "-NonInteractive", "-File", script, moduleFolder, dir],
    { env: { ...process.env, ...powerShellEnvironment } },
  );
  said = JSON.parse(stdout) as Said;
});
after(async () => {
  await rm(dir, { recursive: true });
});

test("what is at a path is told of the thing itself: a link with what it says, whether that is there or not", () => {
  assert.deepEqual(said.states, {
    file: { kind: "file", target: "" },
    folder: { kind: "folder", target: "" },
    "to-file": { kind: "symbolicLink", target: "file" },
    "to-folder": { kind: "symbolicLink", target: path.join(dir, "folder") },
    "to-nothing": { kind: "symbolicLink", target: path.join(dir, "not-there") },
    nothing: { kind: "missing", target: "" },
    "nothing/deeper": { kind: "missing", target: "" },
  });
});

test("a file is moved to no place where a link is, one that leads nowhere either", () => {
  assert.equal(said.moved, "refused");
  assert.ok(existsSync(path.join(dir, "file")) && !existsSync(path.join(dir, "not-there")));
});

test("a path in quotes is to PowerShell that path, whatever apostrophes it holds", () => {
  assert.deepEqual(said.texts, namedFiles);
});
