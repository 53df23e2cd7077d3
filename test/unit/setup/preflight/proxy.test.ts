import assert from "node:assert/strict";
import { test } from "node:test";
import { needRestart } from "../../../../src/setup/actions/calls.ts";
import { findingKey, type Finding } from "../../../../src/setup/finding.ts";
import { cloudNetworks } from "../../../../src/setup/network/clouds.ts";
import { getNetworkFacts, type AgentHosts } from "../../../../src/setup/operations/network.ts";
import {
  addressOf,
  agentUsesProxy,
  proxyOf,
  proxyToTry,
  type Proxies,
} from "../../../../src/setup/network/proxy.ts";
import { controllersToTry } from "../../../../src/setup/network/probing.ts";
import { neededFor } from "../../../../src/setup/preflight/partReadings.ts";
import { readParts } from "../../../../src/setup/preflight/readParts.ts";
import { parsePlan } from "../../../../src/setup/plan.ts";
import { network } from "../../../../src/setup/preflight/network.ts";
import { proxies } from "../../../../src/setup/preflight/proxy.ts";
import type { Facts } from "../../../../src/setup/preflight/rule.ts";
import {
  type AllRead,
  factsWith,
  installedAgent,
  noAgent,
  plainConfiguration,
  unread,
} from "../../support/facts.ts";
import {
  controllersNamed,
  failedProbe,
  healthyNetwork,
  noProxies,
  noProxySet,
  viaProxy,
} from "../../support/networkFacts.ts";
import { reading, script } from "../../support/scriptedServer.ts";

const verdicts = (findings: readonly Finding[]) => findings.map((one) => `${findingKey(one)} ${one.verdict}`);
const withProxies = (change: Partial<Proxies>): Facts =>
  factsWith({
    network: { ...healthyNetwork, proxies: { ...noProxies, ...change } },
  });
const winHttp = (server: string) => ({ value: { server, bypass: "" } });
const user = (server: string | null, file: string | null = null) => ({
  value: { server, bypass: "", script: file },
});
const agent = (address: string | null) => ({ value: address });

test("a proxy is read from each form in which Windows and .NET keep it", () => {
  for (const [kept, host, port] of [
    ["proxy:8080", "proxy", 8080],
    ["http://proxy.contoso.com:3128/", "proxy.contoso.com", 3128],
    ["proxy.contoso.com", "proxy.contoso.com", 80],
    ["http=a:80;https=b:81", "b", 81],
    ["ftp=c:21 http=a:8000", "a", 8000],
    ["http=a:80;proxy:9000", "proxy", 9000],
    ["http://[fd00::1]:8080", "fd00::1", 8080],
    ["a:1;  ;b:2", "a", 1],
    ["; a:65535", "a", 65_535],
    ["a:1", "a", 1],
  ] as const)
    assert.deepEqual(proxyOf(kept), { host, port }, kept);
  for (const kept of ["", ";", "socks=s:1080", "http://user:secret@proxy:1", "proxy:0", "proxy:70000", "://"])
    assert.equal(proxyOf(kept), undefined, kept);
  assert.equal(addressOf({ host: "fd00::1", port: 8080 }), "http://[fd00::1]:8080");
});

test("the agent's own proxy is tried before WinHTTP's and the user's", () => {
  const all = { agent: agent("http://a:1"), winHttp: winHttp("b:2"), user: user("c:3") };
  assert.equal(proxyToTry({ ...noProxies, ...all })?.host, "a");
  assert.equal(proxyToTry({ ...noProxies, ...all, agent: agent(null) })?.host, "b");
  assert.equal(proxyToTry({ ...noProxies, user: user("c:3") })?.host, "c");
  assert.equal(proxyToTry(noProxies), null);
  assert.equal(agentUsesProxy({ ...noProxies, ...all }), true);
  assert.equal(agentUsesProxy({ ...noProxies, winHttp: winHttp("b:2") }), false);
});

test("proxies that differ are a warning with each of them; the same one in two forms is not", () => {
  const [found] = proxies(withProxies({ winHttp: winHttp("b:2"), user: user("c:3"), agent: agent(null) }));
  assert.equal(found?.verdict, "warning");
  assert.deepEqual(
    found.evidence.map(({ value }) => value),
    ["no proxy", "b:2", "c:3"],
  );
  assert.deepEqual(
    verdicts(proxies(withProxies({ winHttp: winHttp("Proxy:8080"), agent: agent("http://proxy:8080/") }))),
    ["proxies pass"],
  );
  assert.deepEqual(verdicts(proxies(withProxies({ winHttp: winHttp("not a:proxy:x"), user: user("c:3") }))), [
    "proxies warning",
  ]);
});

