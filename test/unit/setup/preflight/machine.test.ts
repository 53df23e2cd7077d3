/** The rules over what a server says beside Windows' own version: each verdict, and the way on. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { agentDoes } from "../../../../src/setup/agent/versions.ts";
import { findingKey, type Finding } from "../../../../src/setup/finding.ts";
import { emptyPlan, type RegistrationPlan } from "../../../../src/setup/plan.ts";
import * as agentRules from "../../../../src/setup/preflight/agent.ts";
import * as hardening from "../../../../src/setup/preflight/hardening.ts";
import { logonRight } from "../../../../src/setup/preflight/logonRight.ts";
import * as machine from "../../../../src/setup/preflight/machine.ts";
import type { Facts } from "../../../../src/setup/preflight/rule.ts";
import type { AgentConfiguration } from "../../../../src/setup/operations/agent.ts";
import type { LogonRightFacts } from "../../../../src/setup/operations/rights.ts";
import type { WindowsFacts } from "../../../../src/setup/operations/windows.ts";
import { briefly } from "../../support/brief.ts";
import {
  healthyServer,
  noAgent,
  type AllRead,
  agentServiceSid,
  defaultRights,
  factsWith,
  healthyWindows,
  installedAgent,
  noLogging,
  plainConfiguration,
  registeredAgent,
  runningAs,
  unread,
} from "../../support/facts.ts";

const said = (findings: readonly Finding[]) => findings.map((one) => `${findingKey(one)} ${one.verdict}`);
const windows = (change: Partial<WindowsFacts>): Facts =>
  factsWith({
    windows: { ...healthyWindows, ...change },
  });
const fixOf = (finding: Finding | undefined) =>
  finding?.verdict === "fail" || finding?.verdict === "warning" ? finding.fix : undefined;

test("less than 2 GB of free disk is a warning", () => {
  const drive = (freeMb: number) =>
    windows({ systemDrive: { value: { drive: "C:\\", freeMb, sizeMb: 60_000 } } });
  assert.deepEqual(said(machine.diskSpace(drive(2048))), ["diskSpace pass"]);
  assert.deepEqual(said(machine.diskSpace(drive(2047))), ["diskSpace warning"]);
});

test("the session must be 64-bit Windows PowerShell 5.1", () => {
  const engine = (version: string, is64Bit: boolean) =>
    machine.powerShellEngine(windows({ powershell: { value: { version, is64Bit } } }));
  assert.deepEqual(said(engine("5.1.14393.0", true)), ["powerShellEngine pass"]);
  assert.deepEqual(said(engine("5.1.14393.0", false)), ["powerShellEngine fail"]);
  assert.deepEqual(said(engine("7.6.9", true)), ["powerShellEngine fail"]);
  assert.equal(fixOf(engine("5.1.14393.0", false)[0])?.kind, "command");
});

test("a clock that differs by a minute is a warning, by five a failure, ahead or behind", () => {
  const skewed = (skewMs: number) =>
    said(machine.clock(windows({ clock: { value: { domainController: "dc01.contoso.com", skewMs } } })));
  assert.deepEqual(skewed(59_999), ["clock pass"]);
  assert.deepEqual(skewed(-60_000), ["clock warning"]);
  assert.deepEqual(skewed(299_999), ["clock warning"]);
  assert.deepEqual(skewed(-300_000), ["clock fail"]);
});

test("a restart that Windows wants, and the role of a domain controller, are warnings", () => {
  assert.deepEqual(said(machine.pendingRestart(windows({ pendingRestart: { value: ["Windows Update"] } }))), [
    "pendingRestart warning",
  ]);
  const unreadMark = factsWith({ server: { ...healthyServer, restartDue: unread } });
  assert.deepEqual(said(machine.pendingRestart(unreadMark)), ["pendingRestart unknown"]);
  assert.deepEqual(said(machine.domainControllerRole(windows({ domainController: { value: true } }))), [
    "domainController warning",
  ]);
});

test("FIPS mode is a warning unless the agent is exempt from it", () => {
  const fips = (configuration: AgentConfiguration) =>
    said(hardening.fips({ ...windows({ fips: { value: true } }), configuration: { value: configuration } }));
  assert.deepEqual(fips(plainConfiguration), ["fips warning"]);
  assert.deepEqual(fips({ ...plainConfiguration, enforcesFips: { value: false } }), ["fips pass"]);
  assert.deepEqual(fips({ ...plainConfiguration, enforcesFips: unread }), ["fips warning"]);
});

test("Enhanced Security matters to the wizard only", () => {
  const on = windows({ enhancedSecurity: { value: true } });
  assert.deepEqual(said(hardening.enhancedSecurity(on, emptyPlan())), ["enhancedSecurity warning"]);
  assert.deepEqual(hardening.enhancedSecurity(on, { ...emptyPlan(), registrationMethod: "credential" }), []);
});

test("NTLM that is denied stops only an agent older than 1.1.1365.0", () => {
  const denied = (version: string | null) =>
    said(
      hardening.ntlm({
        ...windows({ ntlm: { value: { restrictSending: 2, compatibilityLevel: 5 } } }),
        agent: { value: { ...installedAgent, version: { value: version } } },
      }),
    );
  assert.deepEqual(denied("1.1.1364.0"), ["ntlm fail"]);
  assert.deepEqual(denied("1.1.1365.0"), ["ntlm pass"]);
  assert.deepEqual(denied(null), ["ntlm pass"]);
  const version = (change: Partial<Facts>) =>
    said(
      hardening.ntlm({
        ...windows({ ntlm: { value: { restrictSending: 2, compatibilityLevel: 5 } } }),
        agent: { value: { ...installedAgent, version: unread } },
        ...change,
      }),
    );
  assert.deepEqual(version({}), ["ntlm unknown"]);
  assert.deepEqual(version({ windows: { value: healthyWindows } }), ["ntlm pass"]);
  assert.deepEqual(said(hardening.ntlm(factsWith({ agent: installedAgent }))), ["ntlm pass"]);
});

test("each kind of logging is a warning that says what is recorded", () => {
  const logging = (change: Partial<typeof noLogging>) =>
    hardening.powerShellLogging(factsWith({ logging: { ...noLogging, ...change } }));
  for (const change of [
    { scriptBlocks: { value: true } },
    { transcription: { value: true } },
    { modules: { value: ["*"] } },
  ])
    assert.deepEqual(said(logging(change)), ["powerShellLogging warning"]);
  const all = logging({
    scriptBlocks: { value: true },
    transcription: { value: true },
    modules: { value: ["*"] },
  });
  assert.equal(all[0]?.evidence[0]?.value, "Script blocks; Transcription; Modules: *");
  assert.deepEqual(said(logging({ transcription: unread })), ["powerShellLogging unknown"]);
  assert.deepEqual(said(logging({ modules: unread })), ["powerShellLogging unknown"]);
});

const custom: RegistrationPlan = { ...emptyPlan(), serviceAccount: { kind: "custom", name: "provAgent01$" } };
const rights = (
  change: Partial<LogonRightFacts>,
  facts: Partial<AllRead> = {},
  plan: RegistrationPlan = emptyPlan(),
) => logonRight(factsWith({ ...facts, rights: { ...defaultRights, ...change } }), plan);
const nobody = { value: [] };

test("the service needs the right: by its own SID, its name, or all services'", () => {
  assert.deepEqual(said(rights({})), ["logonRight:service pass"]);
  for (const holder of [
    { sid: agentServiceSid, name: null },
    { sid: null, name: "nt service\\aadconnectprovisioningagent" },
    { sid: null, name: "NT SERVICE\\ALL SERVICES" },
  ])
    assert.deepEqual(said(rights({ holders: { value: [holder] } })), ["logonRight:service pass"]);
  const other = { sid: "S-1-5-21-1-2-3-4", name: "CONTOSO\\svc" };
  assert.deepEqual(said(rights({ holders: { value: [other] } })), ["logonRight:service fail"]);
  for (const group of [
    { sid: "S-1-1-0", name: "Jeder" },
    { sid: null, name: "NT Authority\\authenticated users" },
  ]) {
    assert.deepEqual(said(rights({ holders: { value: [group] } })), ["logonRight:service pass"]);
    assert.deepEqual(said(rights({ denied: { value: [group] } })), ["logonRight:service fail"]);
    const policy = { value: "Tier 0" };
    assert.deepEqual(said(rights({ holders: { value: [group] }, policy }, {}, custom)), [
      "logonRight:service pass",
      "logonRight:account pass",
    ]);
    assert.deepEqual(said(rights({ denied: { value: [group] } }, {}, custom)), [
      "logonRight:service fail",
      "logonRight:account fail",
    ]);
  }
});

test("a right that nobody owns is given by us; one that a group policy owns is asked of its owner", () => {
  const ours = fixOf(rights({ holders: nobody })[0]);
  assert.deepEqual(ours?.kind === "operation" && ours.calls, [
    { port: "server", op: "Add-CloudSyncLogonRight", args: { account: "NT SERVICE\\ALL SERVICES" } },
  ]);
  const theirs = fixOf(rights({ holders: nobody, policy: { value: "Tier 0 hardening" } })[0]);
  assert.ok(theirs?.kind === "owner" && theirs.owner.includes("Tier 0 hardening"));
});

test("a denial stands above the right", () => {
  const denied = rights({ denied: { value: [{ sid: agentServiceSid, name: null }] } });
  assert.deepEqual(said(denied), ["logonRight:service fail"]);
  assert.equal(fixOf(denied[0])?.kind, "owner");
  const all = rights({
    denied: { value: [{ sid: "S-1-5-80-0", name: null }] },
    policy: { value: "Tier 0 hardening" },
  });
  assert.deepEqual(said(all), ["logonRight:service fail"]);
});

test("rights are shown with their holders, by name where there is one, and with who sets them", () => {
  const shown = (findings: readonly Finding[]) => findings.map(briefly);
  const two = {
    value: [
      { sid: "S-1-5-80-0", name: null },
      { sid: null, name: "CONTOSO\\svc" },
    ],
  };
  assert.deepEqual(shown(rights({ holders: two })), [
    "logonRight:service pass [S-1-5-80-0, CONTOSO\\svc | this server]",
  ]);
  assert.deepEqual(shown(rights({ holders: nobody })), [
    "logonRight:service fail [nobody | this server] -> operation",
  ]);
  assert.deepEqual(shown(rights({ denied: two, denyPolicy: { value: "Deny list" } })), [
    'logonRight:service fail [S-1-5-80-0, CONTOSO\\svc | the group policy "Deny list"] -> owner',
  ]);
  assert.deepEqual(shown(rights({ policy: { value: "Tier 0" } }, {}, custom)).slice(1), [
    'logonRight:account fail [provAgent01$ | NT SERVICE\\ALL SERVICES | the group policy "Tier 0"] -> owner',
  ]);
});

test("the managed account needs the right of its own where a policy owns it, or where it does not start", () => {
  assert.deepEqual(said(rights({}, {}, custom)), ["logonRight:service pass"]);
  const policy = { value: "Tier 0 hardening" };
  assert.deepEqual(said(rights({ policy }, {}, custom)), [
    "logonRight:service pass",
    "logonRight:account fail",
  ]);
  const holders = { value: [...("value" in defaultRights.holders ? defaultRights.holders.value : [])] };
  holders.value.push({ sid: "S-1-5-21-1-2-3-1602", name: "CONTOSO\\provagent01$" });
  assert.deepEqual(said(rights({ policy, holders }, {}, custom)), [
    "logonRight:service pass",
    "logonRight:account pass",
  ]);
  const running = runningAs("CONTOSO\\pGMSA_e6620264$");
  assert.deepEqual(said(rights({}, { agent: running })), ["logonRight:service pass"]);
  const stopped = {
    ...running,
    agent:
      "value" in running.agent && running.agent.value
        ? { value: { ...running.agent.value, state: "Stopped" } }
        : running.agent,
  };
  const found = rights({}, { agent: stopped });
  assert.deepEqual(said(found), ["logonRight:service pass", "logonRight:account fail"]);
  const fix = fixOf(found[1]);
  assert.deepEqual(fix?.kind === "operation" && fix.calls[0]?.args, { account: "CONTOSO\\pGMSA_e6620264$" });
});

test("a denial that could not be read is no pass, and a right that is missing fails all the same", () => {
  assert.deepEqual(said(rights({ denied: unread })), ["logonRight:service unknown"]);
  assert.deepEqual(said(rights({ denied: unread, holders: nobody })), ["logonRight:service fail"]);
  const denied = { value: [{ sid: agentServiceSid, name: null }] };
  assert.deepEqual(said(rights({ denied, holders: unread })), ["logonRight:service fail"]);
});

test("the denial of a managed account is found whether or not a policy owns the right", () => {
  const denied = { value: [{ sid: null, name: "CONTOSO\\PROVAGENT01$" }] };
  for (const policy of [{ value: null }, { value: "Tier 0 hardening" }]) {
    const found = rights({ denied, policy, denyPolicy: { value: "Deny list" } }, {}, custom);
    assert.deepEqual(said(found), ["logonRight:service pass", "logonRight:account fail"]);
    const fix = fixOf(found[1]);
    assert.ok(fix?.kind === "owner" && fix.owner.includes("Deny list"));
  }
  assert.deepEqual(said(rights({ denied: unread }, {}, custom)), [
    "logonRight:service unknown",
    "logonRight:account unknown",
  ]);
});

test("where the policy cannot be read, that is said beside the verdict, and nothing is changed from here", () => {
  assert.deepEqual(said(rights({ policy: unread })), [
    "logonRight:service pass",
    "logonRight:policy unknown",
  ]);
  const missing = rights({ policy: unread, holders: nobody });
  assert.deepEqual(said(missing), ["logonRight:service fail", "logonRight:policy unknown"]);
  assert.equal(fixOf(missing[0])?.kind, "owner");
  assert.deepEqual(said(rights({ policy: unread, holders: unread })), ["logonRight:service unknown"]);
});

test("a managed account that has the right passes though its policy is not known; one that has not is not known", () => {
  const all = { sid: "S-1-5-80-0", name: null };
  const holders = { value: [all, { sid: null, name: "CONTOSO\\provAgent01$" }] };
  const account = (change: Partial<LogonRightFacts>, facts: Partial<AllRead> = {}) =>
    said(rights({ policy: unread, ...change }, facts, custom)).filter((one) => one.includes(":account"));
  assert.deepEqual(account({ holders }), ["logonRight:account pass"]);
  assert.deepEqual(account({ holders, denied: unread }), ["logonRight:account unknown"]);
  assert.deepEqual(account({ holders: { value: [all] } }), ["logonRight:account unknown"]);
  assert.deepEqual(account({ holders: unread }), ["logonRight:account unknown"]);
  // A service that does not run as its account: the right is missing, whoever owns it.
  const running = runningAs("CONTOSO\\provAgent01$");
  assert.ok("value" in running.agent && running.agent.value);
  const agent = { ...running, agent: { value: { ...running.agent.value, state: "Stopped" } } };
  assert.deepEqual(account({ holders: { value: [all] } }, { agent }), ["logonRight:account fail"]);
});

test("an agent too old for a managed account fails, a faulty one is a warning, others pass", () => {
  const version = (value: string | null) =>
    said(agentRules.agentVersion(factsWith({ agent: { ...installedAgent, version: { value } } })));
  assert.deepEqual(version(null), []);
  assert.deepEqual(version("1.1.280.0"), ["agentVersion fail"]);
  assert.deepEqual(version("1.1.281.0"), ["agentVersion warning"]);
  assert.deepEqual(version("1.1.971.9"), ["agentVersion warning"]);
  assert.deepEqual(version("1.1.972.0"), ["agentVersion pass"]);
  assert.deepEqual(version("1.1.2505.0"), ["agentVersion pass"]);
});

test("what a version does is decided number by number", () => {
  assert.ok(agentDoes("1.1.2334.0", "leavesCustomPermissions"));
  assert.ok(!agentDoes("1.1.977.0", "leavesCustomPermissions"));
  assert.ok(agentDoes("1.1.354.0", "commandLine"));
  assert.ok(!agentDoes("1.1.353.9", "commandLine"));
});

test("a registration that is half done, or never was, is a warning", () => {
  const registration = (agent: AllRead["agent"]) =>
    agentRules.agentRegistration(factsWith({ agent })).map(({ verdict, summary }) => [verdict, summary]);
  assert.deepEqual(registration(noAgent), []);
  assert.deepEqual(registration(registeredAgent), [["pass", "The agent is registered."]]);
  assert.deepEqual(registration(installedAgent), [["warning", "The agent was never registered."]]);
  for (const half of [
    { ...registeredAgent, tenantId: { value: null } },
    { ...installedAgent, tenantId: registeredAgent.tenantId },
  ])
    assert.deepEqual(registration(half), [["warning", "The agent's registration is half done."]]);
});

test("a proxy that an update took away is put back, and the service restarted", () => {
  const proxy = (configuration: Partial<AgentConfiguration>, agent = installedAgent) =>
    agentRules.agentProxy(
      factsWith({
        agent,
        configuration: { ...plainConfiguration, ...configuration },
      }),
    );
  const address = "http://proxy.contoso.com:8080";
  assert.deepEqual(proxy({ backupProxy: { value: address } }, noAgent), []);
  assert.deepEqual(proxy({}), []);
  assert.deepEqual(said(proxy({ proxy: { value: address } })), ["agentProxy pass"]);
  assert.deepEqual(said(proxy({ backupProxy: unread })), ["agentProxy unknown"]);
  const lost = proxy({ backupProxy: { value: address } });
  assert.deepEqual(said(lost), ["agentProxy fail"]);
  const fix = fixOf(lost[0]);
  assert.deepEqual(fix?.kind === "operation" && fix.calls.map(({ op }) => op), ["Set-CloudSyncAgentProxy"]);
});

test("each neighbour is a warning of its own; the ECMA host asks for another server", () => {
  const found = agentRules.neighbours(
    windows({
      neighbours: {
        value: [
          { name: "ADSync", displayName: "Microsoft Azure AD Sync", state: "Running" },
          { name: "Microsoft ECMA2Host", displayName: "Microsoft ECMA2Host", state: "Running" },
        ],
      },
    }),
  );
  assert.deepEqual(said(found), ["neighbours:ADSync warning", "neighbours:Microsoft ECMA2Host warning"]);
  const [first, second] = found.map(fixOf);
  assert.ok(first?.kind === "link" && first.whatToDo.startsWith("Supported"));
  assert.ok(second?.kind === "link" && second.whatToDo.startsWith("Choose another server"));
});
