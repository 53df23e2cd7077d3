/** The module and the list of operations are one thing in two languages; and only the files with stand-ins touch Windows. */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { before, test } from "node:test";
import { lockWaitMs } from "../../src/server/sentRequest.ts";
import { readModuleText } from "../../src/server/powershellModule.ts";
import { uninstallAgentProduct } from "../../src/setup/operations/agent.ts";
import { installAgent } from "../../src/setup/operations/installer.ts";
import type { Operation } from "../../src/setup/operations/operation.ts";
import type { Sentence } from "../../src/setup/told/coded.ts";
import { changesToldBy } from "../../src/setup/told/changes.ts";
import { errorWords } from "../../src/setup/told/errors.ts";
import { progressToldBy } from "../../src/setup/told/progress.ts";
import { valueWords } from "../../src/setup/told/values.ts";
import * as agentNames from "../../src/setup/values/agentNames.ts";
import { directoryOperations, operations as ofServer } from "../../src/setup/operations/index.ts";
import { inspect, scriptsIn, type Inspected } from "./lint/inspected.ts";
import { touchesWindows } from "./lint/touching.ts";
import { moduleFolder } from "./practice.ts";

/** What a session may be asked: of its server, and of the directory from there. */
const operations = [...ofServer, ...directoryOperations];

let files: readonly Inspected[] = [];
before(async () => {
  files = await inspect(await scriptsIn(moduleFolder), moduleFolder);
});

const textOf = (name: string) => readFile(path.join(moduleFolder, name), "utf8");
/** The names of a list in single quotes. */
const quoted = (text: string, list: RegExp) =>
  [...(list.exec(text)?.[1] ?? "").matchAll(/'([^']+)'/gu)].map(([, name]) => name);

test("every file has short line ends, and the text of a session ends with the call that starts it", async () => {
  for (const file of await scriptsIn(moduleFolder, /\.ps[dm]?1$/u))
    assert.doesNotMatch(await readFile(file, "utf8"), /\r/u, file);
  assert.ok((await readModuleText(moduleFolder)).endsWith("$Module\n"));
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
    assert.equal(found.whatIf, operation.changing, `${operation.name} and -WhatIf`);
    for (const secret of operation.secrets)
      assert.equal(
        found.parameters.find(({ name }) => name.toLowerCase() === secret.toLowerCase())?.type,
        "System.Management.Automation.PSCredential[]",
      );
  }
});

/** The only values of an argument, or of what is in it; none where it may be any. */
const optionsOf = (schema: unknown): readonly string[] => {
  const { options, item, wrapped } = schema as { options?: string[]; item?: unknown; wrapped?: unknown };
  if (options !== undefined) return options;
  return item === undefined && wrapped === undefined ? [] : optionsOf(item ?? wrapped);
};

test("what may be one of a list in one language may be one of the same list in the other", () => {
  let lists = 0;
  for (const { name, args } of operations as readonly Operation[]) {
    const found = files.flatMap(({ functions }) => functions).find((one) => one.name === name);
    for (const [argument, schema] of Object.entries((args as unknown as { entries: object }).entries)) {
      const options = optionsOf(schema);
      if (options.length > 0) lists++;
      assert.deepEqual(
        found?.parameters
          .find((one) => one.name.toLowerCase() === argument.toLowerCase())
          ?.allowed.toSorted(),
        options.toSorted(),
        `${name} ${argument}`,
      );
    }
  }
  assert.ok(lists > 5, `${lists} lists`);
});

