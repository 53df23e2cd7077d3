/** Each scenario shows exactly the findings it is about, read by the real module. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isScenario, scenarios } from "../../lab/scenarios/index.ts";
import { cloudNetworks } from "../../src/setup/network/clouds.ts";
import { findingKey } from "../../src/setup/finding.ts";
import { practicedRun, type PracticedRun } from "./practicedRun.ts";

const expected: Readonly<Record<string, readonly string[]>> = {
  healthy: [],
  "needs-fixes": [
    "tls:client fail",
    "tls:server warning",
    "tls:net warning",
    "executionPolicy:LocalMachine fail",
    "credentialManager fail",
  ],
  installed: ["existingAgent warning"],
  "no-logon-right": ["logonRight:service fail"],
  "old-agent-without-gmsa": ["existingAgent warning", "agentVersion fail", "agentRegistration warning"],
  "second-agent": ["neighbours:ADSync warning", "neighbours:AzureADConnectAuthenticationAgent warning"],
  "server-core": ["serverCore fail"],
  "not-elevated": ["elevation fail", "logonRight:service unknown"],
  "unrestricted-policy": ["executionPolicy:LocalMachine fail"],
  "policy-owned-setting": ["executionPolicy:MachinePolicy fail"],
  "agent-running-not-registered": ["existingAgent warning", "agentRegistration warning"],
  "half-registered": ["existingAgent warning", "agentRegistration warning"],
  "restart-pending": ["pendingRestart warning"],
  "vaultsvc-disabled": ["credentialManager fail"],
  "server-2025-unpatched": ["windowsBuild fail"],
  "low-disk": ["diskSpace warning"],
  "hardened-logging": ["powerShellLogging warning"],
  "proxy-required": ["agentNeedsProxy warning"],
  "no-kds-key": [],
  "young-kds-key": [],
  "encryption-mismatch": [],
  "permissions-missing": ["existingAgent warning"],
  "controllers-unreachable": ["controllers:dc2.contoso.com warning", "controllers:dc3.contoso.com warning"],
  "two-domains": [],
  "inspecting-proxy": cloudNetworks.global.endpoints
    .filter(({ port, connectOnly }) => port === 443 && connectOnly !== true)
    .map(({ host, need }) => `network:${host}:443 ${need === "required" ? "fail" : "warning"}`),
};

let at: PracticedRun;
before(async () => {
  at = await practicedRun("healthy");
});
after(async () => {
  await at.stop();
});

test("every scenario has its findings written down", () => {
  assert.deepEqual(Object.keys(expected).sort(), Object.keys(scenarios).sort());
});

for (const [name, findings] of Object.entries(expected))
  test(`${name} shows ${findings.length === 0 ? "nothing but passes" : findings.join(", ")}`, async () => {
    assert.ok(isScenario(name));
    at.lab.change((state) => Object.assign(state, scenarios[name]()));
    await at.run.check("prerequisites");
    const seen = at.run
      .stateOf("prerequisites")
      .findings.filter(({ verdict }) => verdict !== "pass")
      .map((one) => `${findingKey(one)} ${one.verdict}`);
    const unknown = at.run.stateOf("prerequisites").findings.filter(({ verdict }) => verdict === "unknown");
    assert.deepEqual(seen, findings, JSON.stringify(unknown));
    assert.ok(at.run.stateOf("prerequisites").findings.length > 20);
  });

/** Every finding of a scenario, as it is. */
const findingsOf = async (change: () => object) => {
  at.lab.change((state) => Object.assign(state, change()));
  await at.run.check("prerequisites");
  return at.run.stateOf("prerequisites").findings;
};

test("without elevation it is said why something is not known, and all that anybody may read is judged", async () => {
  const findings = await findingsOf(scenarios["not-elevated"]);
  const right = findings.find(({ rule }) => rule === "logonRight");
  assert.ok(right?.verdict === "unknown");
  assert.match(right.unread, /secedit/u);
  for (const rule of ["windowsBuild", "tls", "executionPolicy", "credentialManager", "clock", "network"])
    assert.ok(
      findings.some((one) => one.rule === rule && one.verdict === "pass"),
      rule,
    );
});

test("without elevation what is wrong is found all the same, and nothing is offered whose owner cannot be read", async () => {
  const findings = await findingsOf(() => ({
    ...scenarios["needs-fixes"](),
    identity: scenarios["not-elevated"]().identity,
  }));
  const kinds = findings.flatMap((one) =>
    one.verdict === "fail" || one.verdict === "warning" ? [`${findingKey(one)} ${one.fix.kind}`] : [],
  );
  assert.deepEqual(kinds, [
    "elevation command",
    "tls:client owner",
    "tls:server owner",
    "tls:net owner",
    // Set by Set-ExecutionPolicy only: policies have scopes of their own.
    "executionPolicy:LocalMachine operation",
    "credentialManager owner",
  ]);
});

test("a setting that a group policy owns names the policy and has no fix of ours", async () => {
  const owned = await findingsOf(scenarios["policy-owned-setting"]);
  const [policy] = owned.filter(({ verdict }) => verdict === "fail");
  assert.ok(policy?.verdict === "fail" && policy.fix.kind === "owner");
  assert.match(policy.fix.owner, /Tier 0 hardening/u);
  const services = await findingsOf(() => {
    const state = scenarios["vaultsvc-disabled"]();
    state.policies.services = { VaultSvc: "Service hardening" };
    return state;
  });
  const [vault] = services.filter(({ verdict }) => verdict === "fail");
  assert.ok(vault?.verdict === "fail" && vault.fix.kind === "owner");
  assert.match(vault.fix.owner, /Service hardening/u);
});
