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
  "not-elevated": ["elevation fail"],
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
  "inspecting-proxy": cloudNetworks.global.endpoints
    .filter(({ port }) => port === 443)
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
