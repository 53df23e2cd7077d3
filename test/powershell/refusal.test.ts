/** The practice server refuses every command that is not on its list, so that practice never touches a real machine. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { appendFile, cp, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { readModuleText } from "../../src/server/powershellModule.ts";
import { descendantsOf } from "../processes.ts";
import { moduleFolder } from "./practice.ts";
import { onPractice } from "./onPractice.ts";

const hostScript = path.join(import.meta.dirname, "../../lab/server/host.ps1");

/** Nothing here takes long, but the machine may be busy: this only ends what would never end, before the test's own limit does. */
const hangsAfterMs = 200_000;

const at = onPractice("healthy");

/** What lines print, typed into the practice server's PowerShell as a session would type them; more is sent after a "go". */
const said = async (statement: string, afterGo = "", host = ""): Promise<string> => {
  const [program = "", ...real] = at.lab.settings["cloudSyncSetup.powershellCommand"] as string[];
  const args = host === "" ? real : real.map((one, index) => (real[index - 1] === "-File" ? host : one));
  const child = spawn(program, args, { stdio: "pipe" });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      if (line.endsWith("@go")) child.stdin.end(afterGo);
    });
  if (afterGo === "") child.stdin.end(`${statement}\n'the end'\n`);
  else child.stdin.write(`${statement}\n`);
  const timer = setTimeout(() => child.kill("SIGKILL"), hangsAfterMs);
  await new Promise((resolve) => child.on("close", resolve));
  clearTimeout(timer);
  return lines.join("\n");
};

/** Types each statement on a line of its own: none of them runs to its end, and each is refused. */
const allRefused = async (statements: readonly string[], refusal: RegExp): Promise<void> => {
  const printed = await said(statements.map((one, number) => `${one}; 'ran ${number}'`).join("\n"));
  const lines = printed.split("\n");
  assert.ok(lines.includes("the end"), printed);
  for (const [number, statement] of statements.entries())
    assert.ok(!lines.includes(`ran ${number}`), statement);
  assert.equal(lines.filter((line) => refusal.test(line)).length, statements.length, printed);
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

    "/bin/id",
    "Add-Type -AssemblyName System.Net.Http",
    "Import-Module -Name PSReadLine",
    "Start-Job -Name x",
    "Set-Variable -Name x -Value 1",
    // What stands before a backslash may be a folder, and the command's name a program in it.
    `& '${at.lab.dir}\\Get-ComputerState'`,
    "Microsoft.PowerShell.Core\\Get-Command -Name Get-Process",
    // To PowerShell each of these marks ends a text in single quotes, such as the one that the refusal stands in.
    ...["'", "\u2018", "\u2019", "\u201a", "\u201b"].map(
      (mark) => `& "x${mark} + [IO.File]::WriteAllText(${mark}${written}${mark}, ${mark}x${mark}) + ${mark}"`,
    ),
  ];
  await allRefused(statements, /refuses the command/u);
  assert.equal(existsSync(written), false);
});

