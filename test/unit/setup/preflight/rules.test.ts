import assert from "node:assert/strict";
import { test } from "node:test";
import { needRestart } from "../../../../src/setup/actions/calls.ts";
import { chosenFixes, findingKey, type Finding } from "../../../../src/setup/finding.ts";
import type { ServerFacts } from "../../../../src/setup/operations/server.ts";
import { emptyPlan } from "../../../../src/setup/plan.ts";
import { existingAgent } from "../../../../src/setup/preflight/agent.ts";
import { rules } from "../../../../src/setup/preflight/rules.ts";
import { credentialManager, executionPolicy } from "../../../../src/setup/preflight/policy.ts";
import type { Facts } from "../../../../src/setup/preflight/rule.ts";
import { tls } from "../../../../src/setup/preflight/tls.ts";
import {
  domainMember,
  elevation,
  memory,
  netFramework,
  serverCore,
  windowsBuild,
} from "../../../../src/setup/preflight/windows.ts";
import {
  defaultRights,
  healthy,
  factsWith,
  healthyPolicy,
  healthyServer,
  healthyTls,
  healthyWindows,
  installedAgent,
  noLogging,
  plainConfiguration,
  unread,
} from "../../support/facts.ts";
import { healthyNetwork, type AllTried } from "../../support/networkFacts.ts";

/** Nothing of the network could be read. */
const unreadNetwork: AllTried = {
  ...healthyNetwork,
  proxies: { winHttp: unread, user: unread, agent: unread },
  controllers: { names: unread, site: unread, inSite: unread },
  controllerProbes: { ports: [], directories: [] },
  probes: {
    throughProxy: [],
    aliases: [],
    hosts: healthyNetwork.probes.hosts.map(({ host, port }) => ({
      host,
      port,
      lookup: unread,
      connect: unread,
      tunnel: unread,
      tls: unread,
    })),
  },
};

const server = (change: Partial<ServerFacts>): Facts =>
  factsWith({
    server: { ...healthyServer, ...change },
  });
const verdicts = (findings: readonly Finding[]) => findings.map((one) => `${findingKey(one)} ${one.verdict}`);
const windows = (build: number, revision = 1, installation = "Server") =>
  server({ windows: { value: { product: `Build ${build}`, build, revision, installation } } });

/** The same facts, none of which could be read. */
const allUnread = <T extends object>(facts: T): T =>
  Object.fromEntries(Object.keys(facts).map((name) => [name, unread])) as T;

test("a healthy server passes every rule", () => {
  const findings = rules.flatMap((rule) => rule(healthy, emptyPlan()));
  assert.deepEqual(
    findings.filter(({ verdict }) => verdict !== "pass"),
    [],
  );
  assert.equal(findings.length, 29);
});

test("every finding says why, where it comes from and what it looked at", () => {
  const broken: Facts[] = [
    healthy,
    windows(9600),
    windows(26100, 1, "Server Core"),
    server({ elevated: { value: false }, memoryMb: { value: 1024 }, netRelease: { value: null } }),
    factsWith({ agent: installedAgent }),
  ];
  for (const found of broken.flatMap((facts) => rules.flatMap((rule) => rule(facts, emptyPlan())))) {
    assert.notEqual(found.why, "", findingKey(found));
    assert.notEqual(found.summary, "", findingKey(found));
    assert.notEqual(found.source, "", findingKey(found));
  }
});

