/** What is set for an installed agent, and whether it is updated by itself. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findingKey, type Finding } from "../../../../src/setup/finding.ts";
import type { AgentFacts, ServiceFacts } from "../../../../src/setup/operations/agent.ts";
import type { AgentSettings } from "../../../../src/setup/operations/agentSettings.ts";
import { agentSettings, autoUpdate, heedingPolicies } from "../../../../src/setup/preflight/agentSettings.ts";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import { briefly } from "../../support/brief.ts";
import {
  factsWith,
  installedAgent,
  noAgent,
  plainSettings,
  registeredAgent,
  unread,
} from "../../support/facts.ts";
import { planned, script, testRun } from "../../support/scriptedServer.ts";

const said = (findings: readonly Finding[]) => findings.map((one) => `${findingKey(one)} ${one.verdict}`);
const fixOf = (found: Finding | undefined) =>
  found?.verdict === "fail" || found?.verdict === "warning" ? found.fix : undefined;
const valued = (change: Partial<AgentSettings["values"]>, agent: AgentFacts = installedAgent) =>
  agentSettings(
    factsWith({ agent, settings: { ...plainSettings, values: { ...plainSettings.values, ...change } } }),
  );

test("every registry value of the agent is shown; without an agent there is nothing to say", () => {
  const [found] = valued({ ldapTimeoutMs: { value: "60000" }, passwordLength: { value: 128 } });
  assert.equal(found?.verdict, "pass");
  assert.deepEqual(
    found.evidence.map(({ name, value }) => `${name}=${value}`),
    [
      "ServiceName=AADConnectProvisioningAgent",
      "ServiceProcessName=AADConnectProvisioningAgent.exe",
      "InstallDir=C:\\Program Files\\Microsoft Azure AD Connect Provisioning Agent\\",
      "ProgramDataFolderName=Microsoft\\Azure AD Connect Provisioning Agent",
      "LdapConnectionTimeoutInMilliseconds=60000",
      "ReferralChasingOptions=not set",
      "UserPasswordLength=128",
    ],
  );
  assert.deepEqual(valued({}, noAgent), []);
  assert.deepEqual(valued({}, { ...installedAgent, agent: unread }), []);
});

test("a value that could not be read is not known by its name, and hides no wrong one", () => {
  assert.deepEqual(said(valued({ installDir: unread, ldapTimeoutMs: { value: "1 min" } })), [
    "agentSettings:InstallDir unknown",
    "agentSettings:LdapConnectionTimeoutInMilliseconds warning",
  ]);
});

test("options outside their bounds, or that the version does not know, are warnings", () => {
  const length = (value: number, version = "1.1.2334.0") =>
    said(valued({ passwordLength: { value } }, { ...installedAgent, version: { value: version } }));
  for (const good of [127, 256]) assert.deepEqual(length(good), ["agentSettings pass"]);
  for (const bad of [126, 257, 0])
    assert.deepEqual(length(bad), ["agentSettings:UserPasswordLength warning"]);
  assert.deepEqual(length(128, "1.1.2101.0"), ["agentSettings:UserPasswordLength warning"]);
  assert.deepEqual(length(128, "1.1.2102.0"), ["agentSettings pass"]);
  const old = { ...installedAgent, version: { value: "1.1.977.0" } };
  assert.deepEqual(said(valued({}, old)), ["agentSettings pass"]);
  const unreadVersion = { ...installedAgent, version: unread };
  assert.deepEqual(said(valued({ passwordLength: { value: 128 } }, unreadVersion)), ["agentSettings pass"]);
  const timeout = (value: string) => said(valued({ ldapTimeoutMs: { value } }));
  assert.deepEqual(timeout("60000"), ["agentSettings pass"]);
  for (const bad of ["", "-1", "60s"])
    assert.deepEqual(timeout(bad), ["agentSettings:LdapConnectionTimeoutInMilliseconds warning"]);
  const [found] = valued({ ldapTimeoutMs: { value: "60s" } });
  assert.equal(
    found && briefly(found),
    "agentSettings:LdapConnectionTimeoutInMilliseconds warning [60s] -> link registryOptions",
  );
  assert.equal(found?.evidence[0]?.name, "LdapConnectionTimeoutInMilliseconds");
});

const updater = (change: Partial<ServiceFacts>): AgentFacts => {
  assert.ok("value" in installedAgent.updater && installedAgent.updater.value);
  return { ...installedAgent, updater: { value: { ...installedAgent.updater.value, ...change } } };
};
const update = (agent: AgentFacts, settings: Partial<AgentSettings> = {}) =>
  autoUpdate(factsWith({ agent, settings: { ...plainSettings, ...settings } }));

test("an updater that runs and starts with Windows keeps the agent up to date; its limits are said", () => {
  const [found] = update(installedAgent, {
    updaterEvent: { value: { at: "2026-11-20T01:00:00.000Z", text: "No update." } },
  });
  assert.equal(found?.verdict, "pass");
  assert.deepEqual(
    found.evidence.map(({ value }) => value),
    [
      "AzureADConnectAgentUpdater (Microsoft Entra Connect Agent Updater)",
      "Running",
      "Auto",
      "LocalSystem",
      "1.1.2334.0",
      "2026-11-20T01:00:00.000Z: No update.",
    ],
  );
  assert.match(found.why, /not this server/u);
  const [unknown] = update(installedAgent, { updaterEvent: unread, updaterVersion: unread });
  assert.equal(unknown?.verdict, "pass");
  assert.deepEqual(
    unknown.evidence.slice(4).map(({ value }) => value),
    [`not known: ${unread.unread}`, `not known: ${unread.unread}`],
  );
  const [none] = update(installedAgent, { updaterVersion: { value: null } });
  assert.deepEqual(
    none?.evidence.slice(4).map(({ value }) => value),
    ["none", "none"],
  );
});

test("an updater that is missing, stopped or not started with Windows is a warning with its way on", () => {
  assert.deepEqual(update({ ...installedAgent, updater: { value: null } }).map(briefly), [
    "autoUpdate warning [AzureADConnectAgentUpdater] -> link versions",
  ]);
  const stopped = fixOf(update(updater({ state: "Stopped" }))[0]);
  assert.deepEqual(stopped, {
    kind: "command",
    runOn: "SYNC01",
    text: "Start-Service -Name AzureADConnectAgentUpdater",
  });
  for (const startMode of ["Manual", "Disabled"]) {
    const fix = fixOf(update(updater({ startMode }))[0]);
    assert.deepEqual(fix?.kind === "operation" && fix.calls, [
      {
        port: "server",
        op: "Set-CloudSyncAgentServiceStart",
        args: { service: "AzureADConnectAgentUpdater", startMode: "Automatic" },
      },
    ]);
  }
  assert.deepEqual(said(update({ ...installedAgent, updater: unread })), ["autoUpdate unknown"]);
  assert.deepEqual(update(noAgent), []);
});

const briefFinding = {
  rule: "logonRight",
  about: "service",
  summary: "It may not.",
  evidence: [],
  why: "It must.",
  source: "install",
} as const;
const hardened = {
  value: [{ name: "azureadconnectagentupdater", policy: "Service hardening" }],
};

test("a service whose start a group policy sets is asked of its owner, and of nobody known where that is unread", () => {
  const disabled = updater({ startMode: "Disabled" });
  const owned = fixOf(update(disabled, { servicePolicies: hardened })[0]);
  assert.ok(owned?.kind === "owner" && owned.owner.includes("Service hardening"));
  assert.match(owned.whatToAsk, /AzureADConnectAgentUpdater starts automatically.*System Services/u);
  const [found] = update(disabled, { servicePolicies: hardened });
  assert.deepEqual(found?.evidence.map(({ name }) => name).slice(-2), ["Its newest event", "Set by"]);
  const others = { value: [{ name: "AADConnectProvisioningAgent", policy: "Service hardening" }] };
  assert.equal(fixOf(update(disabled, { servicePolicies: others })[0])?.kind, "operation");
  const unknown = fixOf(update(disabled, { servicePolicies: unread })[0]);
  assert.ok(unknown?.kind === "owner" && unknown.whatToAsk.includes(unread.unread));
  const [other] = heedingPolicies(update(updater({ state: "Stopped" })), {
    value: { ...plainSettings, servicePolicies: unread },
  });
  assert.equal(fixOf(other)?.kind, "command", "what starts no service by itself is left alone");
  const right: Finding = {
    ...briefFinding,
    verdict: "fail",
    fix: {
      kind: "operation",
      label: "Let it log on",
      calls: [
        { port: "server", op: "Add-CloudSyncLogonRight", args: { account: "NT SERVICE\\ALL SERVICES" } },
      ],
    },
  };
  assert.deepEqual(heedingPolicies([right], { value: { ...plainSettings, servicePolicies: unread } }), [
    right,
  ]);
});

test("repair does not set a start mode that a group policy sets, and shows how the agent is updated", async () => {
  const findings = async (agent: AgentFacts, servicePolicies: AgentSettings["servicePolicies"]) => {
    const of = script({
      "Get-CloudSyncAgentFact": () => agent,
      "Get-CloudSyncAgentSetting": () => ({ ...plainSettings, servicePolicies }),
    });
    const { run } = testRun(of, { procedure: procedures.repair, plan: planned() });
    await run.check("repair");
    return run.stateOf("repair").findings;
  };
  const disabled = { ...registeredAgent, updater: updater({ startMode: "Disabled" }).updater };
  const key = "service:AzureADConnectAgentUpdater";
  const of = (all: readonly Finding[]) => all.find((one) => findingKey(one) === key);
  assert.equal(fixOf(of(await findings(disabled, { value: [] })))?.kind, "operation");
  const owned = await findings(disabled, hardened);
  const fix = fixOf(of(owned));
  assert.ok(fix?.kind === "owner" && fix.owner.includes("Service hardening"));
  assert.ok(!owned.some(({ rule }) => rule === "autoUpdate"), "said once, among the services");
  const well = said(await findings(registeredAgent, { value: [] }));
  assert.ok(well.includes("autoUpdate pass") && well.includes("agentSettings pass"), String(well));
});
