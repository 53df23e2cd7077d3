/** The network operations in the real module, on the practice server: what is tried, and that it is tried at once. */
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { scenarios } from "../../lab/scenarios/index.ts";
import { controllersSeen } from "../../src/setup/network/controllers.ts";
import { findingKey } from "../../src/setup/finding.ts";
import * as op from "../../src/setup/operations/network.ts";
import { neededFor } from "../../src/setup/preflight/partReadings.ts";
import { readParts } from "../../src/setup/preflight/readParts.ts";
import { networkOf } from "../../src/setup/preflight/wayOut.ts";
import { setAgentProxy } from "../../src/setup/operations/agent.ts";
import { emptyPlan } from "../../src/setup/plan.ts";
import type { PortEvent } from "../../src/setup/ports.ts";
import { network } from "../../src/setup/preflight/network.ts";
import { proxies } from "../../src/setup/preflight/proxy.ts";
import { healthy } from "../unit/support/facts.ts";
import { installAgentInto, traceFolder, writeAgentFiles } from "../../lab/server/agent.ts";
import { onPractice } from "./onPractice.ts";

const at = onPractice("healthy");

const nothing = { hosts: [], proxy: null, timeoutMs: 3000 };
const hosts = (...names: string[]) => names.map((host) => ({ host, port: 443, tls: true }));
const names = Array.from({ length: 12 }, (_, at_) => `host${at_}.contoso.com`);

test("every probe begins before any goes on, and a silent one does not hold up the others", async () => {
  const before_ = at.lab.probes().length;
  // 12 direct, 12 through the proxy, 12 questions to DNS, and meanwhile 6 ports.
  const all = 42;
  at.lab.change((state) => {
    state.network.waitsForOthers = before_ + all;
    state.network.hosts["host3.contoso.com"] = { fails: { phase: "connect", outcome: "silent" } };
  });
  const events: PortEvent[] = [];
  const [facts, controllers] = await Promise.all([
    at.server.run(
      op.getNetworkFacts,
      {
        ...nothing,
        hosts: hosts(...names),
        proxy: { host: "proxy.contoso.com", port: 8080 },
      },
      { onEvent: (event) => events.push(event) },
    ),
    at.server.run(op.getControllerFacts, {
      domainControllers: ["dc1.contoso.com", "dc2.contoso.com"],
      ports: [88, 389, 3268],
      reads: 3,
      timeoutMs: nothing.timeoutMs,
    }),
  ]);
  assert.equal(at.lab.probes().length, before_ + all);
  const outcomes = facts.hosts.map(({ connect }) => "value" in connect && connect.value.outcome);
  assert.deepEqual(
    outcomes,
    names.map((_, index) => (index === 3 ? "timedOut" : "ok")),
  );
  assert.ok("unread" in (facts.hosts[3]?.tls ?? {}), "what was not reached is not known");
  assert.equal(facts.throughProxy.length, 12);
  assert.deepEqual(
    controllers.directories.map(({ host, again }) => [host, again.length]),
    ["dc1.contoso.com", "dc2.contoso.com"].map((name) => [name, 2]),
  );
  assert.deepEqual(
    controllers.ports.map(({ host, port }) => `${host}:${port}`),
    ["dc1.contoso.com", "dc2.contoso.com"].flatMap((dc) => [88, 389, 3268].map((port) => `${dc}:${port}`)),
  );
  const percents = events.flatMap((event) => (event.kind === "progress" ? [event.percent] : []));
  assert.ok(percents.length > 1 && percents.at(-1) === 100, String(percents));
});

