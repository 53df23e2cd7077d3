/** The folder in which secedit works, over the module's own functions with Windows' programs and access lists recorded. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { findPowerShell, powerShellEnvironment } from "../../scripts/tools/powershell.mjs";
import { moduleFolder } from "./practice.ts";

interface Said {
  readonly exitCode: number;
  /** What was made, who was let in, and what was called with which files there. */
  readonly made: readonly { readonly path: string; readonly sid: readonly string[] }[];
  readonly called: readonly { readonly line: string; readonly files: readonly string[] }[];
  readonly refused: string;
}

test("secedit works in a folder for this user, administrators and SYSTEM alone, which is gone afterwards", async () => {
  const dir = await mkdtemp(path.join(os.tmpdir(), "cs-folder-"));
  try {
    const { program, args } = await findPowerShell({ install: true });
    const script = path.join(import.meta.dirname, "privateFolder.ps1");
    const { stdout } = await promisify(execFile)(
      program,
      [...args, "-NoProfile", "-NonInteractive", "-File", script, moduleFolder, dir],
      { env: { ...process.env, ...powerShellEnvironment } },
    );
    const said = JSON.parse(stdout) as Said;
    assert.equal(said.exitCode, 3);
    const [folder] = said.made;
    assert.ok(folder);
    assert.equal(path.dirname(folder.path), dir);
    assert.match(path.basename(folder.path), /^[0-9a-f]{32}$/u);
    assert.deepEqual(folder.sid, ["S-1-5-32-544", "S-1-5-18", "S-1-5-21-1"]);
    const [called] = said.called;
    assert.ok(called);
    assert.ok(called.line.includes(`/cfg "${path.join(folder.path, "rights.inf")}"`), called.line);
    assert.deepEqual([...called.files].sort(), ["keeper", "rights.inf"]);
    assert.equal(said.called.length, 1, "where others are let in, secedit is not called");
    assert.match(said.refused, /is open to S-1-1-0/u);
    assert.deepEqual(await readdir(dir), []);
  } finally {
    await rm(dir, { recursive: true });
  }
});