test("each proxy is shown with who keeps it, and what to do with the one the agent lacks", () => {
  const [found] = proxies(
    withProxies({ winHttp: winHttp("b:2"), user: user("c:3", "http://wpad"), agent: agent("http://a:1") }),
  );
  assert.deepEqual(found?.evidence, [
    { name: "The agent's configuration", value: "http://a:1" },
    { name: "WinHTTP", value: "b:2" },
    { name: "The signed-in user", value: "c:3" },
    { name: "The user's configuration script", value: "http://wpad" },
  ]);
  assert.ok(found.verdict === "warning" && found.fix.kind === "owner");
  assert.match(found.fix.whatToAsk, /SYNC01/u);
  const [past] = proxies(
    withProxies({
      winHttp: { value: { server: "b:2", bypass: "<local>;*.contoso.com" } },
      user: { value: { server: null, bypass: "10.*", script: null } },
    }),
  );
  assert.deepEqual(past?.evidence.slice(3), [
    { name: "WinHTTP goes past it for", value: "<local>;*.contoso.com" },
    { name: "The signed-in user goes past it for", value: "10.*" },
  ]);
  const of = (facts: Facts) => proxies(facts).map((one) => `${one.source}: ${one.summary}`);
  assert.deepEqual(of(withProxies({})), ["proxy: No proxy is set."]);
  assert.deepEqual(of(withProxies({ user: user("c:3") })), ["proxy: The proxies that are set agree."]);
  assert.deepEqual(
    verdicts(proxies(withProxies({ user: user("not a:proxy:X"), winHttp: winHttp("NOT A:proxy:x") }))),
    ["proxies pass"],
  );
  const [missing] = proxies(behindProxy(noAgent));
  assert.ok(missing?.verdict === "warning" && missing.fix.kind === "link");
  assert.deepEqual([missing.fix.link, missing.source], ["proxy", "proxy"]);
  assert.match(missing.evidence[0]?.value ?? "", /^\S+:443(?:, \S+:\d+)*$/u);
  const [installed] = proxies(behindProxy(installedAgent));
  assert.ok(installed?.verdict === "fail" && installed.fix.kind === "operation");
  assert.ok(!needRestart(installed.fix.calls, "serverRestart"));
});

test("no proxy is a pass; a configuration script is shown, what could not be read is not known", () => {
  const [found] = proxies(withProxies({ user: user(null, "http://wpad/wpad.dat") }));
  assert.equal(found?.verdict, "pass");
  assert.match(JSON.stringify(found.evidence), /wpad\.dat/u);
  for (const name of ["winHttp", "user", "agent"] as const)
    assert.deepEqual(verdicts(proxies(withProxies({ [name]: unread }))), ["proxies unknown"]);
});

/** The direct way is closed, and WinHTTP's proxy leads on. */
const behindProxy = (
  agentFacts: AllRead["agent"],
  change: { isOpen?: boolean; agent?: Proxies["agent"] } = {},
): Facts =>
  factsWith({
    agent: agentFacts,
    network: {
      ...healthyNetwork,
      proxies: {
        ...noProxies,
        winHttp: winHttp("proxy.contoso.com:8080"),
        agent: change.agent ?? agent(null),
      },
      probes: {
        ...healthyNetwork.probes,
        hosts:
          change.isOpen === true
            ? healthyNetwork.probes.hosts
            : healthyNetwork.probes.hosts.map((probe) => failedProbe(probe, "connect", "timedOut")),
        throughProxy: healthyNetwork.probes.hosts.map(viaProxy),
      },
    },
  });

test("where only the proxy leads on, an installed agent without it fails, and one fix is for all hosts", () => {
  const facts = behindProxy(installedAgent);
  assert.deepEqual(verdicts(proxies(facts)), ["agentNeedsProxy fail", "proxies pass"]);
  assert.deepEqual(network(facts), []);
  const [found] = proxies(facts);
  assert.ok(found?.verdict === "fail" && found.fix.kind === "operation");
  assert.deepEqual(found.fix.calls, [
    { port: "server", op: "Set-CloudSyncAgentProxy", args: { address: "http://proxy.contoso.com:8080" } },
  ]);
  assert.match(found.evidence[0]?.value ?? "", /login\.microsoftonline\.com:443/u);
});

test("a proxy that a backup still names is left to the rule that has found it", () => {
  const facts = behindProxy(installedAgent);
  const configuration = { value: { ...plainConfiguration, backupProxy: { value: "http://proxy:8080" } } };
  assert.deepEqual(verdicts(proxies({ ...facts, configuration })), ["proxies pass"]);
});

