/** The module's inner functions, tested by Pester: each of its tests is one here. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import * as v from "valibot";
import { pester } from "../../scripts/tools/pester.mjs";
import { findPowerShell, powerShellEnvironment } from "../../scripts/tools/powershell.mjs";

const outcome = v.strictObject({ name: v.string(), passed: v.boolean(), said: v.string() });
const folder = path.join(import.meta.dirname, "inner");
const { program, args } = await findPowerShell({ install: true });
const script = [path.join(import.meta.dirname, "inner.ps1"), "-Pester", await pester(), "-Tests", folder];
const { stdout } = await promisify(execFile)(
  program,
  [...args, "-NoLogo", "-NoProfile", "-NonInteractive", "-File", ...script],
  { env: { ...process.env, ...powerShellEnvironment }, maxBuffer: 64 * 1024 * 1024 },
);
const outcomes = stdout
  .split("\n")
  .filter((line) => line.startsWith("{"))
  .map((line) => v.parse(outcome, JSON.parse(line)));

for (const { name, passed, said } of outcomes)
  test(name, () => {
    assert.ok(passed, said);
  });

test("every Pester test that is written ran", () => {
  const files = globSync("*.Tests.ps1", { cwd: folder });
  const written = files.flatMap((file) => [
    ...readFileSync(path.join(folder, file), "utf8").matchAll(/^ *It '([^'<]+)/gmu),
  ]);
  assert.ok(files.length > 2 && written.length > 10);
  for (const [, title = ""] of written)
    assert.ok(
      outcomes.some(({ name }) => name.includes(title.trim())),
      title,
    );
});
