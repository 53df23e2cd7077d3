/** Facts of Windows, read by the real module: what is missing or of another type is not known, and spoils nothing else. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { scenarios } from "../../lab/scenarios/index.ts";
import { agentKey, installAgentInto } from "../../lab/server/agent.ts";
import type { MachineState } from "../../lab/server/state.ts";
import type { Fact } from "../../src/setup/values/fact.ts";
import { getServerFacts, getTlsFacts, getPolicyFacts } from "../../src/setup/operations/server.ts";
import { getAgentFacts } from "../../src/setup/operations/agent.ts";
import { getLoggingFacts, getWindowsFacts } from "../../src/setup/operations/windows.ts";
import { getLogonRightFacts } from "../../src/setup/operations/rights.ts";
import { getAgentSettings } from "../../src/setup/operations/agentSettings.ts";
import { onPractice } from "./onPractice.ts";
import { sessionOn } from "./practice.ts";

const at = onPractice("healthy");

const change = (how: (state: MachineState) => void) => {
  at.lab.change(how);
};
const { run } = at;
const notKnown = (fact: Fact<unknown>, why: RegExp) => {
  assert.ok("unread" in fact, JSON.stringify(fact));
  assert.match(fact.unread, why);
};

const windowsKey = "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion";
const versionWith = (values: Record<string, number | string>) => {
  change(({ registry }) => {
    registry[windowsKey] = values;
  });
  return run(getServerFacts, {}).then(({ windows }) => windows);
};

test("a version of Windows of which a value is missing is not known, never 0", async () => {
  const all = {
    ProductName: "Windows Server 2022 Standard",
    CurrentBuildNumber: "20348",
    UBR: 2700,
    InstallationType: "Server",
  };
  for (const name of Object.keys(all)) {
    const rest = Object.entries(all).filter(([one]) => one !== name);
    notKnown(await versionWith(Object.fromEntries(rest)), /is missing/u);
  }
  notKnown(await versionWith({ ...all, UBR: "2700" }), /UBR is no number, but a String/u);
  notKnown(await versionWith({ ...all, CurrentBuildNumber: 20348 }), /CurrentBuildNumber is no text/u);
  notKnown(await versionWith({ ...all, CurrentBuildNumber: "20348.1" }), /is no number: 20348\.1/u);
  assert.ok("value" in (await versionWith(all)));
});

test("a tenant or a reason to restart that is no text is not known, and all the rest is read", async () => {
  change((state) => {
    installAgentInto(state);
    (state.registry[agentKey] ??= {}).TenantID = 5;
    state.restartReason = 7;
  });
  const agent = await run(getAgentFacts, {});
  notKnown(agent.tenantId, /TenantID is no text, but a Int32/u);
  assert.ok("value" in agent.agent && agent.agent.value);
  const server = await run(getServerFacts, {});
  notKnown(server.restartDue, /Reason is no text/u);
  assert.ok("value" in server.windows);
});

/** What a new session says of the machine. */
const machineOf = async (): Promise<string | null> => {
  const session = await sessionOn(at.lab);
  session.dispose();
  return session.ready.machine;
};

test("a session says which Windows it is in, whatever the computer is called; what is missing or no text is not known", async () => {
  const key = "SOFTWARE\\Microsoft\\Cryptography";
  const guid = scenarios.healthy().registry[key]?.MachineGuid;
  assert.ok(typeof guid === "string" && guid.length === 36);
  assert.equal(await machineOf(), guid);
  change(({ registry }) => {
    registry[key] = { MachineGuid: 5 };
  });
  assert.equal(await machineOf(), null);
  change(({ registry }) => {
    registry[key] = {};
  });
  assert.equal(await machineOf(), null);
});

const powerShell = "SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell";

test("PowerShell's logging is read from the user's policies too; the computer's go first", async () => {
  const read = () => run(getLoggingFacts, {});
  const nothing = { scriptBlocks: { value: false }, modules: { value: [] }, transcription: { value: false } };
  assert.deepEqual(await read(), nothing);
  change(({ userRegistry }) => {
    userRegistry[`${powerShell}\\ScriptBlockLogging`] = { EnableScriptBlockLogging: 1 };
    userRegistry[`${powerShell}\\ModuleLogging`] = { EnableModuleLogging: 1 };
    userRegistry[`${powerShell}\\ModuleLogging\\ModuleNames`] = { "1": "Microsoft.*" };
    userRegistry[`${powerShell}\\Transcription`] = { EnableTranscripting: 1 };
  });
  assert.deepEqual(await read(), {
    scriptBlocks: { value: true },
    modules: { value: ["Microsoft.*"] },
    transcription: { value: true },
  });
  change(({ registry }) => {
    registry[`${powerShell}\\ScriptBlockLogging`] = { EnableScriptBlockLogging: 0 };
    registry[`${powerShell}\\ModuleLogging`] = { EnableModuleLogging: 0 };
    registry[`${powerShell}\\Transcription`] = { EnableTranscripting: 0 };
  });
  assert.deepEqual(await read(), nothing);
  change((state) => {
    state.registry = scenarios.healthy().registry;
    state.userRegistry[`${powerShell}\\Transcription`] = { EnableTranscripting: "1" };
  });
  const odd = await read();
  notKnown(odd.transcription, /EnableTranscripting is no number/u);
  assert.deepEqual(odd.scriptBlocks, { value: true });
});

const schannel = "SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2";

