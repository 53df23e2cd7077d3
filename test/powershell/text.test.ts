/** How the module searches texts that others wrote. */
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { createInterface, type Interface } from "node:readline";
import { after, before, test } from "node:test";
import { findPowerShell, powerShellEnvironment } from "../../scripts/tools/powershell.mjs";
import { moduleFolder } from "./practice.ts";

let engine: ChildProcess;
let lines: Interface;
before(async () => {
  const { program, args } = await findPowerShell({ install: true });
  const script = path.join(import.meta.dirname, "text.ps1");
  engine = spawn(program, [...args, "-NoProfile", "-NonInteractive", "-File", script, moduleFolder], {
    stdio: ["pipe", "pipe", "inherit"],
    // A machine without the data of cultures knows the Turkish one by its name only.
    env: {
      ...process.env,
      ...powerShellEnvironment,
      DOTNET_SYSTEM_GLOBALIZATION_PREDEFINED_CULTURES_ONLY: "0",
    },
  });
  assert.ok(engine.stdout);
  lines = createInterface({ input: engine.stdout });
});
after(() => engine.stdin?.end());

const found = async (
  expression: string,
  text: string,
  { ignoreCase = false, eachLine = false } = {},
): Promise<unknown> => {
  const answer = new Promise<string>((resolve) => lines.once("line", resolve));
  engine.stdin?.write(`${JSON.stringify({ expression, text, ignoreCase, eachLine })}\n`);
  return JSON.parse(await answer);
};

test("a search without an end is given up, and what it should read is not known, in words", async () => {
  assert.deepEqual(await found("^(?:\\w|\\w\\w)*:$", `${"a".repeat(60)}!`), {
    unread: "A text could not be searched within two seconds.",
  });
});

test("capitals, culture and lines count only where a pattern says so", async () => {
  assert.deepEqual(await found("file", "FILE file"), { value: ["file"] });
  assert.deepEqual(await found("file", "FILE file", { ignoreCase: true }), { value: ["FILE", "file"] });
  assert.deepEqual(await found("^b$", "a\nb"), { value: [] });
  assert.deepEqual(await found("^b$", "a\nb", { eachLine: true }), { value: ["b"] });
});
