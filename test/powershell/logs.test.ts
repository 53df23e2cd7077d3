/** The logs that are given to others: complete, masked, listed before they are written. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { inflateRawSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { temporaryFolder, traceFolder } from "../../lab/server/agent.ts";
import * as op from "../../src/setup/operations.ts";
import { ProblemError } from "../../src/setup/problem.ts";
import { practice, type Practice } from "./practice.ts";

let at: Practice;
const token = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL3Byb3h5In0.c2lnbmF0dXJl";
const hostile = [
  `Authorization: Bearer ${token}`,
  "password=Sup3r-Secret; next",
  '{"client_secret":"Sup3r-Secret-2","x":1}',
  "SharedAccessKey=Sup3rKey==;EntityPath=x",
  "connected to 10.20.30.40:443 and fe80::1ff:fe23:4567:890a",
  "[12:13:14.567] [  4] [INFO ] version 1.1.2334.0 signed in ada@contoso.com as CONTOSO\\ada of 5f2c8a1e-7b7d-4c55-9a0e-6d3f1c2b4a90",
  "service runs as NT SERVICE\\AADConnectProvisioningAgent",
].join("\r\n");

before(async () => {
  at = await practice("installed");
  await mkdir(traceFolder(at.lab.dir), { recursive: true });
  await mkdir(temporaryFolder(at.lab.dir), { recursive: true });
  await writeFile(path.join(traceFolder(at.lab.dir), "trace-agent.log"), hostile);
  await writeFile(path.join(temporaryFolder(at.lab.dir), "Provisioning_Agent_Package.log"), "setup ended");
  await writeFile(path.join(temporaryFolder(at.lab.dir), "unrelated.log"), "not ours");
  at.lab.change(({ events }) => {
    events.System?.push({
      at: new Date().toISOString(),
      id: 7041,
      source: "Service Control Manager",
      level: 2,
      text: "from 10.20.30.40",
    });
  });
});
after(async () => {
  await at.stop();
});

/** The entries of a zip file by their local headers; enough for what .NET writes into a file. */
const unzip = (file: string): Map<string, string> => {
  const bytes = readFileSync(file);
  const entries = new Map<string, string>();
  let central = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  while (central >= 0) {
    const size = bytes.readUInt32LE(central + 20);
    const nameLength = bytes.readUInt16LE(central + 28);
    const name = bytes.toString("utf8", central + 46, central + 46 + nameLength);
    const local = bytes.readUInt32LE(central + 42);
    const data = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(data, data + size);
    const method = bytes.readUInt16LE(local + 8);
    entries.set(name, (method === 0 ? packed : inflateRawSync(packed)).toString("utf8"));
    central = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]), central + 46);
  }
  return entries;
};
const wanted = [
  "trace/trace-agent.log",
  "setup/Provisioning_Agent_Package.log",
  "events/Application.txt",
  "events/System.txt",
  "events/Microsoft-AzureADConnect-ProvisioningAgent-Admin.txt",
  "facts.json",
];
const save = (name: string, hideNames: boolean) =>
  at.server.run(op.saveLogBundle, { path: path.join(at.lab.dir, name), hours: 24, hideNames });

test("what will be in it is listed first, and nothing is written then", async () => {
  const listed: unknown[] = [];
  const file = path.join(at.lab.dir, "listed.zip");
  await at.server.run(
    op.saveLogBundle,
    { path: file, hours: 24, hideNames: true },
    {
      whatIf: true,
      onEvent: (event) => {
        if (event.kind === "change") listed.push(event.change.after);
      },
    },
  );
  assert.deepEqual(listed, wanted);
  assert.ok(!existsSync(file));
});

test("tokens, passwords and addresses are masked, names stay by choice", async () => {
  const { path: file, entries } = await save("named.zip", false);
  assert.deepEqual(entries, wanted);
  const contents = unzip(file);
  assert.deepEqual([...contents.keys()], wanted);
  const all = [...contents.values()].join("\n");
  for (const secret of [token, "Sup3r", "10.20.30.40", "fe80::"]) assert.ok(!all.includes(secret), secret);
  const trace = contents.get("trace/trace-agent.log") ?? "";
  assert.ok(trace.includes("[12:13:14.567] [  4] [INFO ] version 1.1.2334.0"), trace);
  assert.ok(trace.includes("CONTOSO\\ada") && trace.includes("ada@contoso.com"));
  assert.match(contents.get("events/System.txt") ?? "", /7041: from \[address\]/u);
  const facts = JSON.parse(contents.get("facts.json") ?? "") as Record<string, unknown>;
  assert.ok("Get-AgentHealth" in facts && "Get-WindowsFacts" in facts);
});

test("tenants and users are masked where that is chosen", async () => {
  const { path: file } = await save("hidden.zip", true);
  const all = [...unzip(file).values()].join("\n");
  for (const name of ["ada", "5f2c8a1e-7b7d", "pGMSA_784aba0b"]) assert.ok(!all.includes(name), name);
  assert.ok(all.includes("NT SERVICE\\AADConnectProvisioningAgent"));
});

test("a file that is there, a path that is none and a folder that is missing leave nothing behind", async () => {
  const before = (await readdir(at.lab.dir)).sort();
  const bad = ["hidden.zip", "nowhere/x.zip", "x.txt"].map((name) => path.join(at.lab.dir, name));
  for (const file of [...bad, "x.zip", "$(calc).zip", "a\nb.zip"])
    await assert.rejects(
      at.server.run(op.saveLogBundle, { path: file, hours: 24, hideNames: true }),
      ProblemError,
    );
  assert.deepEqual((await readdir(at.lab.dir)).sort(), before);
});