test("each group policy is named that sets a TLS value, script execution, VaultSvc or a right", async () => {
  const none = { value: null };
  const read = async () => ({
    tls: (await run(getTlsFacts, {})).policies,
    policy: await run(getPolicyFacts, {}),
    rights: await run(getLogonRightFacts, {}),
  });
  const before_ = await read();
  assert.deepEqual(before_.tls, { value: [] });
  for (const owner of [before_.policy.machinePolicy, before_.policy.userPolicy, before_.policy.servicePolicy])
    assert.deepEqual(owner, none);
  assert.deepEqual([before_.rights.policy, before_.rights.denyPolicy], [none, none]);
  change(({ policies }) => {
    policies.rights = { SeServiceLogonRight: "Rights", SeDenyServiceLogonRight: "Denials" };
    policies.services = { VaultSvc: "Services", Spooler: "Printing" };
    policies.registry = [
      // As Windows writes it: the case of a policy's author, not the key's.
      { path: schannel.toUpperCase() + "\\Client", name: "enabled", policy: "Crypto" },
      { path: `${schannel}\\Server`, name: "SomethingElse", policy: "Other" },
      { path: powerShell, name: "EnableScripts", policy: "Scripts" },
    ];
    policies.userRegistry = [{ path: powerShell, name: "ExecutionPolicy", policy: "Scripts of users" }];
  });
  const after_ = await read();
  assert.deepEqual(after_.tls, { value: [{ setting: "clientEnabled", policy: "Crypto" }] });
  assert.deepEqual(after_.policy.machinePolicy, { value: "Scripts" });
  assert.deepEqual(after_.policy.userPolicy, { value: "Scripts of users" });
  assert.deepEqual(after_.policy.servicePolicy, { value: "Services" });
  assert.deepEqual(
    [after_.rights.policy, after_.rights.denyPolicy],
    [{ value: "Rights" }, { value: "Denials" }],
  );
});

test("a record of policies that may not be read leaves the settings themselves readable", async () => {
  change((state) => {
    state.next.denied = ["Get-RegistryPolicy", "Get-ServicePolicy", "Get-RightPolicy"];
  });
  const tls = await run(getTlsFacts, {});
  notKnown(tls.policies, /denied/u);
  assert.deepEqual(tls.clientEnabled, { value: 1 });
  const policy = await run(getPolicyFacts, {});
  for (const owner of [policy.machinePolicy, policy.userPolicy, policy.servicePolicy])
    notKnown(owner, /denied/u);
  assert.ok("value" in policy.executionPolicy && "value" in policy.credentialManager);
});

test("every registry value of the agent is read by its type, with the updater and the policies of both services", async () => {
  const read = () => run(getAgentSettings, {});
  const nothing = await read();
  assert.ok(Object.values(nothing.values).every((one) => "value" in one && one.value === null));
  assert.deepEqual(nothing.updaterVersion, { value: null });
  notKnown(nothing.updaterEvent, /not an event log/u);
  const channel = "Microsoft-AzureADConnect-AgentUpdater/Admin";
  const event = (minute: number, text: string) => ({
    at: new Date(Date.now() - minute * 60_000).toISOString(),
    id: 1,
    source: "updater",
    level: 4,
    text,
  });
  change((state) => {
    installAgentInto(state);
    Object.assign(state.registry[agentKey] ?? {}, {
      UserPasswordLength: 128,
      ReferralChasingOptions: "96",
      // As an administrator may set it who overlooks that it is a text.
      LdapConnectionTimeoutInMilliseconds: 60_000,
    });
    state.events[channel] = [event(50, "older"), event(5, "newest"), event(60 * 24 * 40, "long ago")];
    state.policies.services = { azureadconnectagentupdater: "Services", VaultSvc: "Other" };
  });
  const found = await read();
  assert.deepEqual(found.values.serviceName, { value: "AADConnectProvisioningAgent" });
  assert.deepEqual(found.values.serviceProcessName, { value: "AADConnectProvisioningAgent.exe" });
  assert.ok("value" in found.values.installDir && found.values.installDir.value?.endsWith("Agent\\"));
  assert.deepEqual(found.values.passwordLength, { value: 128 });
  assert.deepEqual(found.values.referralChasing, { value: "96" });
  notKnown(found.values.ldapTimeoutMs, /is no text, but a Int32/u);
  assert.ok("value" in found.updaterVersion && found.updaterVersion.value !== null);
  assert.ok("value" in found.updaterEvent && found.updaterEvent.value?.text === "newest");
  assert.deepEqual(found.servicePolicies, {
    value: [{ name: "azureadconnectagentupdater", policy: "Services" }],
  });
});

test("whatever may share the Agent Updater is found, by service, registered connector or program", async () => {
  const sharers = async () => (await run(getWindowsFacts, {})).updaterSharers;
  change(installAgentInto);
  assert.deepEqual(await sharers(), { value: [] }, "the agent and its updater are none");
  change(({ services }) => {
    const name = "AzureADPasswordProtectionProxy";
    services[name] = {
      name,
      displayName: "Azure AD Password Protection Proxy",
      state: "Stopped",
      startMode: "Auto",
      account: "LocalSystem",
    };
  });
  assert.deepEqual(await sharers(), { value: ["Azure AD Password Protection Proxy"] });
  change((state) => {
    const connectors = "SOFTWARE\\Microsoft\\Azure AD Connect Agents";
    state.registry[`${connectors}\\Azure AD Connect Authentication Agent\\More`] = {};
    state.products.push({
      id: "one",
      name: "A connector of Microsoft Entra that nobody has heard of",
      version: "1",
      publisher: "Microsoft Corporation",
      isMsi: true,
      uninstall: "",
      quietUninstall: "",
    });
  });
  assert.deepEqual(await sharers(), {
    value: [
      "Azure AD Password Protection Proxy",
      "Azure AD Connect Authentication Agent",
      "A connector of Microsoft Entra that nobody has heard of",
    ],
  });
  change(({ next }) => (next.denied = ["Get-RegistryKeyList"]));
  notKnown(await sharers(), /denied/u);
});
