/** What is known of a server, as the diagnosis asks for it: what was read, by its name there; nothing else. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { circumstancesOf, windowsEvents } from "../../../../src/setup/diagnosis/circumstances.ts";
import { controllerPorts } from "../../../../src/setup/network/clouds.ts";
import { startEvent } from "./cases/case.ts";
import {
  healthy,
  factsWith,
  defaultRights,
  healthyAgent,
  healthyPolicy,
  healthyServer,
  healthyWindows,
  installedAgent,
  noAgent,
  noEvents,
  plainConfiguration,
  registeredAgent,
  unread,
} from "../../support/facts.ts";
import {
  controllerProbes,
  failedProbe,
  goodProbe,
  healthyNetwork,
  networkOf,
  seen,
} from "../../support/networkFacts.ts";

test("everything that was read is known by its name", () => {
  assert.deepEqual(circumstancesOf(factsWith({ agent: registeredAgent }), { health: healthyAgent }), {
    servicesMayLogOn: true,
    accountMayLogOn: false,
    agentVersion: "1.1.2334.0",
    windows: { build: 20348, revision: 2700 },
    installation: "Server",
    serviceAccount: "CONTOSO\\pGMSA_e6620264$",
    agentRunning: true,
    serviceIsManaged: true,
    executionPolicies: "value" in healthyPolicy.executionPolicy && healthyPolicy.executionPolicy.value,
    credentialManagerStart: "Manual",
    policyOwners: healthyPolicy,
    fips: false,
    enhancedSecurity: false,
    elevated: true,
    networkLogOn: false,
    connectSyncOnServer: false,
    domainController: false,
    ntlmDenied: false,
    proxyLost: false,
  });
});

test("what was not read is not known, and no member says no", () => {
  const none = circumstancesOf(
    factsWith({
      server: { ...healthyServer, windows: unread, elevated: unread },
      policy: { ...healthyPolicy, executionPolicy: unread, credentialManager: unread },
      agent: { ...noAgent, agent: unread, version: unread },
      windows: {
        ...healthyWindows,
        domainController: unread,
        fips: unread,
        enhancedSecurity: unread,
        ntlm: unread,
        neighbours: unread,
        encryptionTypes: unread,
        networkLogon: unread,
      },
      rights: { ...defaultRights, denied: unread },
      configuration: { ...plainConfiguration, proxy: unread, backupProxy: unread },
    }),
    { health: { ...healthyAgent, managedAccount: unread }, events: undefined, network: undefined },
  );
  assert.deepEqual(
    Object.keys(none),
    ["policyOwners"],
    "who owns a setting tells itself whether it was read",
  );
});

test("each of these facts is told as it is", () => {
  const of = (change: Partial<typeof healthyWindows>) =>
    circumstancesOf(factsWith({ windows: { ...healthyWindows, ...change } }));
  const neighbour = (name: string) => ({ name, displayName: name, state: "Running" });
  assert.equal(of({ neighbours: { value: [neighbour("Other")] } }).connectSyncOnServer, false);
  assert.equal(
    of({ neighbours: { value: [neighbour("Other"), neighbour("ADSync")] } }).connectSyncOnServer,
    true,
  );
  const sending = (restrictSending: number | null) =>
    of({ ntlm: { value: { restrictSending, compatibilityLevel: null } } }).ntlmDenied;
  assert.deepEqual([sending(null), sending(1), sending(2)], [false, false, true]);
  const stopped =
    "value" in installedAgent.agent && installedAgent.agent.value
      ? { ...installedAgent, agent: { value: { ...installedAgent.agent.value, state: "Stopped" } } }
      : installedAgent;
  assert.equal(circumstancesOf(factsWith({ agent: stopped })).agentRunning, false);
  const lost = (proxy: string | null, backupProxy: string | null) =>
    circumstancesOf(
      factsWith({
        configuration: {
          ...plainConfiguration,
          proxy: { value: proxy },
          backupProxy: { value: backupProxy },
        },
      }),
    ).proxyLost;
  assert.deepEqual(
    [lost(null, null), lost("http://p", null), lost(null, "http://p"), lost("http://p", "http://p")],
    [false, false, true, false],
  );
  assert.equal(circumstancesOf(factsWith({ agent: installedAgent })).accountMayLogOn, undefined);
  const planned = (kind: "create" | "custom") =>
    circumstancesOf(healthy, { plan: { cloud: "global", serviceAccount: { kind, name: "a$" } } });
  assert.equal(planned("custom").plannedAccount, "a$");
  assert.ok(!("plannedAccount" in planned("create")));
});

test("events keep the log they were read from", () => {
  const at = { at: "2026-11-24T12:00:00.000Z" };
  const one = (id: number, source: string) => ({ value: [{ ...at, id, source, text: `text ${id}` }] });
  assert.deepEqual(
    windowsEvents({
      services: one(7041, "Service Control Manager"),
      managedAccounts: one(9001, "NETLOGON"),
      rootKeys: one(4004, "Microsoft-Windows-KdsSvc"),
    }),
    [
      { log: "System", id: 7041, source: "Service Control Manager", text: "text 7041" },
      {
        log: "Microsoft-Windows-Security-Netlogon/Operational",
        id: 9001,
        source: "NETLOGON",
        text: "text 9001",
      },
      {
        log: "Microsoft-Windows-KdsSvc/Operational",
        id: 4004,
        source: "Microsoft-Windows-KdsSvc",
        text: "text 4004",
      },
    ],
  );
  assert.deepEqual(windowsEvents({ ...noEvents, services: unread }), []);
});

test("only hosts that are required count, by the name they are published as, each once", () => {
  const { hosts } = healthyNetwork.probes;
  const of = (change: Parameters<typeof networkOf>[1]) =>
    circumstancesOf(healthy, { network: seen(networkOf("global", change)) }).unreachableHosts;
  const failing = (which: (host: string) => boolean) =>
    of({
      hosts: hosts.map((probe) => (which(probe.host) ? failedProbe(probe, "connect", "refused") : probe)),
    });
  const all = failing(() => true) ?? [];
  assert.ok(all.length > 0);
  assert.deepEqual(all, [...new Set(all)]);
  for (const name of all) {
    const hidden = failing((host) => host === name);
    assert.ok(name.startsWith("*.") ? hidden?.length === 0 : hidden?.includes(name), name);
  }
  assert.ok(
    all.some((name) => name.startsWith("*.")),
    "a name with a star stands for the host that was tried",
  );
  assert.deepEqual(
    failing((host) => host === "graph.microsoft.com"),
    [],
    "one that is only recommended decides nothing",
  );
});

test("a proxy that asks for a sign-in says nothing of the hosts behind it", () => {
  const { probes, proxies } = healthyNetwork;
  const through = (status: number) =>
    circumstancesOf(healthy, {
      network: seen({
        ...healthyNetwork,
        proxies: { ...proxies, agent: { value: "http://proxy:8080" } },
        probes: {
          ...probes,
          throughProxy: probes.hosts.map((probe) => ({
            ...probe,
            tunnel: { value: { outcome: "ok", ms: 5, status } },
          })),
        },
      }),
    }).unreachableHosts;
  assert.deepEqual(through(200), []);
  assert.equal(through(407), undefined);
  assert.ok((through(403) ?? []).length > 0, "one that refuses is in the way");
});

test("a domain controller answers where each of its required ports does", () => {
  const required = controllerPorts.filter((port) => port.required).map(({ port }) => port);
  const optional = controllerPorts.filter((port) => !port.required).map(({ port }) => port);
  const of = (...closed: readonly (readonly [host: string, port: number])[]) =>
    circumstancesOf(healthy, {
      network: seen(
        networkOf("global", {
          domainControllers: controllerProbes("dc1.contoso.com", "dc2.contoso.com").map((probe) =>
            closed.some(([host, port]) => host === probe.host && port === probe.port)
              ? failedProbe(probe, "connect", "timedOut")
              : probe,
          ),
        }),
      ),
    }).domainControllerReachable;
  const [first = 0] = required;
  assert.equal(of(["dc1.contoso.com", first]), true, "the other one answers");
  assert.equal(of(["dc1.contoso.com", first], ["dc2.contoso.com", first]), false);
  for (const port of optional) assert.equal(of(["dc1.contoso.com", port], ["dc2.contoso.com", port]), true);
});

test("circumstances hold what was read, and leave out what was not", () => {
  const known = circumstancesOf(
    factsWith({
      agent: registeredAgent,
      configuration: { ...plainConfiguration, backupProxy: { value: "http://p" } },
    }),
    { health: { ...healthyAgent, managedAccount: { value: false } } },
  );
  assert.equal(known.servicesMayLogOn, true);
  assert.equal(known.accountMayLogOn, false);
  assert.equal(known.serviceIsManaged, false);
  assert.equal(known.proxyLost, true);
  assert.equal(known.agentVersion, "1.1.2334.0");
  assert.ok(!("serverEncryptionTypes" in known));
  const none = circumstancesOf(
    factsWith({
      rights: { ...defaultRights, holders: unread },
      windows: { ...healthyWindows, ntlm: unread, fips: unread, neighbours: unread },
      configuration: { ...plainConfiguration, backupProxy: unread },
    }),
  );
  for (const key of [
    "servicesMayLogOn",
    "ntlmDenied",
    "fips",
    "connectSyncOnServer",
    "proxyLost",
    "agentRunning",
  ])
    assert.ok(!(key in none), key);
});

test("the network decides only where it was seen", () => {
  const facts = factsWith({ agent: registeredAgent });
  const of = (change: Parameters<typeof networkOf>[1]) =>
    circumstancesOf(facts, { network: seen(networkOf("global", change)) });
  assert.deepEqual(of({}).unreachableHosts, []);
  assert.equal(of({}).domainControllerReachable, true);
  const [first, ...others] = healthyNetwork.probes.hosts;
  assert.ok(first);
  const bad = of({ hosts: [failedProbe(first, "lookup", "notFound"), ...others] }).unreachableHosts;
  assert.equal(bad?.length, 1);
  const unreadProbe = { ...first, lookup: unread };
  assert.equal(of({ hosts: [unreadProbe, ...others] }).unreachableHosts, undefined);
  const controllers = controllerProbes("dc1.contoso.com", "dc2.contoso.com");
  const closed = controllers.map((probe) =>
    probe.port === 389 ? failedProbe(probe, "connect", "timedOut") : probe,
  );
  assert.equal(of({ domainControllers: closed }).domainControllerReachable, false);
  assert.equal(
    of({
      domainControllers: closed.map((probe) =>
        probe.host === "dc1.contoso.com"
          ? goodProbe(probe.host, probe.port === 389 ? 389 : probe.port)
          : probe,
      ),
    }).domainControllerReachable,
    true,
  );
  assert.equal(
    of({
      domainControllers: closed.map((probe) =>
        probe.host === "dc1.contoso.com" ? { ...probe, lookup: unread } : probe,
      ),
    }).domainControllerReachable,
    undefined,
  );
  assert.equal(of({ domainControllers: [] }).domainControllerReachable, undefined);
  assert.ok(!("unreachableHosts" in circumstancesOf(facts)));
});

const begun = { ...startEvent(7000), at: "2026-11-24T12:00:00.000Z" };

test("the plan's cloud and account, the events read, and a lost proxy are known by the same names", () => {
  const known = circumstancesOf(
    factsWith({
      configuration: { ...plainConfiguration, proxy: unread, backupProxy: { value: "http://p" } },
    }),
    {
      plan: { cloud: "usGov", serviceAccount: { kind: "custom", name: "provAgent01$" } },
      events: { ...noEvents, services: { value: [begun] }, managedAccounts: unread },
    },
  );
  assert.equal(known.cloud, "usGov");
  assert.equal(known.plannedAccount, "provAgent01$");
  assert.deepEqual(known.events, [startEvent(7000)]);
  assert.ok(!("proxyLost" in known), "a proxy that was not read is not lost");
});