test("a statement that finds, makes or names what runs otherwise than by a command's name is refused", async () => {
  const file = path.join(at.lab.dir, "was-here");
  const statements = [
    "& (Get-Command Get-ChildItem)",
    "& (Get-Command '/bin/id')",
    // What runs as it is where a stand-in leads there.
    "Invoke-TimedCall -On 'x' -Method 'Trim' -Types @() -Values @() -LeftMs 100",
    "New-PracticeConnection -HostName 127.0.0.1 -Port 389",
    "Get-PracticeReal -Name Open-DirectoryConnection",
    "Get-Command Invoke-TimedCall",
    "Get-Command -Name Get-ChildItem",
    "$c = 'Get-ChildItem'; & $c",
    "& { Get-ChildItem }",
    ". ('Get-' + 'ChildItem')",
    "[powershell]::Create().AddCommand('Get-ChildItem').Invoke()",
    "[runspacefactory]::CreateRunspace().Open()",
    "[scriptblock]::Create('Get-ChildItem').Invoke()",
    "$ExecutionContext.InvokeCommand.PreCommandLookupAction = $null",
    "$ExecutionContext.InvokeCommand.InvokeScript('Get-ChildItem')",
    "$ExecutionContext.InvokeCommand.GetCommand('Get-ChildItem', 'All')",
    "$ExecutionContext.InvokeCommand.NewScriptBlock('Get-ChildItem')",
    `$ExecutionContext.InvokeProvider.Content.GetWriter('${file}')`,
    `$ExecutionContext.InvokeProvider.Item.New('${file}', 'x', 'File', '')`,
    "$ExecutionContext.SessionState.InvokeCommand.PreCommandLookupAction = $null",
    "$n = 'InvokeCommand'; $ExecutionContext.$n",
    "$ExecutionContext.PSObject.Methods['x'].Invoke()",
    "$ExecutionContext | ForEach-Object InvokeCommand",
    "New-Object -ComObject Shell.Application",
    `New-Object IO.StreamWriter('${file}')`,
    `[IO.File]::WriteAllText('${file}', 'x')`,
    `([type]'IO.File')::WriteAllText('${file}', 'x')`,
    "'Diagnostics.Process' -as 'type'",
    "[Diagnostics.Process]::Start('/bin/id')",
    "[Net.Sockets.TcpClient]::new('127.0.0.1', 1)",
    "[Reflection.Assembly]::LoadFrom('x.dll')",
    "[Environment]::Exit(3)",
    "[Environment]::SetEnvironmentVariable('x', 'y')",
    "''.GetType().Assembly.GetType('System.IO.File').GetMethod('Delete')",
    `'x' > '${file}'`,
    `'x' *>> '${file}'`,
    "${function:Get-ComputerState} = 'x'",
    "${Temp:practice-was-here} = 'x'",
    "function Get-ComputerState { 'mine' }",
    "filter Get-ComputerState { 'mine' }",
    "class A { static A() { } }",
    "using assembly x.dll",
    "using module x",
    "configuration C { }",
    "workflow W { }",
    "trap { 'x' }",
    "#requires -Modules x",
  ];
  await allRefused(statements, /refuses the statement|not supported/u);
  assert.equal(existsSync(file), false);
});

test("what refuses cannot be put out of its place", async () => {
  const printed = await said(
    "$PracticeGuard = $null\n$PracticeStatementBlock = 'x'\n$PracticeModuleBlock = 'x'\n$global:PracticeGuard = $null\n$script:PracticeReader = $null\n${variable:PracticeGuard} = $null\nGet-ChildItem; 'ran'",
  );
  assert.doesNotMatch(printed, /^ran$/mu);
  assert.match(printed, /refuses the command Get-ChildItem/u);
});

/** The statement with which a session takes the module's text. */
const taking = async (): Promise<string> => {
  const text = await readFile(path.join(moduleFolder, "../session.ts"), "utf8");
  const found = /`(\$Mark=.*?exit 0)\\n`/su.exec(text)?.[1]?.replaceAll(/` \+\s+`/gu, "");
  return (found ?? "").replace("${mark}", `@${"0".repeat(24)}@`);
};

test("no text but the module's own is run in the module's place", async () => {
  const own = await readModuleText(moduleFolder);
  for (const text of [
    "[Console]::Out.WriteLine('ran')\n",
    `[Console]::Out.WriteLine('ran')\n${own}`,
    // The same to a comparison of languages.
    own.replace("function ", "func\u00adtion "),
    `\u00ad${own}`,
    // The same program, with a comment more.
    `# ran\n${own}`,
  ]) {
    const printed = await said(await taking(), `${text.length}\n${text}`);
    assert.match(printed, /another one/u);
    assert.doesNotMatch(printed, /^ran$/mu);
  }
  assert.match(await said(await taking(), `${own.length}\n${own}`), /"event":\s*"ready"/u);
});

