/** The practice server refuses every command that is not on its list, so that practice never touches a real machine. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { practice, type Practice } from "./practice.ts";

let at: Practice;
before(async () => {
  at = await practice("healthy");
});
after(async () => {
  await at.stop();
});

/** What one statement prints, typed into the practice server's PowerShell as a session would. */
const said = async (statement: string): Promise<string> => {
  const [program = "", ...args] = at.lab.settings["cloudSyncSetup.powershellCommand"] as string[];
  const child = spawn(program, args, { stdio: "pipe" });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on("line", (line) => lines.push(line));
  child.stdin.end(`${statement}\n'the end'\n`);
  const timer = setTimeout(() => child.kill("SIGKILL"), 30_000);
  await new Promise((resolve) => child.on("close", resolve));
  clearTimeout(timer);
  assert.ok(lines.includes("the end"), lines.join("\n"));
  return lines.join("\n");
};

test("commands that are not on the list are refused, by whatever name", async () => {
  const written = path.join(at.lab.dir, "was-here");
  const statements = [
    "Get-ChildItem",
    "ls /",
    `Set-Content -Path ${written} -Value x`,
    "Microsoft.PowerShell.Management\\Get-Process",
    "& 'Restart-Computer'",
    "reg.exe query HKLM",
    "Invoke-Expression 'Get-Date'",
    "Get-CimInstance -ClassName Win32_Service",
  ];
  const tried = statements.map(
    (statement, number) => `try { ${statement}; '${number} ran' } catch { '${number} ' + $_ }`,
  );
  const lines = (await said(tried.join("\n"))).split("\n");
  for (const [number, statement] of statements.entries())
    assert.ok(
      lines.some((line) => line.startsWith(`${number} `) && line.includes("refuses the command")),
      `${statement}: ${lines.join("; ")}`,
    );
  assert.ok(!existsSync(written));
});

test("the module's Windows functions are answered by the practice server, before the module is even there", async () => {
  assert.match(await said("(Get-ComputerState).name"), /SYNC01/u);
});

test("a wrong token gets no place", async () => {
  const [program = "", ...args] = at.lab.settings["cloudSyncSetup.powershellCommand"] as string[];
  const wrong = args.map((one, index) => (args[index - 1] === "-Token" ? "0".repeat(32) : one));
  const child = spawn(program, wrong, { stdio: "ignore" });
  const timer = setTimeout(() => child.kill("SIGKILL"), 30_000);
  const code = await new Promise((resolve) => child.on("close", resolve));
  clearTimeout(timer);
  assert.notEqual(code, 0);
  assert.notEqual(code, null);
});
