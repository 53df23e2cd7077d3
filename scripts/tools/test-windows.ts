/**
 * `npm run test:windows`: on a Windows machine, asks the real module under Windows PowerShell 5.1 everything that only
 * reads, and has PowerShell's own analyzer look at it. It changes nothing and needs no agent. `-- --command <program> <arguments...>` asks another PowerShell.
 */
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import * as v from "valibot";
import { readModuleText } from "../../src/server/powershellModule.ts";
import { redactor } from "../../src/server/redaction/redact.ts";
import { Session } from "../../src/server/session.ts";
import { reachedServer, type Reaching } from "../../src/server/reachedServer.ts";
import { thisMachine, windowsPowerShell } from "../../src/server/transports/thisMachine.ts";
import { ProblemError } from "../../src/setup/problem.ts";
import { serverId } from "../../src/setup/target.ts";
import { readAll, table } from "./readings.ts";

const [option, ...rest] = process.argv.slice(2);
const given = option === "--command" && rest.length > 0 ? rest : undefined;

const reach = { kind: "thisMachine" } as const;

/** A session begins as the extension begins it. */
const reaching: Reaching = {
  settings: (name) => (name === "powershellCommand" ? given : undefined),
  redactor: redactor(),
  moduleText: () => readModuleText(path.join(import.meta.dirname, "../../src/server/powershell")),
  log: (line) => {
    console.log(`  | ${line}`);
  },
};

/** Says what answers; fails where it is not the version that the product runs on. */
const introduce = async (): Promise<void> => {
  const from = Date.now();
  const way = thisMachine.wayTo(reach);
  if (!way) throw new Error("This machine is not reached.");
  const session = await Session.start({
    ...(await way.launch(reaching.settings)),
    elevate: thisMachine.words.elevate,
    ...reaching,
    redactor: redactor(),
    moduleText: await reaching.moduleText(),
  });
  const { computer, user, powershell, elevated } = session.ready;
  session.dispose();
  const rights = elevated === true ? "elevated" : "not elevated";
  console.log(
    `${computer}, ${user} (${rights}), PowerShell ${powershell}, begun in ${Date.now() - from} ms\n`,
  );
  if (given === undefined && !powershell.startsWith("5.1."))
    throw new Error(`Windows PowerShell 5.1 was started, and ${powershell} answered.`);
};

/** What PowerShell's own analyzer finds in the module, by the settings of the repository; says so where it is not installed. */
const analyze = async (): Promise<boolean> => {
  const root = path.join(import.meta.dirname, "../..");
  const script = [
    "$ErrorActionPreference = 'Stop'",
    "if ($null -eq (Get-Module -ListAvailable -Name PSScriptAnalyzer)) { 'none'; exit 0 }",
    `$found = @(Invoke-ScriptAnalyzer -Path '${root.replaceAll("'", "''")}/src/server/powershell' -Recurse -Settings '${root.replaceAll("'", "''")}/PSScriptAnalyzerSettings.psd1')`,
    "foreach ($one in $found) { '' + $one.ScriptName + ':' + $one.Line + ' ' + $one.RuleName + ': ' + $one.Message }",
  ].join("; ");
  const [program = "", ...args] = windowsPowerShell(process.env, process.arch);
  const { stdout } = await promisify(execFile)(program, [
    ...args.filter((one) => !/^-(?:Command|File)$/iu.test(one) && one !== "-"),
    "-EncodedCommand",
    Buffer.from(script, "utf16le").toString("base64"),
  ]);
  const lines = stdout.split(/\r?\n/u).filter((line) => line !== "");
  if (lines[0] === "none") {
    console.log(
      "PSScriptAnalyzer is not installed (Install-Module PSScriptAnalyzer): the module was not analyzed.\n",
    );
    return true;
  }
  for (const line of lines) console.log(line);
  console.log(`PSScriptAnalyzer: ${lines.length} findings\n`);
  return lines.length === 0;
};

const run = async (): Promise<boolean> => {
  await introduce();
  // Another PowerShell than that of Windows is asked what it reads, and nothing else.
  const isClean = given !== undefined || (await analyze());
  const server = reachedServer(
    { id: v.parse(serverId, randomUUID()), label: os.hostname(), reach },
    reaching,
  );
  try {
    const readings = await readAll(server);
    console.log(table(readings));
    const failed = readings.filter((one) => one.failed !== undefined).length;
    console.log(`\n${readings.length - failed} passed, ${failed} failed`);
    return isClean && failed === 0 && readings.length > 0;
  } finally {
    server.close();
  }
};

if (option !== undefined && given === undefined) {
  console.error("npm run test:windows [-- --command <program> <arguments...>]");
  process.exitCode = 2;
} else if (given === undefined && process.platform !== "win32") {
  console.error("This needs Windows, with its Windows PowerShell 5.1. Nothing was tested.");
  process.exitCode = 1;
} else {
  try {
    process.exitCode = (await run()) ? 0 : 1;
  } catch (error) {
    const raw = error instanceof ProblemError ? `\n${error.problem.raw ?? ""}` : "";
    console.error(`${error instanceof Error ? error.message : String(error)}${raw}`);
    process.exitCode = 1;
  }
}
