/** What tells how the agent is doing: contacts, errors, deciding events, trace files - as the real module reads them. */
import assert from "node:assert/strict";
import { mkdir, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { traceFolder } from "../../lab/server/agent.ts";
import type { Fact } from "../../src/setup/values/fact.ts";
import { getAgentHealth, getDecidingEvents } from "../../src/setup/operations/agent.ts";
import { getTraceFiles, type TracePart, getTracePart } from "../../src/setup/operations/logs.ts";
import { ProblemError } from "../../src/setup/problem.ts";
import { onPractice } from "./onPractice.ts";

const channel = "Microsoft-AzureADConnect-ProvisioningAgent/Admin";
const netlogon = "Microsoft-Windows-Security-Netlogon/Operational";
const keys = "Microsoft-Windows-KdsSvc/Operational";
const manager = "Service Control Manager";

const at = onPractice("installed", { emptied: (dir) => [traceFolder(dir)] });

const valueOf = <T>(fact: Fact<T>): T => {
  assert.ok("value" in fact, JSON.stringify(fact));
  return fact.value;
};
const record = (
  log: string,
  minutesAgo: number,
  id: number,
  level: number,
  text: string,
  source = "agent",
) => {
  at.lab.change(({ events }) => {
    const when = new Date(Date.now() - minutesAgo * 60_000).toISOString();
    events[log]?.push({ at: when, id, source, level, text });
  });
};
const trace = async (name: string, content: string | Buffer, minutesAgo = 0) => {
  await mkdir(traceFolder(at.lab.dir), { recursive: true });
  const file = path.join(traceFolder(at.lab.dir), name);
  await writeFile(file, content);
  const when = new Date(Date.now() - minutesAgo * 60_000);
  await utimes(file, when, when);
};

test("a failed talk with the service is no contact; the last one that went well is", async () => {
  const contact = async () => valueOf((await at.server.run(getAgentHealth, {})).channelContact)?.text;
  record(channel, 50, 5, 4, "Bootstrap succeeded");
  record(channel, 40, 5, 4, "Sending the bootstrap request");
  record(channel, 39, 2, 4, "bootstrap failed: timed out");
  assert.equal(await contact(), "Bootstrap succeeded");
  record(channel, 30, 5, 2, "Bootstrap of the agent");
  assert.equal(await contact(), "Bootstrap succeeded", "an event that is an error");
  record(channel, 20, 5, 4, "Bootstrap");
  assert.equal(await contact(), "Bootstrap");
  at.lab.change(({ events }) => (events[channel] = []));
  record(channel, 1, 2, 4, "bootstrap failed: timed out");
  assert.equal(await contact(), undefined);
});

test("in the trace as well, and in the agent's rather than the wizard's", async () => {
  const contact = async () => valueOf((await at.server.run(getAgentHealth, {})).traceContact)?.text;
  const good = "[00:00:01.000] [  4] [INFO ] Agent successfully registered with AAD";
  await trace("trace-wizard.log", "[00:00:03.000] [  1] [INFO ] Bootstrap of the wizard\n");
  assert.match((await contact()) ?? "", /of the wizard/u);
  await trace(
    "trace-agent.log",
    `${good}\n[00:00:02.000] [  4] [ERROR] bootstrap\n[00:00:03.000] [  4] [INFO ] Bootstrap failed: timed out\n`,
    10,
  );
  assert.equal(await contact(), good);
  await trace("trace-agent.log", Buffer.from(`\uFEFF${good}\r\n`, "utf16le"), 10);
  assert.equal(await contact(), good, "UTF-16");
});

test("an error says which log it stands in", async () => {
  record(channel, 2, 2, 2, "LdapException: The operation was aborted");
  record(channel, 2, 3, 4, "all is well");
  record("System", 1, 7034, 2, "The Microsoft Entra Provisioning Agent service terminated.", manager);
  record("System", 1, 7034, 2, "The Print Spooler service terminated.", manager);
  const errors = valueOf((await at.server.run(getAgentHealth, {})).errors);
  assert.deepEqual(
    errors.map(({ log, id, source }) => [log, id, source]),
    [
      [channel, 2, "agent"],
      ["System", 7034, manager],
    ],
  );
});

test("the deciding events are those of the agent's service, of managed accounts and of root keys", async () => {
  const service = "The AADConnectProvisioningAgent service was unable to log on";
  record("System", 5, 7041, 2, service, manager);
  record("System", 4, 7000, 2, "The Microsoft Entra Provisioning Agent service failed to start", manager);
  record("System", 3, 7041, 2, "The MSSQLSERVER service was unable to log on", manager);
  record(
    "System",
    3,
    7036,
    4,
    "The Microsoft Entra Provisioning Agent service entered the running state",
    manager,
  );
  record("System", 60, 7038, 2, service, manager);
  record(netlogon, 5, 9001, 2, "cannot be used", netlogon.replace("/Operational", ""));
  record(netlogon, 5, 5719, 2, "no domain controller");
  record(keys, 300, 4004, 4, "a root key was created");
  record(keys, 700, 4004, 4, "a root key was created long ago");
  const found = await at.server.run(getDecidingEvents, { seconds: 600 });
  assert.deepEqual(
    valueOf(found.services).map(({ id }) => id),
    [7000, 7041],
  );
  assert.deepEqual(
    valueOf(found.managedAccounts).map(({ id }) => id),
    [9001],
  );
  assert.deepEqual(
    valueOf(found.rootKeys).map(({ text }) => text),
    ["a root key was created"],
    "a key is waited for during ten hours, whatever was asked",
  );
  at.lab.change(({ events }) => {
    events[keys] = [];
    Reflect.deleteProperty(events, netlogon);
  });
  const without = await at.server.run(getDecidingEvents, { seconds: 600 });
  assert.ok("unread" in without.managedAccounts && "value" in without.services);
});

test("trace files are listed with the one written last first, at most twenty; nothing where there is no folder", async () => {
  const files = async () => valueOf((await at.server.run(getTraceFiles, {})).files);
  assert.deepEqual(await files(), []);
  await trace("old.log", "one", 30);
  await trace("new.log", "three", 1);
  await trace("notes.txt", "none");
  assert.deepEqual(
    (await files()).map(({ name, bytes }) => [name, bytes]),
    [
      ["new.log", 5],
      ["old.log", 3],
    ],
  );
  const [newest] = await files();
  assert.ok(newest && Date.now() - Date.parse(newest.writtenAt) >= 60_000);
  assert.equal(newest.utcOffsetMinutes, 0 - new Date(newest.writtenAt).getTimezoneOffset());
  for (let index = 0; index < 25; index++) await trace(`more-${index}.log`, "x", 60);
  assert.equal((await files()).length, 20);
});

/** A whole file in parts. */
const inParts = async (name: string, bytes: number, from = 0): Promise<string[]> => {
  const parts: string[] = [];
  for (let offset: number | null = from; offset !== null;) {
    const answer: TracePart = await at.server.run(getTracePart, { name, offset, bytes });
    const { text, next } = valueOf(answer.part);
    parts.push(text);
    offset = next;
  }
  return parts;
};

for (const [encoding, encoded] of [
  ["UTF-8", (text: string) => Buffer.from(text)],
  ["UTF-8 with its mark", (text: string) => Buffer.from(`\uFEFF${text}`)],
  ["UTF-16", (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le")],
  ["UTF-16 without its mark", (text: string) => Buffer.from(text, "utf16le")],
  ["UTF-16 the other way round", (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
] as const)
  test(`a trace comes in parts of whole lines and loses nothing: ${encoding}`, async () => {
    // U+010A and U+0A0A hold the byte of a line end; the letters are wider than one byte.
    const text = Array.from(
      { length: 300 },
      (_, line) => `[01:00:00.000] entry ${line} \u010a\u0a0a \u00fc\u4e2d`,
    ).join("\r\n");
    await trace("trace-agent.log", encoded(text));
    const parts = await inParts("trace-agent.log", 1024);
    assert.ok(parts.length > 5);
    assert.equal(parts.join("").replace("\uFEFF", ""), text);
    for (const part of parts.slice(0, -1)) assert.match(part, /\n$/u);
    // A place in the middle of a letter is taken for its beginning.
    const [late = ""] = await inParts("trace-agent.log", 65_536, 2001);
    const lines = late.replace(/^[^\n]*\n/u, "");
    assert.ok(lines.length > 100 && text.endsWith(lines), late.slice(0, 80));
  });

test("a line longer than a part is carried in several; a place after the end is the end", async () => {
  await trace("trace-agent.log", "x".repeat(5000));
  assert.deepEqual(
    (await inParts("trace-agent.log", 1024)).map(({ length }) => length),
    [1024, 1024, 1024, 1024, 904],
  );
  assert.deepEqual(await inParts("trace-agent.log", 1024, 9000), [""]);
});

test("only a trace file is read, and one that is gone is said to be", async () => {
  await trace("trace-agent.log", "x");
  for (const name of [
    "../state.json",
    "..\\state.json",
    "/etc/passwd",
    "C:x.log",
    "",
    "x.txt",
    "a\n.txt",
    "../a.log",
  ])
    await assert.rejects(
      at.server.run(getTracePart, { name, offset: 0, bytes: 1024 }),
      (error) => error instanceof ProblemError,
      name,
    );
  const gone = await at.server.run(getTracePart, { name: "gone.log", offset: 0, bytes: 1024 });
  assert.ok("unread" in gone.part);
});
