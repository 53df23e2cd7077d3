/** The module keeps every rule: what it says runs under Windows PowerShell 5.1 on .NET Framework 4.6.2. */
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { before, test } from "node:test";
import { operations } from "../../src/setup/operations.ts";
import type { Dynamic } from "./lint/finding.ts";
import { inspect, type Inspected } from "./lint/inspected.ts";
import { lines, lint } from "./lint/lint.ts";
import { moduleFolder } from "./practice.ts";

/** Names that are only known when they run. */
const dynamic: readonly Dynamic[] = [
  {
    file: "CloudSyncSetup.psm1",
    text: "([IO.Path]::Combine($PSScriptRoot, $file + '.ps1'))",
    reason: "the module's own files, by name",
  },
  { file: "Facts.ps1", text: "$Read", reason: "a block of the caller's own file" },
  { file: "Session.ps1", text: "$request.op", reason: "held against the list of operations just before" },
  { file: "Registration.ps1", text: "$one.$member", reason: "the names stand in the line above" },
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
  const files = (await readdir(moduleFolder)).filter((file) => /\.ps[dm]?1$/u.test(file));
  scripts = await inspect(files.map((file) => path.join(moduleFolder, file)));
});

test("the module has nothing that 5.1 or .NET Framework 4.6.2 lacks, and keeps the rules of the house", async () => {
  assert.ok(scripts.length >= 9);
  const isPublic = (name: string) => operations.some((one) => one.name === name);
  assert.deepEqual(lines(await lint(scripts, { isPublic, dynamic, sent })), []);
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
