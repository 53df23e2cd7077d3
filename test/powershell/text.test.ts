/** How the module searches and compares texts that others wrote. */
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { createInterface, type Interface } from "node:readline";
import { after, before, test } from "node:test";
import { findPowerShell, powerShellEnvironment } from "../../scripts/tools/powershell.mjs";
import { moduleFolder } from "./practice.ts";

let engine: ChildProcess;
let lines: Interface;
before(async () => {
  const { program, args } = await findPowerShell({ install: true });
  const script = path.join(import.meta.dirname, "text.ps1");
  engine = spawn(program, [...args, "-NoProfile", "-NonInteractive", "-File", script, moduleFolder], {
    stdio: ["pipe", "pipe", "inherit"],
    // A machine without the data of cultures knows the Turkish one by its name only.
    env: {
      ...process.env,
      ...powerShellEnvironment,
      DOTNET_SYSTEM_GLOBALIZATION_PREDEFINED_CULTURES_ONLY: "0",
    },
  });
  assert.ok(engine.stdout);
  lines = createInterface({ input: engine.stdout });
});
after(() => engine.stdin?.end());

const asked = async (request: object): Promise<unknown> => {
  const answer = new Promise<string>((resolve) => lines.once("line", resolve));
  const none = {
    expression: "",
    text: "",
    ignoreCase: false,
    eachLine: false,
    as: null,
    caseSensitive: false,
  };
  engine.stdin?.write(`${JSON.stringify({ ...none, ...request })}\n`);
  return JSON.parse(await answer);
};
const found = (expression: string, text: string, how = {}): Promise<unknown> =>
  asked({ expression, text, ...how });
const isSame = async (
  text: string | null,
  as: readonly (string | null)[],
  caseSensitive = false,
): Promise<boolean> => {
  const answer = (await asked({ text, as, caseSensitive })) as { readonly value?: unknown };
  assert.ok(typeof answer.value === "boolean", JSON.stringify(answer));
  return answer.value;
};

test("a search without an end is given up, and what it should read is not known, in words", async () => {
  assert.deepEqual(await found("^(?:\\w|\\w\\w)*:$", `${"a".repeat(60)}!`), {
    unread: { code: "TextTooSlow", params: {} },
  });
});

test("capitals, culture and lines count only where a pattern says so", async () => {
  assert.deepEqual(await found("file", "FILE file"), { value: ["file"] });
  assert.deepEqual(await found("file", "FILE file", { ignoreCase: true }), { value: ["FILE", "file"] });
  assert.deepEqual(await found("^b$", "a\nb"), { value: [] });
  assert.deepEqual(await found("^b$", "a\nb", { eachLine: true }), { value: ["b"] });
});

test("a text is the same letter for letter, in any culture, and none that only reads like it", async () => {
  const folder = "C:\\Program Files\\x";
  assert.equal(await isSame(folder, [folder]), true);
  assert.equal(await isSame(folder.toUpperCase(), ["other", folder]), true);
  assert.equal(await isSame(folder.toUpperCase(), [folder], true), false);
  for (const like of [
    "C:\\Program \ufb01les\\x",
    "C:\\Program Fi\u00adles\\x",
    "C:\\Program Files\ufe0f\\x",
    "C:\\Program\u034f Files\\x",
    "C:\\Program Files\u200d\\x",
    "C:\\Program F\u0131les\\x",
    `${folder}\u0000`,
    "",
  ])
    for (const caseSensitive of [false, true])
      assert.equal(await isSame(like, [folder], caseSensitive), false, JSON.stringify(like));
  assert.equal(await isSame("", [""]), true);
  assert.equal(await isSame("", []), false);
  for (const [text, as] of [
    [null, null],
    [null, ""],
    ["", null],
  ] as const)
    assert.equal(await isSame(text, [as]), false, "nothing is the same as nothing");
});