test("what could not be read is not known with the reason, never a pass", () => {
  const facts: Facts = factsWith({
    server: {
      ...healthyServer,
      elevated: unread,
      domain: unread,
      windows: unread,
      netRelease: unread,
      memoryMb: unread,
    },
    tls: { ...healthyTls, clientEnabled: unread, serverDisabledByDefault: unread, strongCrypto: unread },
    policy: allUnread(healthyPolicy),
    agent: { ...installedAgent, agent: unread, version: unread },
    windows: allUnread(healthyWindows),
    logging: allUnread(noLogging),
    rights: { ...allUnread(defaultRights), serviceSid: "" },
    configuration: allUnread(plainConfiguration),
    network: unreadNetwork,
  });
  const findings = rules.flatMap((rule) => rule(facts, emptyPlan()));
  assert.deepEqual(
    findings.map(({ verdict }) => verdict),
    findings.map(() => "unknown"),
  );
  for (const found of findings) assert.equal(found.verdict === "unknown" && found.unread, unread.unread);
});

test("Windows older than Server 2016 fails, 2016 and 2019 are a warning, 2022 passes", () => {
  assert.deepEqual(verdicts(windowsBuild(windows(14392))), ["windowsBuild fail"]);
  assert.deepEqual(verdicts(windowsBuild(windows(14393))), ["windowsBuild warning"]);
  assert.deepEqual(verdicts(windowsBuild(windows(17763))), ["windowsBuild warning"]);
  assert.deepEqual(verdicts(windowsBuild(windows(20347))), ["windowsBuild warning"]);
  assert.deepEqual(verdicts(windowsBuild(windows(20348))), ["windowsBuild pass"]);
});

test("Windows Server 2025 passes from revision 6901 on", () => {
  assert.deepEqual(verdicts(windowsBuild(windows(26100, 6900))), ["windowsBuild fail"]);
  assert.deepEqual(verdicts(windowsBuild(windows(26100, 6901))), ["windowsBuild pass"]);
});

test("Windows that is no server fails, whatever its build", () => {
  assert.deepEqual(verdicts(windowsBuild(windows(26200, 7000, "Client"))), ["windowsBuild fail"]);
  assert.deepEqual(verdicts(windowsBuild(windows(14393, 1, "Nano Server"))), ["windowsBuild fail"]);
  assert.deepEqual(verdicts(windowsBuild(windows(20348, 1, "Server Core"))), ["windowsBuild pass"]);
});

test("Server Core fails; where it could not be read, the Windows version says so once", () => {
  assert.deepEqual(verdicts(serverCore(windows(20348, 1, "Server Core"))), ["serverCore fail"]);
  assert.deepEqual(serverCore(healthy), []);
  assert.deepEqual(serverCore(server({ windows: unread })), []);
});

test("a server in a workgroup fails", () => {
  const found = domainMember(server({ domain: { value: { joined: false, name: "WORKGROUP" } } }));
  assert.deepEqual(verdicts(found), ["domainMember fail"]);
});

test("an administrator without elevation is told how to elevate; anybody else, whom to ask", () => {
  const kind = (administrator: ServerFacts["administrator"]) => {
    const [found] = elevation(server({ elevated: { value: false }, administrator }));
    return found?.verdict === "fail" ? found.fix.kind : undefined;
  };
  assert.equal(kind({ value: true }), "command");
  assert.equal(kind({ value: false }), "owner");
  assert.equal(kind(unread), "owner");
});

test(".NET Framework passes from 4.7.1 (461308) on", () => {
  assert.deepEqual(verdicts(netFramework(server({ netRelease: { value: 461307 } }))), ["netFramework fail"]);
  assert.deepEqual(verdicts(netFramework(server({ netRelease: { value: 461308 } }))), ["netFramework pass"]);
  assert.deepEqual(verdicts(netFramework(server({ netRelease: { value: null } }))), ["netFramework fail"]);
});

test("a virtual machine with 4095 MB has enough memory, one with 2 GB is a warning", () => {
  assert.deepEqual(verdicts(memory(server({ memoryMb: { value: 4095 } }))), ["memory pass"]);
  assert.deepEqual(verdicts(memory(server({ memoryMb: { value: 2047 } }))), ["memory warning"]);
});