test("what is no host name or no port is not tried, spoils no other, and is never run", async () => {
  const hostile = [
    "",
    " ",
    "'; Invoke-WindowsRestart; '",
    '"; exit 1; "',
    "$(Invoke-WindowsRestart)",
    "a.contoso.com\r\nX-Injected: 1",
    "a.contoso.com\nb.contoso.com",
    "user@contoso.com",
    "-WhatIf",
    "a b",
    "x".repeat(10_000),
    `${"x".repeat(64)}.contoso.com`,
    "\u0000",
    "http://contoso.com",
  ];
  const before_ = at.lab.probes().length;
  const facts = await at.server.run(op.getNetworkFacts, {
    ...nothing,
    hosts: [
      ...hosts(...hostile, "good.contoso.com", "\u0434\u043e\u043c\u0435\u043d.contoso.com"),
      ...[0, -1, 65_536, 70_000, 9_007_199_254_740_991].map((port) => ({
        host: "good.contoso.com",
        port,
        tls: false,
      })),
    ],
  });
  const controllers = await at.server.run(op.getControllerFacts, {
    domainControllers: ["$(Invoke-WindowsRestart)"],
    ports: [88, 389, 70_000],
    reads: 3,
    timeoutMs: nothing.timeoutMs,
  });
  assert.deepEqual(
    facts.hosts.map(({ host }) => host).slice(0, hostile.length),
    hostile,
    "each comes back unharmed",
  );
  const tried = facts.hosts.filter(({ lookup }) => "value" in lookup);
  assert.deepEqual(
    tried.map(({ host, port }) => `${host}:${port}`),
    ["good.contoso.com:443", "\u0434\u043e\u043c\u0435\u043d.contoso.com:443"],
  );
  for (const { lookup, connect } of [...facts.hosts, ...controllers.ports])
    if ("unread" in lookup) assert.ok("unread" in connect && lookup.unread.startsWith("Not tried"));
  assert.equal(at.lab.state().counts.boots, 0);
  const probed = at.lab.probes().slice(before_);
  assert.ok(probed.length > 0);
  for (const line of probed) assert.match(line, /good|\u0434\u043e\u043c\u0435\u043d/u);
});

test("a proxy that is none is not tried, and the direct way is", async () => {
  for (const proxy of [
    { host: "proxy$(1)", port: 8080 },
    { host: "proxy.contoso.com", port: 0 },
    { host: "proxy.contoso.com", port: 70_000 },
  ]) {
    const facts = await at.server.run(op.getNetworkFacts, {
      ...nothing,
      hosts: hosts("a.contoso.com"),
      proxy,
    });
    assert.ok("value" in (facts.hosts[0]?.tls ?? {}));
    assert.ok("unread" in (facts.throughProxy[0]?.lookup ?? {}));
  }
});

test("domain controllers are those that DNS names; in a workgroup there are none, and a denied answer is not known", async () => {
  const read = async () => (await at.server.run(op.getDomainControllerFacts, {})).names;
  assert.deepEqual(await read(), { value: ["dc1.contoso.com", "dc2.contoso.com"] });
  at.lab.change((state) => {
    state.network.controllers = [];
  });
  const none = await read();
  assert.ok("unread" in none && none.unread.includes("code 3"));
  at.lab.change((state) => {
    state.computer.joined = false;
  });
  assert.deepEqual(await read(), { value: [] });
  at.lab.change((state) => {
    state.next.denied = ["Get-ComputerState"];
  });
  const denied = await read();
  assert.ok("unread" in denied && denied.unread.includes("denied"));
});

