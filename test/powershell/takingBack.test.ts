/** The commands that take permissions back, as PowerShell reads them: they call what they say, with the texts that they were given. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { findPowerShell, powerShellEnvironment } from "../../scripts/tools/powershell.mjs";
import { preparation, takingBackScripts } from "../../src/setup/directory/takingBackScript.ts";
import { singlePermissions } from "../../src/setup/told/permissionTypes.ts";

/** Runs a text and gives what it wrote as JSON, or PowerShell's error. */
const runs = async (text: string): Promise<unknown> => {
  const { program, args } = await findPowerShell({ install: true });
  const encoded = Buffer.from(`$ErrorActionPreference = 'Stop'; ${text}`, "utf16le").toString("base64");
  const { stdout } = await promisify(execFile)(
    program,
    [...args, "-NoProfile", "-NonInteractive", "-EncodedCommand", encoded],
    { env: { ...process.env, ...powerShellEnvironment } },
  );
  return JSON.parse(stdout);
};

const account = "Z\u00FCrich\\prov.Agent_1$";
const [script] = takingBackScripts(account, [
  { domain: "corp.z\u00FCrich.example", types: singlePermissions },
]).scripts;

test("each line of the commands opens the domain's root or removes one right, with the values that are written", async () => {
  const commands = script?.groups.map((group) => group.commands).join("\n") ?? "";
  const said = await runs(
    [
      "$made = New-Object Collections.ArrayList",
      "function Open-Domain([string]$Path) { $null = $made.Add($Path) }",
      'function Remove-Right([int]$Mask, [guid]$Type, [string]$Where, [guid]$Below) { $null = $made.Add("$Mask $Type $Where $Below") }',
      commands,
      "ConvertTo-Json @($made)",
    ].join("\n"),
  );
  const lines = commands.split("\n").filter((line) => !line.startsWith("#"));
  assert.deepEqual(
    said,
    lines.map((line) => line.replace(/^(?:Open-Domain|Remove-Right) /u, "").replaceAll("'", "")),
  );
  assert.ok(lines.length > 20, "every documented right is among them");
});

test("what comes first reads the account as it was written, and nothing else is in it", async () => {
  const said = await runs(
    [
      "$tokens = $null; $errors = $null",
      `$read = [Management.Automation.Language.Parser]::ParseInput(@'\n${preparation(account)}\n'@, [ref]$tokens, [ref]$errors)`,
      "$first = $read.EndBlock.Statements[0].Right.Expression.Value",
      "$functions = @($read.FindAll({ $args[0] -is [Management.Automation.Language.FunctionDefinitionAst] }, $true) | ForEach-Object Name)",
      "ConvertTo-Json @{ errors = $errors.Count; account = $first; functions = $functions; statements = $read.EndBlock.Statements.Count }",
    ].join("\n"),
  );
  assert.deepEqual(said, { errors: 0, account, functions: ["Open-Domain", "Remove-Right"], statements: 4 });
});

test("the command that removes everything hands dsacls the root and the account, each as one text", async () => {
  const said = await runs(
    ["function dsacls.exe { ConvertTo-Json @($args) }", script?.everything ?? ""].join("\n"),
  );
  assert.deepEqual(said, ["\\\\corp.z\u00FCrich.example\\DC=corp,DC=z\u00FCrich,DC=example", "/R", account]);
});
