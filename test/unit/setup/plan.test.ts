import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { emptyPlan, installerPlan, parsePlan, wrongIn } from "../../../src/setup/plan.ts";
import { ProblemError } from "../../../src/setup/problem.ts";

const complaints = (input: unknown): readonly string[] => {
  try {
    parsePlan(input, "agent.cloudsync.json");
  } catch (error) {
    assert.ok(error instanceof ProblemError);
    assert.equal(error.problem.code, "planInvalid");
    assert.match(error.problem.happened, /agent\.cloudsync\.json/u);
    return error.problem.next;
  }
  return [];
};

test("a full plan is taken as it is", () => {
  const plan = {
    $schema: "./plan.schema.json",
    version: 1,
    cloud: "usGov",
    tenant: "72f988bf-86f1-41af-91ab-2d7cd011db47",
    installer: { source: "file", path: "C:\\Temp\\AADConnectProvisioningAgentSetup.exe" },
    registrationMethod: "credential",
    entraAccount: "admin@contoso.onmicrosoft.com",
    serviceAccount: { kind: "custom", name: "provAgent01$" },
    domains: [
      { name: "contoso.com", administrator: "CONTOSO\\ada", preferredDomainControllers: ["dc1.contoso.com"] },
    ],
    skippedFixes: ["tls:server"],
  };
  assert.deepEqual(parsePlan(plan, "test"), plan);
});

test("an empty plan has the defaults", () => {
  assert.deepEqual(emptyPlan(), {
    version: 1,
    cloud: "global",
    installer: { source: "url" },
    registrationMethod: "wizard",
    domains: [],
    skippedFixes: [],
  });
});

test("a plan of another version is refused as such, whatever else is in it; one that names none is of the first", () => {
  assert.equal(parsePlan({ cloud: "usGov" }, "test").version, 1);
  for (const [version, said] of [
    [2, "2"],
    [0, "0"],
    ["1", '"1"'],
    [null, "null"],
    [[1], "[1]"],
    [1.5, "1.5"],
  ] as const) {
    const [first, ...more] = complaints({ version, somethingNew: true, cloud: "moon" });
    assert.equal(first, `It is a plan of version ${said}; this extension reads version 1.`);
    assert.deepEqual(more, []);
  }
});

test("an unknown key, a wrong type and an impossible value each name the key, the value and what was expected", () => {
  assert.match(complaints({ password: "x" }).join(), /password is .*no such key/u);
  assert.match(complaints({ domains: "contoso.com" }).join(), /domains is "contoso\.com"\. Expected: Array/u);
  assert.match(
    complaints({ registrationMethod: "magic" }).join(),
    /registrationMethod is "magic"\. Expected: \("wizard" \| "credential" \| "accessToken"\)/u,
  );
  assert.match(
    complaints({ tenant: "contoso" }).join(),
    /tenant is "contoso"\. Expected: a tenant id such as/u,
  );
  assert.match(
    complaints({ domains: [{ name: "contoso" }] }).join(),
    /domains\.0\.name is "contoso"\. Expected: a full DNS name/u,
  );
  assert.match(complaints([]).join(), /whole file is "\[\]"/u);
  assert.match(complaints(null).join(), /whole file is null/u);
});

test("all that is wrong is said at once", () => {
  assert.equal(complaints({ tenant: "x", registrationMethod: "y", nonsense: 1 }).length, 3);
});

test("a very long wrong value is shown shortened", () => {
  assert.ok(complaints({ tenant: "x".repeat(10_000) }).every((line) => line.length < 300));
});

test("a plan names servers with what differs on them; what is wrong in one is said with its place", () => {
  const part = {
    name: "SYNC01",
    installer: { source: "file", path: "C:\\Temp\\a.exe" },
    registrationMethod: "credential",
    serviceAccount: { kind: "create" },
    domains: [{ name: "contoso.com", preferredDomainControllers: ["dc1.contoso.com"] }],
    skippedFixes: ["tls:server"],
  };
  const of = (...servers: unknown[]) => complaints({ servers });
  assert.deepEqual(of(part, { name: "Der zweite Server (B\u00FCro)" }), []);
  const { name, ...own } = part;
  assert.deepEqual(
    complaints({ ...own, servers: [{ name, ...own }] }),
    [],
    "what is in both counts for that server",
  );
  assert.deepEqual(
    of({ name: "SYNC01" }, { name: "SYNC02" }, { name: " sync01" }, { name: "Sync02" }).map(
      (line) => line.split(". Expected: ")[0],
    ),
    ['servers.2.name is "sync01"', 'servers.3.name is "Sync02"'],
  );
  assert.match(of({ name: "a" }, { name: "A" }).join(), /a name that no other server of the plan has/u);
  for (const key of ["cloud", "tenant", "entraAccount", "version", "$schema", "servers", "password", "host"])
    assert.deepEqual(of({ name: "SYNC01", [key]: "x" }), [
      `servers.0.${key} is "x". Expected: no such key: a server's part holds its name and what may differ; the rest stands once for all servers.`,
    ]);
  assert.deepEqual(of({ ...part, domains: [{ name: "x", nonsense: 1 }] }).length, 2);
  assert.match(of({ cloud: "usGov" }).join(), /servers\.0\.name is undefined/u);
  for (const wrong of ["", " ", "x".repeat(256), "a\nb", "a\u202Eb", "a\u200Bb", 1, null, {}])
    assert.equal(of({ name: wrong }).length, 1, JSON.stringify(wrong));
  assert.deepEqual(complaints({ servers: [] }), [
    "servers is []. Expected: at least 1, or no such key where there is none.",
  ]);
  for (const servers of [null, {}, "SYNC01", 1]) assert.equal(complaints({ servers }).length, 1);
});