test("the server's site is the one that is set, by a policy first, else the one that Windows found; DNS names its controllers", async () => {
  const read = async () => {
    const { site, inSite } = await at.server.run(op.getDomainControllerFacts, {});
    return { site, inSite };
  };
  const netlogon = "Netlogon\\Parameters";
  const service = `SYSTEM\\CurrentControlSet\\Services\\${netlogon}`;
  const policy = `SOFTWARE\\Policies\\Microsoft\\${netlogon}`;
  const found = { site: { value: "Default-First-Site-Name" }, inSite: { value: ["dc1.contoso.com"] } };
  assert.deepEqual(await read(), found);
  const set = (change: Record<string, Record<string, string>>) => {
    at.lab.change(({ registry }) => Object.assign(registry, change));
  };
  set({ [service]: { DynamicSiteName: "Paris", SiteName: "" } });
  assert.deepEqual(await read(), { ...found, site: { value: "Paris" } });
  set({ [service]: { DynamicSiteName: "Paris", SiteName: "Lyon" } });
  // DNS knows no controller there: that is an answer, and none.
  assert.deepEqual(await read(), { site: { value: "Lyon" }, inSite: { value: [] } });
  set({ [policy]: { SiteName: "Paris" } });
  assert.deepEqual((await read()).site, { value: "Paris" });
  set({ [policy]: {}, [service]: {} });
  const before_ = at.lab.probes().length;
  assert.deepEqual(await read(), { site: { value: null }, inSite: { value: [] } });
  assert.equal(at.lab.probes().length, before_ + 1, "without a site only the domain is asked for");
  // What is no name of a site is asked of nobody.
  set({ [service]: { SiteName: "a b" } });
  assert.ok("unread" in (await read()).inSite);
  at.lab.change((state) => {
    state.next.denied = ["Get-RegistryValue"];
  });
  const denied = await read();
  assert.ok("unread" in denied.site && "unread" in denied.inSite && denied.inSite.unread.includes("denied"));
});

const dc = (name: string) => `${name}.contoso.com`;
const reach = (domainControllers: readonly string[], more: object = {}) =>
  at.server.run(op.getControllerFacts, {
    domainControllers: [...domainControllers],
    ports: [88, 389, 636, 3268],
    reads: 5,
    timeoutMs: 1500,
    ...more,
  });

test("each controller is shown as it is: silent, slow, cut, no LDAP, another one, with its clock off; and none holds up the list", async () => {
  const down = ["dc-down", "dc-refused", "dc-unknown"].map(dc);
  at.lab.change(({ network: { hosts } }) => {
    hosts[dc("dc-down")] = { fails: { phase: "connect", outcome: "silent" } };
    hosts[dc("dc-refused")] = { fails: { phase: "connect", outcome: "refused" }, ports: [389] };
    hosts[dc("dc-unknown")] = { fails: { phase: "lookup", outcome: "notFound" } };
    hosts[dc("dc-silent")] = { directory: { fails: "silent" } };
    hosts[dc("dc-reset")] = { directory: { fails: "reset" } };
    hosts[dc("dc-closed")] = { directory: { fails: "closed" } };
    hosts[dc("dc-web")] = { directory: { fails: "garbled" } };
    hosts[dc("dc-dying")] = { directory: { fails: "reset", answersFirst: 2 } };
    hosts[dc("dc-slow")] = { directory: { answerMs: 150 } };
    hosts[dc("dc-other")] = { directory: { dnsHostName: dc("dc1") } };
    hosts[dc("dc-late")] = { directory: { clockAheadMs: -400_000 } };
    hosts[dc("dc-readonly")] = {
      directory: { readOnly: true, globalCatalog: false, site: "Lyon", level: 10 },
    };
    hosts[dc("dc-new")] = { directory: { synchronized: false } };
  });
  const names = Object.keys(at.lab.state().network.hosts);
  const from = performance.now();
  const facts = await reach(names);
  // Thirteen of them, one after the other, would take five times as long; no measure of speed.
  assert.ok(performance.now() - from < 6 * 1500);
  assert.deepEqual([facts.ports.length, facts.directories.length], [4 * names.length, names.length]);
  for (const name of down)
    assert.ok("unread" in (facts.directories.find(({ host }) => host === name)?.directory ?? {}), name);
  const seen = controllersSeen(facts);
  const told = Object.fromEntries(
    seen.map((one) => [
      one.host.replace(".contoso.com", ""),
      one.kind === "answers"
        ? [...one.doubts.map(({ kind }) => kind), one.answers]
        : one.kind === "failed"
          ? one.failure.outcome
          : one.kind,
    ]),
  );
  assert.deepEqual(told, {
    "dc-down": "notAsked",
    "dc-refused": "notAsked",
    "dc-unknown": "notAsked",
    "dc-silent": "timedOut",
    "dc-reset": "reset",
    "dc-closed": "failed",
    "dc-web": "failed",
    "dc-dying": [2],
    "dc-slow": [5],
    "dc-other": ["otherName", 5],
    "dc-late": ["clockOff", 5],
    "dc-readonly": [5],
    "dc-new": ["notSynchronized", 5],
  });
  const answered = (name: string) => {
    const one = seen.find(({ host }) => host === dc(name));
    assert.ok(one?.kind === "answers");
    return one;
  };
  assert.deepEqual([answered("dc-slow").isSlow, answered("dc-slow").medianMs], [true, 150]);
  assert.equal(answered("dc-dying").stopped?.outcome, "reset");
  const { isReadOnly, isGlobalCatalog, site, domain, level, secondsAhead } = answered("dc-readonly");
  assert.deepEqual(
    { isReadOnly, isGlobalCatalog, site, domain, level },
    {
      isReadOnly: true,
      isGlobalCatalog: false,
      site: "Lyon",
      domain: "contoso.com",
      level: "Windows Server 2025",
    },
  );
  assert.ok(secondsAhead !== undefined && Math.abs(secondsAhead) <= 2, String(secondsAhead));
});

