/** The module's text, read by PowerShell's own parser: what it says must run under Windows PowerShell 5.1. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { before, test } from "node:test";
import { promisify } from "node:util";
import { findPowerShell } from "../../scripts/tools/powershell.mjs";
import { readModuleText } from "../../src/server/powershellModule.ts";
import { operations, type Operation } from "../../src/setup/operations.ts";
import { moduleFolder } from "./practice.ts";

interface Inspected {
  readonly name: string;
  readonly problems: readonly string[];
  readonly functions: readonly {
    readonly name: string;
    readonly verb: boolean;
    readonly synopsis: string;
    readonly binding: boolean;
    readonly parameters: readonly { readonly name: string; readonly type: string }[];
    readonly whatIf: boolean;
  }[];
  readonly commands: readonly {
    readonly name: string;
    readonly line: number;
    readonly positional: number;
    readonly parameters: readonly string[];
  }[];
  readonly types: readonly string[];
  readonly newer: readonly string[];
}

let files: readonly Inspected[] = [];
let known = new Map<string, readonly string[]>();
before(async () => {
  const { program, args } = await findPowerShell();
  const script = path.join(import.meta.dirname, "inspect.ps1");
  const run = promisify(execFile);
  const { stdout } = await run(
    program,
    [...args, "-NoProfile", "-NonInteractive", "-File", script, moduleFolder],
    {
      maxBuffer: 50 * 1024 * 1024,
    },
  );
  files = JSON.parse(stdout) as Inspected[];
  const data = JSON.parse(
    await readFile(path.join(import.meta.dirname, "data", "windows-powershell-5.1-commands.json"), "utf8"),
  ) as { modules: Record<string, Record<string, string[]>> };
  known = new Map(Object.values(data.modules).flatMap((commands) => Object.entries(commands)));
});

const functions = () => files.flatMap((file) => file.functions);
const functionOf = (name: string) => functions().find((one) => one.name === name);
const common = ["ErrorAction", "Verbose", "WarningAction", "Confirm", "WhatIf"];
const agentCmdlets: Record<string, readonly string[]> = {
  "Connect-AADCloudSyncAzureAD": ["Credential", "AccessToken", "TenantId", "UserPrincipalName"],
  "Add-AADCloudSyncGMSA": ["Credential", "CustomGMSAName"],
  "Add-AADCloudSyncADDomain": ["DomainName", "Credential", "PreferredDomainControllers"],
  "Get-AADCloudSyncDomains": [],
  "Set-AADCloudSyncPermissions": ["PermissionType", "EACredential", "TargetDomain", "TargetDomainCredential"],
};

test("every file parses, and uses nothing newer than 5.1", () => {
  assert.ok(files.length >= 9);
  for (const file of files) {
    assert.deepEqual(file.problems, [], file.name);
    assert.deepEqual(file.newer, [], file.name);
  }
});

test("every file is plain ASCII with short line ends", async () => {
  for (const file of await readdir(moduleFolder))
    assert.match(await readFile(path.join(moduleFolder, file), "utf8"), /^[\t\n\x20-\x7e]*$/u, file);
  assert.ok((await readModuleText(moduleFolder)).endsWith("(-join $c)\n"));
});

test("every function has an approved verb, and every operation its help", () => {
  for (const one of functions()) assert.ok(one.verb, one.name);
  for (const { name } of operations) {
    const found = functionOf(name);
    assert.notEqual(found?.synopsis, "", name);
    assert.ok(found?.binding, name);
  }
});

test("the module has exactly the operations of the list, parameter by parameter", async () => {
  for (const operation of operations as readonly Operation[]) {
    const found = functionOf(operation.name);
    assert.ok(found, operation.name);
    const wanted = [
      ...Object.keys((operation.args as unknown as { entries: object }).entries),
      ...operation.secrets,
    ];
    assert.deepEqual(
      found.parameters.map(({ name }) => name.toLowerCase()).sort(),
      wanted.map((name) => name.toLowerCase()).sort(),
      operation.name,
    );
    assert.equal(found.whatIf, operation.changesServer, `${operation.name} and -WhatIf`);
    for (const secret of operation.secrets)
      assert.equal(
        found.parameters.find(({ name }) => name === secret)?.type,
        "System.Management.Automation.PSCredential[]",
      );
  }
  const text = await readFile(path.join(moduleFolder, "Session.ps1"), "utf8");
  const listed = /\$script:OperationNames = @\(([^)]*)\)/u.exec(text)?.[1] ?? "";
  assert.deepEqual(
    [...listed.matchAll(/'([^']+)'/gu)].map(([, name]) => name),
    operations.map(({ name }) => name),
  );
});

test("no parameter takes a password as plain text", () => {
  for (const { name, parameters } of functions())
    for (const parameter of parameters)
      if (/password|secret|token/iu.test(parameter.name))
        assert.notEqual(parameter.type, "System.String", name);
});

test("every command exists in 5.1 with these parameters, is the module's own, or the agent's", () => {
  for (const file of files.filter(({ name }) => name.endsWith(".ps1") || name.endsWith(".psm1")))
    for (const { name, parameters, line } of file.commands) {
      const own = functionOf(name)?.parameters.map((one) => one.name);
      const allowed = own ?? agentCmdlets[name] ?? known.get(name);
      assert.ok(allowed, `${file.name}:${line} ${name}`);
      for (const parameter of parameters)
        assert.ok(
          [...allowed, ...common].some((one) => one.toLowerCase() === parameter.toLowerCase()),
          `${file.name}:${line} ${name} -${parameter}`,
        );
    }
});

test("nothing but the files that begin with Windows touches Windows", () => {
  const touching =
    /^(?:Microsoft\.Win32|ServiceProcess|System\.ServiceProcess|Diagnostics\.(?:Process|FileVersionInfo)$|Security\.Principal|Net\.(?:Sockets\.(?!SocketE)|Dns$|NetworkInformation|Security\.)|DirectoryServices)/u;
  const cmdlets =
    /^(?:Get-CimInstance|(?:Get|Set|Restart|Start|Stop)-Service|(?:Get|Set)-ExecutionPolicy|Restart-Computer|Get-AuthenticodeSignature|Import-Module|Start-Process|Get-ItemProperty|Set-ItemProperty|Invoke-Expression|iex)$/iu;
  for (const file of files.filter(({ name }) => name.endsWith(".ps1") && !name.startsWith("Windows"))) {
    assert.deepEqual(
      file.types.filter((type) => touching.test(type)),
      [],
      file.name,
    );
    assert.deepEqual(
      file.commands.filter(({ name }) => cmdlets.test(name)).map(({ name, line }) => `${line}: ${name}`),
      [],
      file.name,
    );
  }
});