test("a plan names at most 200 servers, and one that names more says how many", () => {
  const servers = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `S${at}` }));
  assert.deepEqual(complaints({ servers: servers(200) }), []);
  for (const count of [201, 10_000]) {
    const [said, ...more] = complaints({ servers: servers(count) });
    assert.match(
      said ?? "",
      new RegExp(`^servers is .*Expected: at most 200, and there are ${count}\\.$`, "u"),
    );
    assert.deepEqual(more, []);
  }
});

test("a plan cannot hold secrets, programs, endpoints of services or audiences: they are no keys of it", () => {
  for (const key of ["powershellCommand", "tokenAudience", "graph", "ssh", "password", "accessToken"])
    assert.match(
      complaints({ [key]: "x" }).join(),
      new RegExp(`${key} is "x"\\. Expected: no such key`, "u"),
    );
});

test("names that could end a line or an argument are refused", () => {
  for (const name of [
    "a\nb.com",
    "contoso.com;calc",
    'contoso".com',
    "$(calc).com",
    " contoso.com",
    "-x.com",
    "a..com",
  ])
    assert.notDeepEqual(complaints({ domains: [{ name }] }), [], name);
  for (const name of [
    "agent",
    "$",
    "a$b$",
    "way-too-long-a-name$",
    "a b$",
    'a"b$',
    "x\n$",
    "x\u2019(calc)\u2019$",
    "it's$",
    "a;b$",
    "$(a)$",
  ])
    assert.notDeepEqual(complaints({ serviceAccount: { kind: "custom", name } }), [], name);
  for (const administrator of ["ada", "CONTOSO\\", "a\\b\\c", "a@b@c", 'CONTOSO\\"ada"'])
    assert.notDeepEqual(complaints({ domains: [{ name: "contoso.com", administrator }] }), [], administrator);
  for (const path of ["setup.exe", "C:setup.exe", "C:\\Temp\\a\nb.exe", ""])
    assert.notDeepEqual(complaints({ installer: { source: "file", path } }), [], path);
  for (const url of ["ftp://x/y", "file:///c:/x", "https:// x", "javascript:alert(1)"])
    assert.notEqual(wrongIn(installerPlan, { source: "url", url }), undefined, url);
});

test("the installer comes over https from a host that is all there is before the path", () => {
  const wrong = (url: string) => complaints({ installer: { source: "url", url } });
  for (const url of [
    "https://mirror.contoso.com/agent.exe",
    "HTTPS://mirror/agent.exe?sig=a%20b&x=@",
    "https://mirror.contoso.com:8443",
    "https://[fd00::1]:8443/agent.exe",
    "https://bücher.example/a?b#c",
  ])
    assert.deepEqual(wrong(url), [], url);
  for (const url of [
    "http://mirror.contoso.com/agent.exe",
    "https://ada@mirror.contoso.com/agent.exe",
    "https://ada:secret@mirror.contoso.com/agent.exe",
    "https://:443@mirror.contoso.com/",
    "https://good.example\\@evil.example/",
    "https:\\\\evil.example",
    "https:evil.example",
    "https:///evil.example",
    "https://good.example%40evil.example/",
    "https://good.example /a",
    "https://good.example:80443210/",
    "https://",
  ])
    assert.match(wrong(url).join(), /begins with https:\/\/ and names no user/u, url);
});

test("no text of a plan holds what cannot be seen", () => {
  for (const one of [
    "\u202E",
    "\u2066",
    "\u200B",
    "\u00AD",
    "\uFEFF",
    "\u115F",
    "\u3164",
    "\uFE0F",
    "\u2800",
    "\u{E0041}",
    "\u0085",
  ])
    for (const plan of [
      { $schema: `a${one}b` },
      { entraAccount: `ada${one}m@contoso.com` },
      { skippedFixes: [`tls${one}:server`] },
      { installer: { source: "url", url: `https://x/a${one}b` } },
      { installer: { source: "file", path: `C:\\Temp\\a${one}b.exe` } },
      { serviceAccount: { kind: "custom", name: `pro${one}v$` } },
      { domains: [{ name: `con${one}toso.com` }] },
      { domains: [{ name: "contoso.com", administrator: `CONTOSO\\a${one}da` }] },
      { domains: [{ name: "contoso.com", preferredDomainControllers: [`dc${one}1.contoso.com`] }] },
      { servers: [{ name: `SYNC${one}01` }] },
      { servers: [{ name: "SYNC01", domains: [{ name: `con${one}toso.com` }] }] },
    ])
      assert.equal(
        complaints(plan).length > 0,
        true,
        `${JSON.stringify(plan)} U+${one.codePointAt(0)?.toString(16) ?? ""}`,
      );
});