test("the host hears how long work ended: its own limit of a request is longer than the module's", async () => {
  const texts = await Promise.all((await scriptsIn(moduleFolder)).map((file) => readFile(file, "utf8")));
  const seconds = (name: string) => {
    const [, found] = new RegExp(`^\\$script:${name} = (\\d+)$`, "mu").exec(texts.join("\n")) ?? [];
    return Number(found);
  };
  assert.ok(lockWaitMs > 1000 * seconds("LockLimitSeconds"));
  for (const { timeoutMs } of [installAgent, uninstallAgentProduct])
    assert.ok(timeoutMs > 1000 * seconds("SetupLimitSeconds"));
  // Work in a child process names its limit where it is begun.
  const inChild = texts
    .flatMap((text) => text.split(/^(?=function )/mu))
    .flatMap((text) => {
      const [, name = ""] = /^function ([\w-]+)/u.exec(text) ?? [];
      return [...text.matchAll(/Invoke-InChild\b[^]*?-TimeoutMs (\d+)/gu)].map(([, ms]) => ({ name, ms }));
    });
  for (const { name, ms } of inChild) {
    const operation = (operations as readonly Operation[]).find((one) => one.name === name);
    assert.ok(operation, `${name} is no operation: whose limit is it?`);
    assert.ok(operation.timeoutMs > Number(ms), `${name}: ${operation.timeoutMs} and ${ms}`);
  }
  assert.ok(inChild.length > 2, `${inChild.length} limits`);
});

test("no two functions of the module have one name: a session would know the last alone", () => {
  const names = files.flatMap(({ functions }) => functions.map(({ name }) => name.toLowerCase()));
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});

test("names that both languages have stand once in each, and are the same", async () => {
  const constants = await textOf("Constants.ps1");
  for (const [name, value] of Object.entries(agentNames)) {
    const inModule = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    assert.equal(new RegExp(`\\$script:${inModule} = '([^']+)'`, "u").exec(constants)?.[1], value, name);
    // What validates a parameter can only be written out.
    const written = files.flatMap((file) =>
      file.texts.filter(({ text }) => text === value).map(() => file.name),
    );
    assert.deepEqual(
      written.filter((file) => !["Constants.ps1", "Operations/Rights.ps1"].includes(file)),
      [],
      value,
    );
  }
  const source = path.join(import.meta.dirname, "../../src/setup");
  for (const file of await readdir(source, { recursive: true }))
    if (file.endsWith(".ts") && path.basename(file) !== "agentNames.ts")
      for (const value of Object.values(agentNames))
        assert.ok(
          !(await readFile(path.join(source, file), "utf8")).includes(`"${value}"`),
          `${file}: ${value}`,
        );
});

test("a session and the manifest for use by hand know exactly the operations of the list", async () => {
  const names = operations.map(({ name }) => name);
  assert.deepEqual(
    quoted(await textOf("Written/OperationNames.ps1"), /\$script:OperationNames = @\(([^)]*)\)/u),
    names,
  );
  assert.deepEqual(quoted(await textOf("CloudSyncSetup.psd1"), /FunctionsToExport = @\(([^)]*)\)/u), [
    ...names,
    "Invoke-CloudSyncOperation",
  ]);
});

test("the session's own lists have each operation that runs a setup program, and each that runs in a child process", async () => {
  const functions = files.flatMap(({ text }) =>
    text
      .split(/^(?=function )/mu)
      .map((body) => ({ name: /^function ([\w-]+)/u.exec(body)?.[1] ?? "", body })),
  );
  const runSetup = functions.filter(
    ({ name, body }) => operations.some((one) => one.name === name) && /^ .*\bInvoke-Setup\b/mu.test(body),
  );
  assert.deepEqual(
    quoted(await textOf("Session/Lock.ps1"), /\$script:SetupOperations = @\(([^)]*)\)/u).sort(),
    runSetup.map(({ name }) => name).sort(),
  );
  const inChild = files.flatMap(({ text }) =>
    Array.from(text.matchAll(/Invoke-InChild -Operation '([\w-]+)'/gu), ([, name]) => name),
  );
  assert.deepEqual(
    quoted(await textOf("Session/Loop.ps1"), /\$script:ChildOperationNames = @\(([^)]*)\)/u).sort(),
    [...new Set(inChild)].sort(),
  );
});

