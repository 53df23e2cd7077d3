/** Where the module's own starters start a program, outside the practice server: programs look for libraries there. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { findPowerShell, powerShellEnvironment } from "../../scripts/tools/powershell.mjs";
import { moduleFolder } from "./practice.ts";

let folder = "";
before(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), "cs-start-")));
  mkdirSync(path.join(folder, "System32"));
});
after(() => rm(folder, { recursive: true, force: true }));

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

test("whatever is started, directly or as a task, works in System32", async () => {
  const { program, args } = await findPowerShell({ install: true });
  const system = path.join(folder, "System32");
  const written = path.join(folder, "cwd");
  const says = `require("fs").writeFileSync(process.argv[1], process.cwd())`;
  const line = `-e "${says.replaceAll('"', '\\"')}" "${written}"`;
  const script = `
    foreach ($file in [IO.Directory]::GetFiles(${quoted(moduleFolder)}, '*.ps1', 'AllDirectories')) { . $file }
    function Get-FolderPath { param($Name) if ($Name -eq 'System') { ${quoted(system)} } }
    function New-ScheduledTaskAction { param($Execute, $Argument, $WorkingDirectory) [Console]::Out.WriteLine('task in ' + $WorkingDirectory); @{} }
    function New-ScheduledTaskPrincipal { @{} }
    function New-ScheduledTaskSettingsSet { @{} }
    function New-ScheduledTask { @{ Author = '' } }
    function Register-ScheduledTask { }
    function Start-ScheduledTask { }
    $id = Invoke-Program -Path ${quoted(process.execPath)} -ArgumentLine ${quoted(line)}
    while (-not (Wait-Program -Id $id -TimeoutMs 1000).exited) { }
    Register-SystemTask -Folder '\\x\\' -Name 'x' -Author 'x' -Path 'C:\\x.exe' -ArgumentLine '/quiet'
  `;
  const { stdout } = await promisify(execFile)(
    program,
    [...args, "-NoProfile", "-NonInteractive", "-Command", script],
    { cwd: folder, env: { ...process.env, ...powerShellEnvironment } },
  );
  assert.ok(existsSync(written), stdout);
  assert.equal(await readFile(written, "utf8"), system);
  assert.match(stdout, new RegExp(`task in ${system.replaceAll("\\", "\\\\")}`, "u"));
});