test("each list and each text of a plan has an end", () => {
  const many = <T>(count: number, one: T) => Array.from({ length: count }, () => one);
  const domain = { name: "contoso.com" };
  const controller = "dc1.contoso.com";
  const full = {
    $schema: "x".repeat(2000),
    domains: many(100, { ...domain, preferredDomainControllers: many(20, controller) }),
    skippedFixes: many(500, "tls:server"),
  };
  assert.deepEqual(complaints(full), []);
  for (const plan of [
    { $schema: "x".repeat(2001) },
    { domains: many(101, domain) },
    { domains: [{ ...domain, preferredDomainControllers: many(21, controller) }] },
    { skippedFixes: many(501, "tls:server") },
    { skippedFixes: ["x".repeat(301)] },
    { entraAccount: `${"a".repeat(300)}@contoso.com` },
    { installer: { source: "url", url: `https://x/${"a".repeat(2000)}` } },
  ])
    assert.equal(complaints(plan).length, 1, JSON.stringify(plan).slice(0, 80));
});

test("what is wrong is said in few words, however much it is", () => {
  const deep = (depth: number, open: string, close: string): unknown =>
    JSON.parse(open.repeat(depth) + "1" + close.repeat(depth));
  const hostile = [
    { domains: Array.from({ length: 100_000 }, () => ({ name: "x" })) },
    { servers: Array.from({ length: 100_000 }, () => ({ name: "SYNC01" })) },
    { servers: Array.from({ length: 10_000 }, () => ({ nonsense: {} })) },
    { servers: deep(100_000, "[", "]") },
    Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`key${at}`, 1])),
    { ["x".repeat(1_000_000)]: "y".repeat(1_000_000) },
    { domains: deep(100_000, "[", "]") },
    { skippedFixes: deep(100_000, '{"a":', "}") },
    deep(100_000, "[", "]"),
  ];
  const all = hostile.map(complaints);
  for (const said of all) {
    assert.ok(said.length >= 1 && said.length <= 51);
    assert.ok(said.join("\n").length <= 51 * 400);
  }
  assert.equal(all[0]?.at(-1), "99951 more are wrong.");
});

test("an address, a path and a tenant are whole ones, with nothing before or after", () => {
  const said = (installer: unknown) => complaints({ installer }).join();
  const url = (value: string) => said({ source: "url", url: value });
  const path = (value: string) => said({ source: "file", path: value });
  for (const good of [
    "https://x/y",
    "HTTPS://mirror.contoso.com/agent.exe",
    "https://x",
    "https://x:8443?a=b@c",
  ])
    assert.equal(url(good), "", good);
  for (const wrong of [
    "see https://x/y",
    "contoso.com",
    "http://mirror.contoso.com/agent.exe",
    "https://",
    "https:///x",
    "https:\\\\x/y",
    "https://ada:secret@x/y",
    "https://ada@x/y",
    "https://x\\@y/z",
  ])
    assert.match(url(wrong), /an address that begins with https:/u, wrong);
  for (const good of ["C:\\Temp\\a.exe", "\\\\files\\share\\a.exe"]) assert.equal(path(good), "", good);
  for (const wrong of ["c:/Temp/a.exe", "/opt/a.exe", "run C:\\Temp\\a.exe", "\\\\\\a.exe"])
    assert.match(path(wrong), /a full path such as C:/u, wrong);
  assert.match(path("C:\\Temp\\a\nb.exe"), /a path on one line/u);
  const tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";
  assert.deepEqual(complaints({ tenant }), []);
  for (const wrong of [`x${tenant}`, `${tenant}0`])
    assert.notDeepEqual(complaints({ tenant: wrong }), [], wrong);
});

test("a wrong value is shown as it was written, up to eighty characters, and a missing one as undefined", () => {
  const shown = (entraAccount: string) =>
    /entraAccount is (.*)\. Expected/u.exec(complaints({ entraAccount }).join())?.[1];
  assert.equal(shown("a\\b\\c"), '"a\\b\\c"');
  assert.equal(shown("x".repeat(78)), `"${"x".repeat(78)}"`);
  assert.equal(shown("x".repeat(79)), `"${"x".repeat(76)}...`);
  assert.match(complaints({ domains: [{}] }).join(), /name is undefined\. Expected: "name"/u);
  assert.deepEqual(complaints({ skippedFixes: [""] }), ['skippedFixes.0 is "". Expected: >=1.']);
});

test("names in other scripts are as good as any", () => {
  assert.deepEqual(
    complaints({ domains: [{ name: "bücher.example", administrator: "BÜCHER\\Jürgen" }] }),
    [],
  );
  assert.deepEqual(complaints({ domains: [{ name: "例え.jp" }] }), []);
});

test("whatever a file holds, it is a plan or a problem in words", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (input) => {
      for (const line of complaints(input)) assert.notEqual(line, "");
    }),
  );
});
