/** `npm run test:windows`, pointed at the practice server. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { directoryOperations, operations as ofServer } from "../../src/setup/operations/index.ts";
import { onPractice } from "./onPractice.ts";

const at = onPractice("needs-fixes");

const script = path.join(import.meta.dirname, "../../scripts/tools/test-windows.ts");
const run = async (...args: string[]): Promise<{ code: number | null; said: string }> => {
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, said };
};
const command = () => ["--command", ...(at.lab.settings["cloudSyncSetup.powershellCommand"] as string[])];
const reading = [...ofServer, ...directoryOperations]
  .filter(({ changing }) => !changing)
  .map(({ name }) => name)
  .flatMap((name) =>
    name === "Get-CloudSyncDirectoryEntry"
      ? [name, `${name}, global catalog`, `${name}, within TLS`]
      : [name],
  );

test("every reading operation answers, is timed and changes nothing", async () => {
  const before = JSON.stringify(at.lab.state());
  const { code, said } = await run(...command());
  assert.equal(code, 0, said);
  for (const name of reading) assert.match(said, new RegExp(`^${name} +\\d+ ms  ok`, "mu"));
  assert.match(said, new RegExp(`^${reading.length} passed, 0 failed$`, "mu"));
  assert.match(said, /^ {4}2 controllers; in this server's site, \S+: dc1\.contoso\.com/mu);
  assert.equal(JSON.stringify(at.lab.state()), before);
});

test("a fact that could not be read is shown with its reason, and is no failure", async () => {
  at.lab.change((state) => {
    state.next.denied = ["Get-SessionIdentity"];
  });
  const { code, said } = await run(...command());
  assert.equal(code, 0, said);
  assert.match(said, /^Get-CloudSyncServerFact +\d+ ms {2}ok, not read:\n {4}elevated: .*denied/mu);
  at.lab.change((state) => {
    state.next.denied = [];
  });
});

test("an operation that fails makes the whole fail, with its reason", async () => {
  at.lab.change((state) => {
    state.next.denied = ["Get-FolderPath"];
  });
  const { code, said } = await run(...command());
  assert.equal(code, 1, said);
  assert.match(said, /^Get-CloudSyncInstallerFact +\d+ ms {2}FAILED\n {4}\S/mu);
  assert.match(said, /, [1-9]\d* failed$/mu);
  at.lab.change((state) => {
    state.next.denied = [];
  });
});

if (process.platform !== "win32")
  test("where there is no Windows it says so in one line", async () => {
    const { code, said } = await run();
    assert.equal(code, 1);
    assert.match(said, /^This needs Windows[^\n]*\n$/u);
  });

test("a PowerShell that does not start is a failure that is named", async () => {
  const { code, said } = await run("--command", "no-such-powershell");
  assert.equal(code, 1);
  assert.match(said, /no-such-powershell/u);
});