/** The codes that a pattern's first group finds in the module, each with the names in the braces of its second. */
const toldBy = (call: RegExp): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  for (const { text } of files)
    for (const [, code = "", params] of text.matchAll(call)) {
      const sets = found.get(code) ?? new Set();
      // What is not written out is known when it runs only.
      if (params?.startsWith("@") === true)
        sets.add(
          [...params.matchAll(/(\w+) += /gu)]
            .map(([, name]) => name)
            .sort()
            .join(),
        );
      else if (params === undefined) sets.add("");
      found.set(code, sets);
    }
  return found;
};
const codes = (list: object) => Object.keys(list).sort();
const holds = (told: ReadonlyMap<string, ReadonlySet<string>>, list: Readonly<Record<string, Sentence>>) => {
  for (const [code, sets] of told)
    for (const names of sets) assert.equal(names, [...(list[code]?.params ?? ["?"])].sort().join(), code);
};
const braces = String.raw`(?: -Params (@\{\s[^}]*\}|\(?\$[\w. ]+))?`;

test("every code that the module tells has its words with its parameters, and no words are left over", () => {
  const progress = toldBy(new RegExp(String.raw`Write-ProgressEvent -Code '(\w+)'${braces}`, "gu"));
  holds(progress, progressToldBy.server);
  // Copy-Arriving is given its own.
  assert.deepEqual([...progress.keys(), "copied", "downloaded"].sort(), codes(progressToldBy.server));
  const changes = toldBy(
    new RegExp(String.raw`Write-(?:Change|RegistrationChange)(?:Event)? -Code '(\w+)'${braces}`, "gu"),
  );
  const changeWords = { ...changesToldBy.server, ...changesToldBy.directory };
  holds(changes, changeWords);
  assert.deepEqual([...changes.keys()].sort(), codes(changeWords));
  const errors = toldBy(new RegExp(String.raw`ConvertTo-CodedError -Code '([\w.]+)'${braces}`, "gu"));
  holds(errors, errorWords);
  const others = [
    ...toldBy(/code = '([\w.]+)'/gu).keys(),
    ...toldBy(/= '(SetupStillRuns\.left|RegistrationRuns)'/gu).keys(),
  ];
  // What a child ended with before it began.
  const begun = ["ChildNotStarted.exit", "ChildNotStarted.gone"];
  assert.deepEqual([...new Set([...errors.keys(), ...others, ...begun])].sort(), codes(errorWords));
  const values = toldBy(/say = '(\w+)'/gu);
  assert.deepEqual(
    [...values.keys()].filter((code) => !codes(valueWords).includes(code)),
    [],
  );
});

test("no sentence of the module's own is thrown: each has a code", () => {
  for (const { name, text } of files) {
    assert.doesNotMatch(text, /\bthrow \(?['"]/u, name);
    assert.doesNotMatch(text, /unread = '/u, name);
  }
});

test("nothing but the files with stand-ins touches Windows", () => {
  const touching =
    /^(?:Microsoft\.Win32|ServiceProcess|System\.ServiceProcess|Diagnostics\.(?:Process|FileVersionInfo)$|Security\.Principal|Net\.(?:Sockets\.(?!SocketE)|Dns$|NetworkInformation|Security\.)|DirectoryServices(?!\.Protocols\.(?:SearchRequest|SearchScope|ModifyRequest|Directory(?:Control|Attribute\w+|OperationException)|PageResultRequestControl|PartialResultProcessing)$))/u;
  const cmdlets =
    /^(?:Get-CimInstance|(?:Get|Set|Restart|Start|Stop)-Service|(?:Get|Set)-ExecutionPolicy|Restart-Computer|Get-AuthenticodeSignature|Import-Module|Start-Process|Get-ItemProperty|Set-ItemProperty)$/iu;
  for (const file of files.filter(({ name }) => !touchesWindows(name))) {
    // As the type of a parameter it is only passed on; LDAP's messages go out on a connection that was opened elsewhere.
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
