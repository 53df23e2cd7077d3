/** The module keeps every rule: what it says runs under Windows PowerShell 5.1 on .NET Framework 4.6.2. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { before, test } from "node:test";
import { directoryOperations, operations as ofServer } from "../../src/setup/operations/index.ts";
import type { Dynamic } from "./lint/finding.ts";
import { inspect, scriptsIn, type Inspected } from "./lint/inspected.ts";
import { lines, lint } from "./lint/lint.ts";
import { unusedIn, type MayUse } from "./lint/mayUse.ts";
import { agentPrograms, windowsPrograms } from "./lint/rules/programs.ts";
import { moduleFolder } from "./practice.ts";

/** What a session may be asked: of its server, and of the directory from there. */
const operations = [...ofServer, ...directoryOperations];

/** Names that are only known when they run. */
const dynamic: readonly Dynamic[] = [
  { file: "CloudSyncSetup.psm1", text: "$file", reason: "the module's own files, as its folder has them" },
  { file: "Inner/PrivateFolder.ps1", text: "$Work", reason: "a block of the caller's own file" },
  { file: "Inner/Facts.ps1", text: "$Read", reason: "a block of the caller's own file" },
  { file: "Operations/AgentCmdlets.ps1", text: "$Do", reason: "a block of the caller's own file" },
  { file: "Session/Operation.ps1", text: "$Name", reason: "held against a list of operations just before" },
  {
    file: "Session/Events.ps1",
    text: "$script:Sink.Progress",
    reason: "a block of the loop or of Invoke-CloudSyncOperation",
  },
  { file: "Session/Events.ps1", text: "$script:Sink.Change", reason: "as the other" },
  {
    file: "Inner/Probes.ps1",
    text: "$Start",
    reason: "a block of the module's own, written where it is called",
  },
  {
    file: "Inner/Probes.ps1",
    text: "$Then",
    reason: "a block of the module's own, written where it is called",
  },
  {
    file: "Inner/DirectorySearch.ps1",
    text: "$Connection.send",
    reason: "the block of Open-DirectoryConnection, written where the connection is made",
  },
  { file: "Session/Waiting.ps1", text: "$wait.then", reason: "the same block as $Then" },
  { file: "Inner/Setup.ps1", text: "$IsDone", reason: "a block of the caller's own file" },
  { file: "Inner/SystemSetup.ps1", text: "$IsDone", reason: "the same block" },
  { file: "Windows/Network.ps1", text: "$note", reason: "the block stands in the line above" },
  { file: "Operations/Logs.ps1", text: "$name", reason: "the operations stand in the line itself" },
  {
    file: "Operations/RegisteredDomains.ps1",
    text: "$one.$member",
    reason: "the names stand in the line above",
  },
];

/** The names of what operations are sent, as far in as they go. */
const namesIn = (schema: unknown): string[] =>
  typeof schema !== "object" || schema === null
    ? []
    : [
        ...("entries" in schema && typeof schema.entries === "object"
          ? Object.keys(schema.entries ?? {})
          : []),
        ...Object.values(schema).flatMap((inner) => namesIn(inner)),
      ];
const sent = operations.flatMap(({ args }) => namesIn(args));

let scripts: readonly Inspected[] = [];
before(async () => {
  scripts = await inspect(await scriptsIn(moduleFolder, /\.ps[dm]?1$/u), moduleFolder);
});

test("the module has nothing that 5.1 or .NET Framework 4.6.2 lacks, and keeps the rules of the house", async () => {
  assert.ok(scripts.length >= 9);
  const isPublic = (name: string) => operations.some((one) => one.name === name);
  assert.deepEqual(lines(await lint(scripts, { isPublic, dynamic, sent })), []);
});

test("every program on the list is one that the module still names", () => {
  const named = new Set(scripts.flatMap(({ texts }) => texts.map(({ text }) => text)));
  assert.deepEqual(
    [...Object.keys(windowsPrograms), ...agentPrograms].filter((one) => !named.has(one)),
    [],
  );
});

test("every type, member and method that the module may use is one that it still uses", async () => {
  const file = path.join(import.meta.dirname, "../../lab/server/mayUse.json");
  const list = JSON.parse(await readFile(file, "utf8")) as MayUse;
  assert.deepEqual(unusedIn(list, scripts), []);
  const { everywhere, windows } = list;
  const more: MayUse = {
    everywhere: {
      types: { ...everywhere.types, "io.file": [...(everywhere.types["io.file"] ?? []), "AppendAllText"] },
      methods: [...everywhere.methods, "Reverse"],
    },
    windows: {
      types: { ...windows.types, "io.pipes.pipestream": [] },
      methods: [...windows.methods, "Split"],
    },
  };
  assert.deepEqual(unusedIn(more, scripts), [
    "io.file::AppendAllText",
    ".Reverse()",
    "windows: io.pipes.pipestream",
    "windows: .Split() is for all",
  ]);
});

test("every name that is only known when it runs is still there to be listed", () => {
  for (const { file, text } of dynamic) {
    const script = scripts.find(({ name }) => name === file);
    assert.ok(
      [...(script?.commands ?? []), ...(script?.members ?? [])].some((one) => one.text === text),
      `${file}: ${text}`,
    );
  }
});

/** The one statement that reads the module's text and runs it, as a session and as a child process are given it. */
const readers = async (): Promise<readonly string[]> => {
  const session = await readFile(path.join(moduleFolder, "../session.ts"), "utf8");
  const child = await readFile(path.join(moduleFolder, "Session/ChildProcess.ps1"), "utf8");
  const found = [
    /`(\$Mark=.*?exit 0)\\n`/su
      .exec(session)?.[1]
      ?.replaceAll(/` \+\s+`/gu, "")
      .replace("${mark}", "@"),
    /'(\$Mark=.*exit 0)'/u.exec(child)?.[1]?.replace("''' + $Mark + '''", "'@'").replaceAll("''", "'"),
  ];
  return found.map((one) => one ?? "");
};

test("the statement that begins a session keeps the rules too, but for running the text it has read", async () => {
  const dir = await mkdtemp(path.join(os.tmpdir(), "cs-lint-"));
  try {
    const files = await Promise.all(
      (await readers()).map(async (text, index) => {
        assert.match(text, /^\$Mark='@'; (?:try \{ )?\$In=New-Object /u);
        const file = path.join(dir, `reader${index}.ps1`);
        await writeFile(file, text);
        return file;
      }),
    );
    const found = await lint(await inspect(files), { isPublic: () => false });
    const allowed = [
      "1 dynamic-name: ([scriptblock]::Create($Module))",
      "1 not-allowed: .ReadBlock()",
      "1 not-allowed: .WriteLine()",
      "1 not-allowed: New-Object String",
      "1 not-allowed: New-Object char[]",
      "1 not-allowed: [Console]::OpenStandardInput",
      "1 not-allowed: [scriptblock]::Create",
      "1 unknown-static-member: [scriptblock]::Create with 1 arguments",
    ];
    // Both say why they failed, a child's on its output: its errors go to the log alone.
    const saying = [
      ["1 not-allowed: .WriteLine()", "1 not-allowed: [Console]::Error"],
      ["1 not-allowed: .WriteLine()"],
    ];
    assert.deepEqual(
      lines(found)
        // A statement that is typed is one line.
        .filter((one) => !one.includes(" long-line: "))
        .sort(),
      files
        .flatMap((file, index) =>
          [...allowed, ...(saying[index] ?? [])].map((one) => `${path.basename(file)}:${one}`),
        )
        .sort(),
    );
  } finally {
    await rm(dir, { recursive: true });
  }
});
