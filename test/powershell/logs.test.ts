/** The logs that are given to others: complete, masked, listed before they are written. */
import assert from "node:assert/strict";
import { existsSync, statSync, watch } from "node:fs";
import { mkdir, readdir, rm, symlink, truncate, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { administratorsSid, sidOf, systemSid } from "../../lab/server/accounts.ts";
import { temporaryFolder, traceFolder } from "../../lab/server/agent.ts";
import { placeOf } from "../../lab/server/files.ts";
import {
  saveLogBundle,
  getLogPreview,
  getTraceFiles,
  getTracePart,
} from "../../src/setup/operations/logs.ts";
import { refusedBundles } from "../unit/support/pathCases.ts";
import { unzip } from "../unzip.ts";
import { addressCases, nameCases, secretCases, type MaskCase } from "../unit/support/maskCases.ts";
import { redactor } from "../../src/server/redaction/redact.ts";
import { ProblemError } from "../../src/setup/problem.ts";
import { anotherWindow, practice, type Practice } from "./practice.ts";

/** Megabytes are searched through here, which code that was made quickly takes minutes for: see scripts/tools/test.ts. */
delete process.env.DOTNET_JITMinOpts;

let at: Practice;
const always = [...secretCases, ...addressCases];
const cases = new Map<string, MaskCase>(
  [...always, ...nameCases].map((one, index) => [`case-${String(index).padStart(2, "0")}.log`, one]),
);
const token = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL3Byb3h5In0.c2lnbmF0dXJl";
const hostile = [
  `Authorization: Bearer ${token}`,
  "[12:13:14.567] [  4] [INFO ] version 1.1.2334.0 signed in ada@contoso.com as CONTOSO\\ada of 5f2c8a1e-7b7d-4c55-9a0e-6d3f1c2b4a90",
  "service runs as NT SERVICE\\AADConnectProvisioningAgent",
].join("\r\n");

before(async () => {
  at = await practice("installed");
  await mkdir(traceFolder(at.lab.dir), { recursive: true });
  await mkdir(temporaryFolder(at.lab.dir), { recursive: true });
  const trace = (name: string, text: string | Buffer) =>
    writeFile(path.join(traceFolder(at.lab.dir), name), text);
  await trace("trace-agent.log", hostile);
  // As Windows Installer writes them, and as they are without their mark.
  await trace("marked.log", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(hostile, "utf16le")]));
  await trace("unmarked.log", Buffer.from(hostile, "utf16le"));
  for (const [name, { text }] of cases) await trace(name, text);
  await writeFile(path.join(temporaryFolder(at.lab.dir), "Provisioning_Agent_Package.log"), "setup ended");
  await writeFile(path.join(temporaryFolder(at.lab.dir), "unrelated.log"), "not ours");
  // The end of it only is read, and not the line that it begins in.
  await trace("long.log", `password=${"Sup3r".repeat(4_300_000)}\r\nthe last line`);
  at.lab.change(({ events }) => {
    events.System?.push({
      at: new Date().toISOString(),
      id: 7041,
      source: "Service Control Manager",
      level: 2,
      text: "from 10.20.30.40",
    });
    events["Microsoft-AzureADConnect-ProvisioningAgent/Admin"]?.push({
      at: new Date().toISOString(),
      id: 2,
      source: "AAD Connect Provisioning Agent",
      level: 2,
      text: 'Sent {"password":"it\'s two words"} for CN=Ada Lovelace,OU=Staff,DC=contoso,DC=com of J\u00fcrgen@contoso.com to 10.20.30.40',
    });
  });
});
after(async () => {
  await at.stop();
});