test("a module that names what is not on its list is refused before it runs, a command it has from elsewhere when it does", async () => {
  const copy = path.join(at.lab.dir, "copy");
  const module = path.join(copy, "src/server/powershell");
  await cp(path.dirname(hostScript), path.join(copy, "lab/server"), { recursive: true });
  for (const [line, refusal] of [
    [
      "[Console]::Out.WriteLine([Diagnostics.Process]::GetCurrentProcess().Id)",
      /is not on the list mayUse\.json/u,
    ],
    ["'ran' > '/dev/null'", /is not on the list mayUse\.json/u],
    ["$found = Get-Command -Name 'Get-Date'; & $found", /refuses the command Get-Date/u],
    ["$found = Get-Command -Name 'Get-ComputerState'; [Console]::Out.Write((& $found).name)", /SYNC01/u],
  ] as const) {
    await cp(moduleFolder, module, { recursive: true });
    await appendFile(path.join(module, "Windows", "Registry.ps1"), `${line}\n`);
    const text = await readModuleText(module);
    const host = path.join(copy, "lab/server", path.basename(hostScript));
    assert.match(await said(await taking(), `${text.length}\n${text}`, host), refusal);
  }
});

test("of the texts that were read and found in order the last is remembered, and nothing else is taken away", async () => {
  const copy = path.join(at.lab.dir, "remembering");
  const cache = path.join(copy, ".cache");
  await cp(path.dirname(hostScript), path.join(copy, "lab/server"), { recursive: true });
  await cp(moduleFolder, path.join(copy, "src/server/powershell"), { recursive: true });
  await mkdir(cache);
  for (const file of ["examined", "powershell"]) await writeFile(path.join(cache, file), "another one");
  const text = await readModuleText(moduleFolder);
  const host = path.join(copy, "lab/server", path.basename(hostScript));
  for (const time of ["read", "remembered"]) {
    assert.match(await said(await taking(), `${text.length}\n${text}`, host), /"event":\s*"ready"/u, time);
    assert.deepEqual((await readdir(cache)).sort(), ["examined", "powershell"]);
    assert.ok((await readFile(path.join(cache, "examined"), "utf8")).startsWith(text), time);
    assert.equal(await readFile(path.join(cache, "powershell"), "utf8"), "another one");
  }
});

test("the module's Windows functions are answered by the practice server, before the module is even there", async () => {
  assert.match(await said("(Get-ComputerState).name"), /SYNC01/u);
});

test("what the practice server's programs know each other by is in no argument, and in a file for one user", async () => {
  const args = at.lab.settings["cloudSyncSetup.powershellCommand"] as string[];
  const file = args[args.indexOf("-TokenFile") + 1] ?? "";
  const token = await readFile(file, "utf8");
  assert.match(token, /^[0-9a-f]{32}$/u);
  if (process.platform !== "win32") assert.equal((await stat(file)).mode & 0o777, 0o600);
  const child = spawn(args[0] ?? "", args.slice(1), { stdio: ["pipe", "ignore", "ignore"] });
  const lines = descendantsOf(process.pid).map(({ line, environment }) => [line, ...environment].join("\n"));
  child.kill("SIGKILL");
  assert.ok(lines.some((line) => line.includes("host.ps1")));
  for (const line of lines) assert.ok(!line.includes(token), line);
});

test("a wrong token gets no place", async () => {
  const [program = "", ...args] = at.lab.settings["cloudSyncSetup.powershellCommand"] as string[];
  const file = path.join(at.lab.dir, "wrong-token");
  await writeFile(file, "0".repeat(32));
  const wrong = args.map((one, index) => (args[index - 1] === "-TokenFile" ? file : one));
  const child = spawn(program, wrong, { stdio: "ignore" });
  const timer = setTimeout(() => child.kill("SIGKILL"), hangsAfterMs);
  const code = await new Promise((resolve) => child.on("close", resolve));
  clearTimeout(timer);
  assert.notEqual(code, 0);
  assert.notEqual(code, null);
});
