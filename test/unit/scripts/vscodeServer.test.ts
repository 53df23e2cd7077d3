/** The VS Code that tests start: what is left of one that does not start. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { startServer } from "../../../scripts/tools/vscode/server.ts";

/** Every folder that is made here is in this one. */
let own = "";
const { TMPDIR } = process.env;
before(() => {
  own = mkdtempSync(path.join(os.tmpdir(), "vscode-server-"));
  process.env.TMPDIR = own;
});
after(() => {
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  rmSync(own, { recursive: true, force: true });
});

const node = (script: string) => [process.execPath, "-e", script, "--"] as const;

test("where an extension cannot be installed, no folder is left", async () => {
  const script = "console.log('not an extension'); process.exit(3)";
  await assert.rejects(
    startServer({ vsix: ["a.vsix"] }, node(script)),
    /could not be installed: not an extension/u,
  );
  assert.deepEqual(readdirSync(own), []);
});

test("where VS Code ends at once or cannot be run, no folder is left", async () => {
  await assert.rejects(startServer({}, node("process.exit(4)")), /VS Code ended with 4/u);
  assert.deepEqual(readdirSync(own), []);
  await assert.rejects(startServer({}, [path.join(own, "no-such-program")]), /did not start/u);
  assert.deepEqual(readdirSync(own), []);
});

test("a folder that was given stays, with what was written there", async () => {
  const dir = path.join(own, "given");
  await assert.rejects(startServer({ dir }, node("process.exit(4)")), /VS Code ended with 4/u);
  assert.deepEqual(readdirSync(own), ["given"]);
  assert.ok(readdirSync(dir).includes("server.log"));
});