test("a directory is asked on port 389 alone, as often as it was said, and not where that port is not among them", async () => {
  const before_ = at.lab.probes().length;
  const { directories } = await reach([dc("dc1")], { reads: 1 });
  assert.deepEqual(
    directories.map(({ host, again }) => [host, again]),
    [[dc("dc1"), []]],
  );
  const asked = at.lab.probes().slice(before_);
  assert.equal(asked.length, 4);
  for (const line of asked) assert.equal(line.includes('"reads":1'), line.includes('"port":389'), line);
  assert.deepEqual((await reach([dc("dc1")], { ports: [88] })).directories, []);
  assert.deepEqual(await reach([]), { ports: [], directories: [] });
});

test("WinHTTP's proxy is read from what Windows keeps, the user's beside it, each on its own", async () => {
  const read = () => at.server.run(op.getProxyFacts, {});
  assert.deepEqual(await read(), {
    winHttp: { value: null },
    user: { value: { server: null, bypass: "", script: null } },
  });
  at.lab.change(({ network }) => {
    network.winHttp = { server: "proxy.contoso.com:8080", bypass: "<local>" };
    network.user = {
      server: "http=a:80;https=b:81",
      bypass: "*.contoso.com",
      script: "http://wpad/wpad.dat",
    };
  });
  const found = await read();
  assert.deepEqual(found.winHttp, { value: { server: "proxy.contoso.com:8080", bypass: "<local>" } });
  assert.deepEqual(found.user, {
    value: { server: "http=a:80;https=b:81", bypass: "*.contoso.com", script: "http://wpad/wpad.dat" },
  });
  at.lab.change(({ network }) => {
    network.winHttp = { server: "http=ada:p@w@a:80;https=http://ada:p;w@b:81", bypass: "<local>" };
    network.user = { server: "ada:pw@c:82", bypass: "", script: "http://ada:p/w@wpad/wpad.dat" };
  });
  const hidden = await read();
  const mask = "********";
  assert.deepEqual(hidden.winHttp, {
    value: { server: `http=${mask}@a:80;https=http://${mask}@b:81`, bypass: "<local>" },
  });
  assert.deepEqual(hidden.user, {
    value: { server: `${mask}@c:82`, bypass: "", script: `http://${mask}@wpad/wpad.dat` },
  });
  at.lab.change((state) => {
    state.next.denied = ["Get-UserProxy"];
  });
  const denied = await read();
  assert.ok("unread" in denied.user && "value" in denied.winHttp);
});

