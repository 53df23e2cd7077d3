/** No string from outside changes what is executed, in whichever argument of whichever operation it stands. */
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { test } from "node:test";
import fc from "fast-check";
import { getInstallerFacts } from "../../src/setup/operations/installer.ts";
import { getServerFacts } from "../../src/setup/operations/server.ts";
import type { Operation } from "../../src/setup/operations/operation.ts";
import { operations } from "../../src/setup/operations/index.ts";
import { ProblemError } from "../../src/setup/problem.ts";
import { anyText } from "../anyText.ts";
import { onPractice } from "./onPractice.ts";

const at = onPractice("installed");

interface Schema {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly item?: Schema;
  readonly wrapped?: Schema;
  readonly options?: readonly unknown[];
}

/** Arguments of the right shape in which every text is the one from outside. */
const filled = (schema: Schema, text: string): unknown => {
  switch (schema.type) {
    case "string":
      return text;
    case "number":
      return 1;
    case "boolean":
      return true;
    case "picklist":
      return schema.options?.[0];
    case "array":
      return schema.item ? [filled(schema.item, text)] : [];
    case "nullable":
      return schema.wrapped ? filled(schema.wrapped, text) : null;
    default:
      return Object.fromEntries(
        Object.entries(schema.entries ?? {}).map(([name, entry]) => [name, filled(entry, text)]),
      );
  }
};
const holdsText = (schema: Schema): boolean =>
  schema.type === "string" ||
  [schema.item, schema.wrapped, ...Object.values(schema.entries ?? {})].some((one) => one && holdsText(one));

const commands = [
  "Invoke-WindowsRestart",
  "[Environment]::Exit(9)",
  "throw 'out'",
  "Write-RegistryNumber -Path x -Name y -Value 1",
];
const wraps: readonly ((command: string) => string)[] = [
  (command) => `'; ${command}; '`,
  (command) => `"; ${command}; "`,
  (command) => `$(${command})`,
  (command) => `\n${command}\n`,
  (command) => `\u2019; ${command}; \u2018`,
  (command) => `} ; ${command} ; {`,
  (command) => `C:\\x\0${command}`,
  (command) => `{"op":"Restart-CloudSyncServer"}\r\n${command}`,
];
const hostile = fc.oneof(
  fc.tuple(fc.constantFrom(...wraps), fc.constantFrom(...commands)).map(([wrap, command]) => wrap(command)),
  anyText({ maxLength: 200 }),
  fc.constantFrom("x".repeat(10_000), "\u65e5\u672c\u8a9e \u{1f511} \u202e", "-WhatIf", "@{a=1}", ""),
);
/** These start a process of their own for each call; -WhatIf takes the same way up to there. */
const inChild = ["Register-CloudSyncAgent", "Set-CloudSyncAgentPermission", "Protect-CloudSyncAgentAccount"];
const secret = [{ user: "CONTOSO\\root", password: "x" }];

test("a request that cannot be read is answered by its own number, in words of ours, and the session goes on", async () => {
  const { computer } = await at.server.run(getServerFacts, {});
  // Arguments without names, as no version of this side sends them.
  for (const args of ["text", 7, ["text"], [], null])
    await assert.rejects(at.server.run(getInstallerFacts, args as never), (error) => {
      assert.ok(error instanceof ProblemError);
      assert.equal(error.problem.code, "operationFailed", error.problem.raw);
      assert.match(
        error.problem.happened,
        /Get-CloudSyncInstallerFact failed: The request could not be read/u,
      );
      return true;
    });
  assert.equal((await at.server.run(getServerFacts, {})).computer, computer);
});

for (const operation of operations as readonly Operation[]) {
  const schema = operation.args as unknown as Schema;
  if (!holdsText(schema)) continue;
  test(`${operation.name} takes every text as a text`, async () => {
    const { boots } = at.lab.state().counts;
    const keys = Object.keys(at.lab.state().registry).sort();
    const files = (await readdir(at.lab.dir)).sort();
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        try {
          await at.server.run(operation, filled(schema, text), {
            whatIf: inChild.includes(operation.name),
            secrets: Object.fromEntries(operation.secrets.map((name) => [name, secret])),
          });
        } catch (error) {
          assert.ok(error instanceof ProblemError, String(error));
          assert.ok(
            !["sessionEnded", "sessionSilent", "badAnswer"].includes(error.problem.code),
            `${JSON.stringify(text)}: ${error.problem.code} ${error.problem.raw ?? ""}`,
          );
        }
      }),
      { numRuns: 25 },
    );
    assert.equal(at.lab.state().counts.boots, boots);
    assert.deepEqual(Object.keys(at.lab.state().registry).sort(), keys);
    assert.deepEqual((await readdir(at.lab.dir)).sort(), files);
  });
}
