/** The module as an administrator uses it by hand, or an automation does: outside a session, on a Windows that is a table. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { findPowerShell } from "../../scripts/tools/powershell.mjs";
import { joinModule } from "../../src/server/powershellModule.ts";
import { directoryOperations, operations as ofServer } from "../../src/setup/operations/index.ts";
import { moduleFolder } from "./practice.ts";

/** What the module is asked: of its server, and of the directory from there. */
const operations = [...ofServer, ...directoryOperations];

interface Called {
  readonly name: string;
  readonly error: string;
  /** What was told as verbose messages. */
  readonly told: readonly string[];
  readonly output: readonly Record<string, unknown>[];
  readonly types: readonly string[];
  /** What of Windows was changed. */
  readonly made: readonly string[];
}
interface Help {
  readonly help: {
    readonly name: string;
    readonly missing: readonly string[];
    readonly examples: number;
    readonly outputs: string;
  };
}

let dir = "";
/** The module as the extension's folder has it: one text. */
let built = "";
before(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), "cs-by-hand-"));
  built = path.join(dir, "CloudSyncSetup");
  await mkdir(built);
  for (const file of ["CloudSyncSetup.psd1", "CloudSyncSetup.psm1"])
    await copyFile(path.join(moduleFolder, file), path.join(built, file));
  await writeFile(path.join(built, "CloudSyncSetup.ps1"), await joinModule(moduleFolder));
});
after(() => rm(dir, { recursive: true }));

/** What the script writes in a mode; `answers` is typed into whatever is asked. Without them there is nobody to ask. */
const run = async (mode: string, answers?: string): Promise<readonly unknown[]> => {
  const { program, args } = await findPowerShell();
  const script = path.join(import.meta.dirname, "byHand.ps1");
  // PowerShell reads a whole file again for each help in it.
  const manifest = path.join(mode === "shown" ? moduleFolder : built, "CloudSyncSetup.psd1");
  const child = spawn(program, [
    ...args,
    "-NoProfile",
    ...(answers === undefined ? ["-NonInteractive"] : []),
    "-File",
    script,
    manifest,
    dir,
    mode,
  ]);
  child.stdin.end(answers ?? "");
  const said: Buffer[] = [];
  child.stdout.on("data", (data: Buffer) => said.push(data));
  child.stderr.on("data", (data: Buffer) => said.push(data));
  await new Promise((resolve) => child.on("close", resolve));
  const text = Buffer.concat(said).toString("utf8");
  const lines = text.split("\n").flatMap((line) => {
    const at = line.indexOf("@{");
    return at >= 0 && line.startsWith("@") ? [JSON.parse(line.slice(at + 1)) as unknown] : [];
  });
  assert.ok(lines.length > 0, text);
  return lines;
};

test("no is no change: nothing is made, and nothing is told as made", async () => {
  const called = (await run("declined", "N\n".repeat(100))) as readonly Called[];
  assert.deepEqual(
    called.map(({ name }) => name),
    operations.filter(({ changing }) => changing).map(({ name }) => name),
  );
  for (const { name, error, told, output, made } of called)
    assert.deepEqual(
      { name, error, told, output, made },
      { name, error: "", told: [], output: [], made: [] },
    );
});

test("yes is asked for with what will be done, and does it", async () => {
  const called = (await run("declined", "Y\n".repeat(100))) as readonly Called[];
  const [tls] = called;
  assert.deepEqual([tls?.made, tls?.told.length], [["registry"], 1]);
  assert.deepEqual(called.find(({ name }) => name === "Restart-CloudSyncServer")?.made, ["restart"]);
});

test("a restart, an uninstallation and a registration always ask", async () => {
  const called = (await run("asking", "N\n".repeat(10))) as readonly Called[];
  assert.equal(called.length, 3);
  for (const { name, error, made } of called) assert.deepEqual([error, made], ["", []], name);
  const nobody = (await run("asking")) as readonly Called[];
  for (const { name, error, made } of nobody)
    assert.deepEqual([error.includes("NonInteractive"), made], [true, []], `${name}: ${error}`);
});

test("by name an operation tells its changes, lists them with -WhatIf, and changes nothing a second time", async () => {
  const called = (await run("named")) as readonly Called[];
  const of = (name: string) => called.filter((one) => one.name === name);
  const [listed, first, second] = of("Set-CloudSyncTlsValue");
  for (const one of [listed, first, second]) {
    assert.equal(one?.error, "");
    assert.deepEqual(one.types, ["CloudSync.OperationResult"]);
  }
  assert.deepEqual(
    [listed, first, second].map((one) => [one?.output[0]?.Changed, one?.made]),
    [
      [true, []],
      [true, ["lock", "registry"]],
      [false, ["lock"]],
    ],
  );
  assert.deepEqual(listed?.output, first?.output, "what was listed is what was done");
  assert.deepEqual(first?.output[0]?.Changes, [
    {
      What: "registryValue",
      About: "HKLM\\SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319\\SchUseStrongCrypto",
      Params: { value: "HKLM\\SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319\\SchUseStrongCrypto" },
      Before: null,
      After: 1,
      Undo: { op: "Set-CloudSyncTlsValue", args: { setting: "strongCrypto", value: null } },
    },
  ]);
  const [facts] = of("Get-CloudSyncTlsFact");
  assert.deepEqual((facts?.output[0]?.Result as { strongCrypto: unknown }).strongCrypto, { value: 1 });
  for (const name of ["Get-Process", "Invoke-AgentRegistration", "Invoke-CloudSyncOperation"])
    assert.deepEqual(
      of(name).map(({ error }) => error),
      [`There is no operation ${name}`],
    );
});

test("what is asked about where somebody is there runs by its name without a console", async () => {
  const called = (await run("named")) as readonly Called[];
  for (const [name, made] of [
    ["Restart-CloudSyncServer", "restart"],
    ["Uninstall-CloudSyncAgentProduct", "setup"],
    ["Register-CloudSyncAgent", "child"],
  ] as const) {
    const [listed, done] = called.filter((one) => one.name === name);
    assert.deepEqual([listed?.error, listed?.made], ["", []], name);
    assert.deepEqual([done?.error, done?.made], ["", ["lock", made]], name);
  }
});

test("facts are to be read by people, and each function says what it takes, gives, and how it is used", async () => {
  const lines = await run("shown");
  const called = lines.filter((one): one is Called => "output" in (one as Called));
  const [list, server, positional] = called;
  const text = JSON.stringify(list?.output[0]).replaceAll("\\n", "\n");
  assert.match(text, /^"?\s*clientEnabled +: *$/mu);
  assert.match(text, /^policies +: not known: /mu);
  assert.deepEqual(server?.types, ["CloudSync.ServerFact"]);
  assert.equal(server.output[0]?.computer, "SYNC01");
  assert.deepEqual(server.output[0].domain, { joined: true, name: "contoso.com" });
  assert.match(String(server.output[0].windows), /^not known: Windows does not say its /u);
  assert.match(positional?.error ?? "", /positional parameter/u);
  const helps = lines.flatMap((one) => ("help" in (one as Help) ? [(one as Help).help] : []));
  assert.deepEqual(
    helps.map(({ name }) => name).sort(),
    [...operations.map(({ name }) => name), "Invoke-CloudSyncOperation"].sort(),
  );
  for (const { name, missing, examples, outputs } of helps) {
    assert.deepEqual(missing, [], name);
    assert.ok(examples >= 1 && outputs !== "", name);
  }
});