const wanted = [
  ...[...cases.keys(), "long.log", "marked.log", "trace-agent.log", "unmarked.log"].map(
    (name) => `trace/${name}`,
  ),
  "setup/Provisioning_Agent_Package.log",
  "events/Application.txt",
  "events/System.txt",
  "events/Microsoft-AzureADConnect-ProvisioningAgent-Admin.txt",
  "facts.json",
  "left-out.json",
];
/** Only the end of one of them is taken. */
const beginningOfLong = [{ why: "beginning", limit: 20, count: 1, entries: ["trace/long.log"] }];
/** Saves under a full path on a drive; the answer's path is where that lies here. */
const save = async (name: string, hideNames: boolean, entries: string[] | null = null) => {
  const wish = { path: `C:\\${name}`, hours: 24, hideNames, entries };
  const made = await at.server.run(saveLogBundle, wish);
  assert.equal(made.path, `C:\\${name}`);
  return { ...made, path: placeOf(at.lab.dir, made.path) };
};

test("what will be in it is listed first, and nothing is written then", async () => {
  const listed: unknown[] = [];
  const file = path.join(at.lab.dir, "listed.zip");
  const { left } = await at.server.run(
    saveLogBundle,
    { path: "C:\\listed.zip", hours: 24, hideNames: true, entries: null },
    {
      whatIf: true,
      onEvent: (event) => {
        if (event.kind === "change") listed.push(event.change.after);
      },
    },
  );
  assert.deepEqual(listed.map(String).sort(), [...wanted].sort());
  assert.deepEqual(left, beginningOfLong);
  assert.ok(!existsSync(file));
});

test("before it is written, its texts are shown as they would be in it: of long ones the end", async (t) => {
  const before = JSON.stringify(at.lab.state());
  const long = path.join(traceFolder(at.lab.dir), "many.log");
  t.after(() => rm(long));
  await writeFile(long, "password=Sup3r\r\n".repeat(20_000) + "the last of many lines");
  const { parts } = await at.server.run(getLogPreview, { hours: 24, hideNames: false });
  const { path: file } = await save("shown.zip", false);
  const contents = unzip(file);
  assert.deepEqual(
    parts.map(({ entry }) => entry),
    [...contents.keys()],
  );
  const sum = parts.reduce((all, { text }) => all + text.length, 0);
  assert.ok(sum < 2_000_000, String(sum));
  for (const { entry, text, complete } of parts) {
    // Free memory and the like go on changing between two readings.
    if (entry === "facts.json") continue;
    const whole = contents.get(entry) ?? "";
    assert.ok(text.length <= 40_000, entry);
    assert.ok(complete ? whole === text : whole.endsWith(text), entry);
  }
  const many = parts.find(({ entry }) => entry === "trace/many.log");
  assert.ok(many && !many.complete);
  assert.match(many.text, /^password=\[hidden\]\r\n[^]*the last of many lines$/u);
  const all = parts.map(({ text }) => text).join("\n");
  for (const secret of [token, "Sup3r", "two words", "10.20.30.40"]) assert.ok(!all.includes(secret), secret);
  assert.equal(JSON.stringify(at.lab.state()), before);
});

test("tokens, passwords and addresses are masked, names stay by choice", async () => {
  const { path: file, entries } = await save("named.zip", false);
  assert.deepEqual([...entries].sort(), [...wanted].sort());
  const contents = unzip(file);
  const { redact } = redactor();
  const hiddenByPage: string[] = [];
  assert.deepEqual([...contents.keys()], entries);
  const all = [...contents.values()].join("\n");
  for (const secret of [token, "Sup3r", "two words", "10.20.30.40"]) assert.ok(!all.includes(secret), secret);
  for (const [name, one] of cases) {
    const text = contents.get(`trace/${name}`) ?? "";
    const always = !nameCases.includes(one);
    if (always) for (const gone of one.gone) assert.ok(!text.includes(gone), `${gone} is still in: ${text}`);
    // What follows the word Bearer the session takes for a token, on the page and so in the file.
    const shown = redact(one.text);
    for (const stays of one.stays ?? [])
      if (always && !shown.includes(stays)) hiddenByPage.push(stays);
      else assert.ok(text.includes(stays), `${stays} is gone from: ${text}`);
    if (!always) assert.equal(text, redact(one.text));
  }
  assert.deepEqual(hiddenByPage.sort(), [
    "3 bearer tokens were renewed",
    "Authorization: Bearer",
    "BEARER",
    "tokens",
  ]);
  assert.equal(contents.get("trace/long.log"), "the last line");
  for (const name of ["marked", "unmarked"])
    assert.equal(contents.get(`trace/${name}.log`), contents.get("trace/trace-agent.log"), name);
  const trace = contents.get("trace/trace-agent.log") ?? "";
  assert.ok(trace.includes("[12:13:14.567] [  4] [INFO ] version 1.1.2334.0"), trace);
  assert.ok(trace.includes("CONTOSO\\ada") && trace.includes("ada@contoso.com"));
  assert.match(contents.get("events/System.txt") ?? "", /7041: from \[address\]/u);
  const facts = JSON.parse(contents.get("facts.json") ?? "") as Record<string, unknown>;
  for (const name of ["AgentHealth", "WindowsFact", "ProxyFact", "DomainControllerFact"])
    assert.ok(`Get-CloudSync${name}` in facts, name);
  assert.ok(JSON.stringify(facts["Get-CloudSyncAgentFact"]).includes('"1.1.2334.0"'));
});