test("the hosts of the cloud service are read from the agent's event channel and its newest trace", async () => {
  const read = async () => (await at.server.run(op.getAgentHosts, {})).names;
  assert.deepEqual(await read(), { value: [] }, "no agent, no records");
  const channel = "Microsoft-AzureADConnect-ProvisioningAgent/Admin";
  const said = (text: string, hoursAgo = 1) => ({
    at: new Date(Date.now() - hoursAgo * 3_600_000).toISOString(),
    id: 5,
    source: "agent",
    level: 4,
    text,
  });
  at.lab.change((state) => {
    installAgentInto(state);
    state.events[channel] = [
      said(
        "Bootstrap: wss://CWAP-CU-2.servicebus.windows.net:443/a, https://x.bootstrap.his.msappproxy.net/b",
      ),
      said("and once more cwap-cu-2.servicebus.windows.net."),
      said(
        "not: msappproxy.net, evil.msappproxy.net.contoso.com, a_b.msappproxy.net.. $(x).servicebus.windows.net",
      ),
      said("old.servicebus.windows.net", 30),
    ];
  });
  const fromChannel = ["cwap-cu-2.servicebus.windows.net", "x.bootstrap.his.msappproxy.net"];
  assert.deepEqual(await read(), { value: fromChannel });
  mkdirSync(traceFolder(at.lab.dir), { recursive: true });
  const trace = path.join(traceFolder(at.lab.dir), "agent.log");
  writeFileSync(trace, `[10:00:00.000] open tenant.msappproxy.us\n${"a.".repeat(60_000)}\n`);
  try {
    assert.deepEqual(await read(), { value: [fromChannel[0], "tenant.msappproxy.us", fromChannel[1]] });
    at.lab.change((state) => {
      state.events = {};
    });
    assert.deepEqual(await read(), { value: ["tenant.msappproxy.us"] }, "one of the two is enough");
    const many = Array.from({ length: 30 }, (_, n) => `h${n}.msappproxy.net`).join(" ");
    writeFileSync(trace, many);
    const ten = await read();
    assert.ok("value" in ten && ten.value.length === 10);
  } finally {
    rmSync(trace);
  }
  at.lab.change((state) => {
    installAgentInto(state);
    state.next.denied = ["Get-EventList", "Get-FolderPath"];
  });
  const neither = await read();
  assert.ok("unread" in neither && neither.unread.includes("Get-EventList"));
});

/** What the network rules say of the practice server. */
const judged = async () => {
  const read = await readParts(
    {
      read: async (operation, args) => ({ value: await at.server.run(operation, args) }),
      plan: emptyPlan(),
    },
    ["agent", ...neededFor.wayOut],
  );
  const facts = { ...healthy, ...read, network: networkOf("global", read) };
  return [...proxies(facts), ...network(facts)];
};
const verdicts = async () => (await judged()).map((one) => `${findingKey(one)} ${one.verdict}`);

test("behind a firewall that lets only the proxy out, the agent is given the proxy, and then all is well", async () => {
  at.lab.change((state) => Object.assign(state, scenarios["proxy-required"]()));
  assert.deepEqual(await verdicts(), ["agentNeedsProxy warning", "proxies pass"]);
  at.lab.change((state) => {
    installAgentInto(state);
  });
  writeAgentFiles(at.lab.dir);
  const [found] = await judged();
  assert.ok(found?.verdict === "fail" && found.fix.kind === "operation");
  const [call] = found.fix.calls;
  assert.equal(call?.op, setAgentProxy.name);
  await at.server.run(setAgentProxy, call.args as { address: string });
  assert.deepEqual(await verdicts(), ["proxies pass", "network pass"]);
});

test("a device that opens TLS is named by every host behind it", async () => {
  at.lab.change((state) => Object.assign(state, scenarios["inspecting-proxy"]()));
  const findings = (await judged()).filter(({ verdict }) => verdict !== "pass");
  assert.ok(findings.length > 5 && findings.some(({ verdict }) => verdict === "fail"));
  for (const { summary } of findings) assert.match(summary, /Contoso Web Security/u);
});