test("a missing TLS value is a warning, one that switches TLS 1.2 off a failure; both fix only what is wrong", () => {
  const facts: Facts = factsWith({
    tls: {
      ...healthyTls,
      clientEnabled: { value: 0 },
      serverEnabled: { value: null },
      strongCrypto: { value: null },
    },
  });
  const findings = tls(facts);
  assert.deepEqual(verdicts(findings), ["tls:client fail", "tls:server warning", "tls:net warning"]);
  const fixes = chosenFixes(findings, []);
  assert.deepEqual(
    fixes.flatMap(({ calls }) => calls.map(({ args }) => args)),
    [
      { setting: "clientEnabled", value: 1 },
      { setting: "serverEnabled", value: 1 },
      { setting: "strongCrypto", value: 1 },
    ],
  );
  assert.ok(fixes.every(({ calls }) => needRestart(calls, "serverRestart")));
});

test("any number but zero switches a protocol on", () => {
  const verdict = (value: number) =>
    tls(factsWith({ tls: { ...healthyTls, clientEnabled: { value } } }))[0]?.verdict;
  assert.deepEqual([verdict(-1), verdict(2), verdict(0)], ["pass", "pass", "fail"]);
});

test("a fix that was left out by name is not chosen", () => {
  const facts: Facts = factsWith({
    tls: { ...healthyTls, clientEnabled: { value: 0 }, strongCrypto: { value: 0 } },
  });
  const fixes = chosenFixes(tls(facts), ["tls:net"]);
  assert.deepEqual(
    fixes.flatMap(({ calls }) => calls.map(({ args }) => args)),
    [{ setting: "clientEnabled", value: 1 }],
  );
});

const policyAt = (scope: string, policy: string): Facts =>
  factsWith({
    policy: { ...healthyPolicy, executionPolicy: { value: [{ scope, policy }] } },
  });

test("Unrestricted fails at every scope but the session's own; only an owned scope has no fix button", () => {
  for (const scope of ["LocalMachine", "CurrentUser"]) {
    const [found] = executionPolicy(policyAt(scope, "Unrestricted"));
    assert.equal(found?.verdict === "fail" && found.fix.kind, "operation", scope);
  }
  for (const scope of ["MachinePolicy", "UserPolicy", "SomethingNew"]) {
    const [found] = executionPolicy(policyAt(scope, "Unrestricted"));
    assert.equal(found?.verdict === "fail" && found.fix.kind, "owner", scope);
  }
  assert.deepEqual(executionPolicy(policyAt("Process", "Unrestricted")), []);
});

test("Restricted, AllSigned and Bypass fail as well; Undefined and RemoteSigned pass", () => {
  for (const policy of ["Restricted", "AllSigned", "Bypass", "Default"])
    assert.deepEqual(verdicts(executionPolicy(policyAt("LocalMachine", policy))), [
      "executionPolicy:LocalMachine fail",
    ]);
  for (const policy of ["Undefined", "RemoteSigned"])
    assert.deepEqual(verdicts(executionPolicy(policyAt("LocalMachine", policy))), [
      "executionPolicy:LocalMachine pass",
    ]);
});

test("a disabled Credential Manager fails with a fix, a missing one with advice", () => {
  const at = (value: { startMode: string; state: string } | null) =>
    credentialManager(factsWith({ policy: { ...healthyPolicy, credentialManager: { value } } }))[0];
  const disabled = at({ startMode: "Disabled", state: "Stopped" });
  assert.equal(disabled?.verdict === "fail" && disabled.fix.kind, "operation");
  const missing = at(null);
  assert.equal(missing?.verdict === "fail" && missing.fix.kind, "link");
});

test("an agent that is already there is a warning at most", () => {
  assert.deepEqual(verdicts(existingAgent(factsWith({ agent: installedAgent }))), ["existingAgent warning"]);
  const [found] = existingAgent(factsWith({ agent: { ...installedAgent, version: unread } }));
  assert.equal(found?.evidence[0]?.value, "not known");
});