test("tenants and users are masked where that is chosen", async () => {
  const { path: file } = await save("hidden.zip", true);
  const contents = unzip(file);
  for (const [name, { gone, stays = [] }] of cases) {
    const text = contents.get(`trace/${name}`) ?? "";
    for (const one of gone) assert.ok(!text.includes(one), `${one} is still in: ${text}`);
    if (nameCases.some(({ text: said }) => said === cases.get(name)?.text))
      for (const one of stays) assert.ok(text.includes(one), `${one} is gone from: ${text}`);
  }
  const rest = [...contents].filter(([name]) => !name.startsWith("trace/case")).map(([, text]) => text);
  const all = rest.join("\n");
  for (const name of ["ada", "Lovelace", "rgen@", "5f2c8a1e-7b7d", "pGMSA_784aba0b", "contoso.com"])
    assert.ok(!all.includes(name), name);
  assert.ok(all.includes("NT SERVICE\\AADConnectProvisioningAgent"));
  assert.ok(all.includes("dc01.[domain]"), "what is left of a name stays readable");
  JSON.parse(contents.get("facts.json") ?? "");
});

test("what was typed here is in the file as little as on the page, in each form in which programs write it, wherever it stands", async (t) => {
  const secret = "Kv9-quiet~River\u00e9";
  // No operation that takes none; what matters is that it was told to the session.
  await assert.rejects(
    at.server.run(getTraceFiles, {}, { secrets: { Credential: [{ user: "ada", password: secret }] } }),
  );
  const inBase64 = Buffer.from(secret).toString("base64");
  const forms = [
    secret,
    inBase64,
    Buffer.from(secret, "utf16le").toString("base64"),
    Buffer.from(secret).toString("hex"),
    Array.from(secret, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
    // As a program breaks its lines.
    `${inBase64.slice(0, 12)}\r\n${inBase64.slice(12)}`,
  ];
  // One beside the other wherever a text that is looked through in pieces may be cut.
  let text = "";
  for (const end of [262_144, 524_288, 786_432, 1_048_576])
    for (const [number, form] of forms.entries()) {
      const from = end - 20 + (number - 3) * 200;
      text = `${text.padEnd(from - 2, ".")}\r\n${form}\r\n`;
    }
  text += `${"entry \u{1F600}\r\n".repeat(20_000)}handed over ${inBase64}\r\nthe end`;
  const file = path.join(traceFolder(at.lab.dir), "typed.log");
  t.after(() => rm(file));
  await writeFile(file, text);
  const { parts } = await at.server.run(getLogPreview, { hours: 24, hideNames: false });
  const { path: zip } = await save("typed.zip", false);
  const written = unzip(zip).get("trace/typed.log") ?? "";
  const shown = parts.find(({ entry }) => entry === "trace/typed.log")?.text ?? "";
  assert.match(shown, /handed over \*{8}=*\r\nthe end$/u);
  assert.ok(written.endsWith(shown));
  for (const form of forms) assert.ok(!written.includes(form), form);
  assert.equal(written.split("********").length - 1, 4 * forms.length + 1);
  assert.equal(written.split("entry \u{1F600}\r\n").length, 20_001);
  assert.ok(written.length > 1_000_000);
});

test("a name alone is put into the user's folder for temporary files, which is told", async () => {
  const { path: file } = await at.server.run(saveLogBundle, {
    path: "named-alone.zip",
    hours: 24,
    hideNames: true,
    entries: null,
  });
  assert.equal(file, path.join(temporaryFolder(at.lab.dir), "named-alone.zip"));
  assert.ok(existsSync(file));
});

test("a file that is there, a path that is none and a folder that is missing leave nothing behind", async () => {
  const before = (await readdir(at.lab.dir)).sort();
  const bad = ["hidden.zip", "nowhere\\x.zip", "x.txt"].map((name) => `C:\\${name}`);
  const posix = path.join(at.lab.dir, "posix.zip");
  for (const file of [...bad, posix, "a/x.zip", "x.txt", "..", "$(calc).zip", "a\nb.zip", ...refusedBundles])
    await assert.rejects(
      at.server.run(saveLogBundle, { path: file, hours: 24, hideNames: true, entries: null }),
      ProblemError,
    );
  assert.deepEqual((await readdir(at.lab.dir)).sort(), before);
});

test("it is written in a folder for this user, administrators and SYSTEM alone, which is gone afterwards", async () => {
  const folder = temporaryFolder(at.lab.dir);
  const before = (await readdir(folder)).sort();
  const modes: number[] = [];
  const letIn: unknown[] = [];
  const watching = watch(folder, (_, name) => {
    const made = path.join(folder, name ?? "");
    if (!/^[0-9a-f]{32}$/u.test(name ?? "") || !existsSync(made)) return;
    modes.push(statSync(made).mode & 0o777);
    letIn.push(at.lab.access.get(made)?.allowed);
  });
  await save("private.zip", false);
  watching.close();
  assert.deepEqual([...new Set(modes)], [0o700]);
  assert.deepEqual(letIn.at(-1), [administratorsSid, systemSid, sidOf(at.lab.state().identity.user)]);
  assert.deepEqual((await readdir(folder)).sort(), before);
});

test("a link in its place is neither followed nor replaced, and one where its parts were once written is left alone", async () => {
  const target = path.join(at.lab.dir, "somebody-elses.txt");
  await writeFile(target, "theirs");
  const nowhere = path.join(at.lab.dir, "not-there.txt");
  for (const [link, to] of [
    ["linked.zip", target],
    ["dangling.zip", nowhere],
  ] as const) {
    await symlink(to, path.join(at.lab.dir, link));
    await assert.rejects(save(link, false), ProblemError);
  }
  await symlink(target, path.join(at.lab.dir, "parts.zip.part"));
  await save("parts.zip", false);
  assert.equal(readFileSync(target, "utf8"), "theirs");
  assert.ok(!existsSync(nowhere));
});

test("a share is neither written to nor looked at: not by its path, not by a drive's letter, not along a link", async () => {
  at.lab.change(({ windows }) => (windows.mapped = ["Z:"]));
  await mkdir(path.join(at.lab.dir, "shares/evil.example/share"), { recursive: true });
  await mkdir(placeOf(at.lab.dir, "Z:\\folder"), { recursive: true });
  await symlink("\\\\evil.example\\share", path.join(at.lab.dir, "off"));
  await symlink("Z:\\folder", path.join(at.lab.dir, "mapped"));
  const from = at.lab.lookedAt().length;
  for (const file of [
    "\\\\evil.example\\share\\x.zip",
    "Z:\\folder\\x.zip",
    "C:\\off\\x.zip",
    "C:\\mapped\\x.zip",
  ])
    for (const whatIf of [true, false])
      await assert.rejects(
        at.server.run(saveLogBundle, { path: file, hours: 24, hideNames: false, entries: null }, { whatIf }),
        (error) => {
          assert.match(String(error instanceof ProblemError && error.problem.raw), /share|Z:/u, file);
          return true;
        },
      );
  assert.deepEqual(
    at.lab
      .lookedAt()
      .slice(from)
      .filter((one) => /evil|^Z:|(?:off|mapped)\\/iu.test(one)),
    [],
  );
  assert.deepEqual(await readdir(path.join(at.lab.dir, "shares/evil.example/share")), []);
});

test("a link to another folder of the server's drives is written into, where it leads", async () => {
  await mkdir(path.join(at.lab.dir, "reports"));
  await symlink("reports", path.join(at.lab.dir, "to-reports"));
  const { path: file } = await at.server.run(saveLogBundle, {
    path: "C:\\to-reports\\x.zip",
    hours: 24,
    hideNames: false,
    entries: null,
  });
  assert.equal(file, "C:\\reports\\x.zip");
  assert.deepEqual(await readdir(path.join(at.lab.dir, "reports")), ["x.zip"]);
});

test("a log that is a link is read by nobody: neither for the bundle, nor for its preview, nor as a part of a trace", async (t) => {
  const secret = path.join(at.lab.dir, "not-a-log.txt");
  await writeFile(secret, "what is in it is nobody's");
  const links = [
    path.join(traceFolder(at.lab.dir), "link.log"),
    path.join(temporaryFolder(at.lab.dir), "provisioning agent link.log"),
  ];
  for (const one of links) await symlink(secret, one);
  t.after(() => Promise.all(links.map((one) => rm(one))));
  const entries = ["trace/link.log", "setup/provisioning agent link.log"].sort();
  const { path: file, left } = await save("links.zip", false);
  const contents = unzip(file);
  const { parts, left: before } = await at.server.run(getLogPreview, { hours: 24, hideNames: false });
  for (const one of [left, before]) {
    const links = one.find(({ why }) => why === "link");
    assert.deepEqual([links?.count, [...(links?.entries ?? [])].sort()], [2, entries]);
  }
  for (const entry of entries) {
    assert.ok(!contents.has(entry) && !parts.some((part) => part.entry === entry), entry);
    assert.match(contents.get("left-out.json") ?? "", /"why":"link"/u);
    assert.ok(contents.get("left-out.json")?.includes(entry));
  }
  assert.doesNotMatch([...contents.values()].join("\n"), /nobody's/u);
  const { part } = await at.server.run(getTracePart, { name: "link.log", offset: 0, bytes: 4096 });
  assert.match(JSON.stringify(part), /^\{"unread":".*is a link/u);
});

test("of very many files the newest are taken, and what is left out is said with why: in the answer, on the page and in the file", async (t) => {
  const folder = traceFolder(at.lab.dir);
  const made: string[] = [];
  t.after(() => Promise.all(made.map((name) => rm(path.join(folder, name)))));
  const begin = Date.now() / 1000 - 3600;
  for (let number = 0; number < 530; number++) {
    const name = `many-${String(number).padStart(3, "0")}.log`;
    made.push(name);
    await writeFile(path.join(folder, name), `number ${number}`);
    await utimes(path.join(folder, name), begin + number, begin + number);
  }
  const { entries, path: file, left } = await save("many.zip", false);
  const files = entries.filter((one) => /^(?:trace|setup)/u.test(one));
  assert.equal(files.length, 500);
  const taken = made.filter((name) => entries.includes(`trace/${name}`));
  assert.deepEqual(taken, made.slice(-taken.length), "the newest");
  const dropped = made.length - taken.length;
  assert.ok(dropped > 30);
  const number = left.find(({ why }) => why === "number");
  assert.deepEqual([number?.limit, number?.count, number?.entries.length], [500, dropped, 20]);
  assert.equal(number?.entries[0], `trace/${made[dropped - 1] ?? ""}`, "the newest of them first");
  const contents = unzip(file);
  assert.deepEqual([...contents.keys()], entries);
  assert.deepEqual(JSON.parse(contents.get("left-out.json") ?? ""), left);
  const preview = await at.server.run(getLogPreview, { hours: 24, hideNames: false });
  assert.deepEqual(
    preview.parts.map(({ entry }) => entry),
    entries,
  );
  assert.deepEqual(preview.left, left);
});

test("the files of a bundle have a sum that they do not exceed, in the list too", async (t) => {
  const folder = traceFolder(at.lab.dir);
  const names = Array.from({ length: 14 }, (_, number) => `large-${String(number).padStart(2, "0")}.log`);
  t.after(() => Promise.all(names.map((name) => rm(path.join(folder, name)))));
  const begin = Date.now() / 1000;
  for (const [number, name] of names.entries()) {
    await writeFile(path.join(folder, name), "");
    await truncate(path.join(folder, name), 20 * 1024 * 1024);
    await utimes(path.join(folder, name), begin + number, begin + number);
  }
  const { entries, left } = await at.server.run(
    saveLogBundle,
    { path: "C:\\large.zip", hours: 24, hideNames: false, entries: null },
    { whatIf: true },
  );
  assert.deepEqual(
    entries.filter((one) => one.startsWith("trace/")),
    names
      .slice(-10)
      .reverse()
      .map((name) => `trace/${name}`),
  );
  const sum = left.find(({ why }) => why === "sum");
  assert.equal(sum?.limit, 200);
  assert.deepEqual(
    sum.entries.slice(0, 4),
    names
      .slice(0, 4)
      .reverse()
      .map((name) => `trace/${name}`),
  );
  assert.ok(sum.count > 4);
});

test("of very many events the newest are taken, and that there are older ones is said", async (t) => {
  const before = at.lab.state().events.Application ?? [];
  t.after(() => {
    at.lab.change(({ events }) => (events.Application = before));
  });
  at.lab.change(({ events }) => {
    events.Application = Array.from({ length: 5200 }, (_, number) => ({
      at: new Date(Date.now() - number * 1000).toISOString(),
      id: number,
      source: "x",
      level: 4,
      text: "y",
    }));
  });
  const { path: file, left } = await save("events.zip", false);
  assert.deepEqual(
    left.find(({ why }) => why === "older"),
    { why: "older", limit: 5000, count: 1, entries: ["events/Application.txt"] },
  );
  const lines = (unzip(file).get("events/Application.txt") ?? "").split("\r\n");
  assert.deepEqual(JSON.parse(lines[0] ?? ""), { leftOut: "older" });
  assert.equal(lines.length, 5001);
  assert.match(lines.at(-1) ?? "", / x 0: y$/u);
});

test("where a file cannot be written to its end, as on a full disk, nothing half-written stays", async () => {
  const limited = anotherWindow(at.lab, (real) => [
    "sh",
    "-c",
    // .NET keeps its own code in a file of memory otherwise, which has the limit too.
    'trap "" XFSZ; ulimit -f 8; exec env DOTNET_EnableWriteXorExecute=0 "$@"',
    "sh",
    ...real,
  ]);
  try {
    const file = path.join(at.lab.dir, "full.zip");
    await assert.rejects(
      limited.run(saveLogBundle, { path: "C:\\full.zip", hours: 24, hideNames: false, entries: null }),
      (error) => {
        assert.match(String(error instanceof ProblemError && error.problem.raw), /too large/u);
        return true;
      },
    );
    assert.ok(!existsSync(file));
    assert.deepEqual(
      (await readdir(temporaryFolder(at.lab.dir))).filter((name) => /^[0-9a-f]{32}$/u.test(name)),
      [],
    );
  } finally {
    limited.close();
  }
});

test("of a list that was agreed to nothing else is taken: what came since is left out, and said to be new", async () => {
  const { parts } = await at.server.run(getLogPreview, { hours: 24, hideNames: false });
  const agreed = parts.map(({ entry }) => entry);
  await writeFile(path.join(traceFolder(at.lab.dir), "came-since.log"), "it came since");
  const { path: file, left } = await save("agreed.zip", false, agreed);
  assert.deepEqual(left[0], { why: "new", limit: 0, count: 1, entries: ["trace/came-since.log"] });
  assert.deepEqual([...unzip(file).keys()].sort(), agreed.toSorted());
});
