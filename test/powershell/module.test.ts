/** The module and the list of operations are one thing in two languages; and only the files with stand-ins touch Windows. */
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { before, test } from "node:test";
import { readModuleText } from "../../src/server/powershellModule.ts";
import type { Operation } from "../../src/setup/operations/operation.ts";
import { operations } from "../../src/setup/operations/index.ts";
import { inspect, type Inspected } from "./lint/inspected.ts";
import { touchesWindows } from "./lint/touching.ts";
import { moduleFolder } from "./practice.ts";

let files: readonly Inspected[] = [];
before(async () => {
  const names = (await readdir(moduleFolder)).filter((file) => file.endsWith(".ps1"));
  files = await inspect(names.map((file) => path.join(moduleFolder, file)));
});

const textOf = (name: string) => readFile(path.join(moduleFolder, name), "utf8");
/** The names of a list in single quotes. */
const quoted = (text: string, list: RegExp) =>
  [...(list.exec(text)?.[1] ?? "").matchAll(/'([^']+)'/gu)].map(([, name]) => name);

test("every file has short line ends, and the text of a session ends with the call that starts it", async () => {
  for (const file of await readdir(moduleFolder)) assert.doesNotMatch(await textOf(file), /\r/u, file);
  assert.ok((await readModuleText(moduleFolder)).endsWith("(-join $c)\n"));
});

test("the module has exactly the operations of the list, parameter by parameter", () => {
  for (const operation of operations as readonly Operation[]) {
    const found = files.flatMap(({ functions }) => functions).find(({ name }) => name === operation.name);
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
});

test("no two functions of the module have one name: a session would know the last alone", () => {
  const names = files.flatMap(({ functions }) => functions.map(({ name }) => name.toLowerCase()));
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});

test("a session and the manifest for use by hand know exactly the operations of the list", async () => {
  const names = operations.map(({ name }) => name);
  assert.deepEqual(quoted(await textOf("Session.ps1"), /\$script:OperationNames = @\(([^)]*)\)/u), names);
  assert.deepEqual(quoted(await textOf("CloudSyncSetup.psd1"), /FunctionsToExport = @\(([^)]*)\)/u), names);
});

test("nothing but the files with stand-ins touches Windows", () => {
  const touching =
    /^(?:Microsoft\.Win32|ServiceProcess|System\.ServiceProcess|Diagnostics\.(?:Process|FileVersionInfo)$|Security\.Principal|Net\.(?:Sockets\.(?!SocketE)|Dns$|NetworkInformation|Security\.)|DirectoryServices)/u;
  const cmdlets =
    /^(?:Get-CimInstance|(?:Get|Set|Restart|Start|Stop)-Service|(?:Get|Set)-ExecutionPolicy|Restart-Computer|Get-AuthenticodeSignature|Import-Module|Start-Process|Get-ItemProperty|Set-ItemProperty)$/iu;
  for (const file of files.filter(({ name }) => !touchesWindows(name))) {
    // As the type of a parameter it is only passed on.
    const used = [
      ...file.members.flatMap(({ on }) => on),
      ...file.commands.flatMap(({ made }) => made?.types ?? []),
    ].map(({ name }) => name);
    assert.deepEqual(
      used.filter((type) => touching.test(type)),
      [],
      file.name,
    );
    assert.deepEqual(
      file.commands
        .filter(({ name }) => cmdlets.test(name ?? ""))
        .map(({ name, line }) => `${line}: ${name ?? ""}`),
      [],
      file.name,
    );
  }
});