test("before the installation the proxy is a warning: nothing can be set yet", () => {
  assert.deepEqual(verdicts(proxies(behindProxy(noAgent))), ["agentNeedsProxy warning", "proxies pass"]);
  assert.deepEqual(verdicts(proxies(behindProxy({ ...noAgent, agent: unread }, { agent: unread }))), [
    "agentNeedsProxy warning",
    "proxies unknown",
  ]);
});

test("where the direct way is open, a proxy that the agent does not have is no finding", () => {
  assert.deepEqual(verdicts(proxies(behindProxy(installedAgent, { isOpen: true }))), ["proxies pass"]);
});

test("the plan's cloud decides which hosts are tried, and the proxy that was found is tried as well", async () => {
  const of = script({ "Get-CloudSyncProxyFact": () => ({ ...noProxySet, winHttp: winHttp("proxy:8080") }) });
  for (const cloud of ["global", "usGov", "china"] as const) {
    of.calls.length = 0;
    await readParts({ ...reading(of), plan: parsePlan({ cloud }, "test") }, neededFor.wayOut);
    const args = of.calls.find(({ op }) => op === getNetworkFacts.name)?.args as {
      hosts: { host: string; port: number; tls: boolean }[];
      proxy: unknown;
    };
    assert.deepEqual(
      args.hosts,
      cloudNetworks[cloud].endpoints.map(({ host, port, connectOnly }) => ({
        host,
        port,
        tls: port === 443 && connectOnly !== true,
      })),
    );
    assert.deepEqual(args.proxy, { host: "proxy", port: 8080 });
  }
});

test("hosts that the agent names in its records are tried too, each once, and none where they could not be read", async () => {
  const tried = async (names: AgentHosts["names"]) => {
    const of = script({ "Get-CloudSyncAgentHost": () => ({ names }) });
    const plan = parsePlan({}, "test");
    await readParts({ ...reading(of), plan }, neededFor.wayOut);
    const args = of.calls.find(({ op }) => op === getNetworkFacts.name)?.args as {
      hosts: { host: string; port: number; tls: boolean }[];
    };
    return args.hosts.slice(cloudNetworks.global.endpoints.length);
  };
  const bus = "cwap-cu-2.servicebus.windows.net";
  assert.deepEqual(await tried({ value: [bus, "download.msappproxy.net"] }), [
    { host: bus, port: 443, tls: true },
  ]);
  assert.deepEqual(await tried(unread), []);
});

test("the plan's preferred controllers come first, each controller once, and no more than twelve", () => {
  const plan = parsePlan(
    {
      domains: [{ name: "contoso.com", preferredDomainControllers: ["DC9.contoso.com", "dc1.contoso.com"] }],
    },
    "test",
  );
  const many = Array.from({ length: 30 }, (_, at) => `dc${at}.contoso.com`);
  const chosen = controllersToTry(plan, controllersNamed({ value: many }));
  assert.deepEqual(chosen.slice(0, 4), [
    "dc9.contoso.com",
    "dc1.contoso.com",
    "dc0.contoso.com",
    "dc2.contoso.com",
  ]);
  assert.equal(chosen.length, 12);
  const near = ["DC29.contoso.com", "dc28.contoso.com"];
  const nearer = controllersToTry(plan, { names: { value: many }, inSite: { value: near } });
  assert.deepEqual(
    nearer.slice(2, 5),
    ["dc29.contoso.com", "dc28.contoso.com", "dc0.contoso.com"],
    "those of the server's own site come before the others",
  );
  assert.deepEqual(
    controllersToTry(plan, { names: { value: many }, inSite: unread }),
    chosen,
    "a site that is not known changes nothing",
  );
  assert.deepEqual(controllersToTry(plan, controllersNamed(unread)), ["dc9.contoso.com", "dc1.contoso.com"]);
});

test("what a plan calls a controller takes the place of none that DNS knows", () => {
  const names = (count: number, domain: string) =>
    Array.from({ length: count }, (_, at) => `dc${at}.${domain}`);
  const plan = parsePlan(
    { domains: [{ name: "contoso.com", preferredDomainControllers: names(20, "evil.example") }] },
    "test",
  );
  for (const count of [0, 1, 5, 12, 30]) {
    const real = names(count, "contoso.com");
    const chosen = controllersToTry(plan, controllersNamed({ value: real }));
    assert.equal(chosen.length, 12);
    for (const one of real.slice(0, 12)) assert.ok(chosen.includes(one), `${count}: ${one}`);
  }
  // The plan's own wish decides the order among those that DNS knows, however many there are.
  const wish = parsePlan(
    {
      domains: [{ name: "contoso.com", preferredDomainControllers: ["x.evil.example", "dc29.contoso.com"] }],
    },
    "test",
  );
  assert.equal(
    controllersToTry(wish, controllersNamed({ value: names(30, "contoso.com") }))[0],
    "dc29.contoso.com",
  );
});
