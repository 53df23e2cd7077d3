/** What each rule about the machine, its hardening and the agent looked at, what it says of it, and the way on. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../../../../src/setup/finding.ts";
import { judgeHealth } from "../../../../src/setup/health/judgeHealth.ts";
import type { AgentFacts, AgentHealth } from "../../../../src/setup/operations/agent.ts";
import type { WindowsFacts } from "../../../../src/setup/operations/windows.ts";
import { emptyPlan } from "../../../../src/setup/plan.ts";
import * as agent from "../../../../src/setup/preflight/agent.ts";
import * as hardening from "../../../../src/setup/preflight/hardening.ts";
import * as machine from "../../../../src/setup/preflight/machine.ts";
import type { Facts } from "../../../../src/setup/preflight/rule.ts";
import { briefly } from "../../support/brief.ts";
import {
  healthy,
  factsWith,
  healthyAgent,
  healthyServer,
  healthyWindows,
  installedAgent,
  noAgent,
  noLogging,
  plainConfiguration,
  registeredAgent,
  tenant,
  unread,
} from "../../support/facts.ts";

const windows = (change: Partial<WindowsFacts>): Facts =>
  factsWith({
    windows: { ...healthyWindows, ...change },
  });
/** The rule in brief, and its words; a command with where it is run. */
const told = (findings: readonly Finding[]) =>
  findings.map((one) => {
    const command =
      (one.verdict === "fail" || one.verdict === "warning") && one.fix.kind === "command"
        ? ` "${one.fix.text}" on ${one.fix.runOn}`
        : "";
    return `${briefly(one)}${command} (${one.source}): ${one.summary}`;
  });

test("the disk is told with its size", () => {
  const drive = (freeMb: number) =>
    told(machine.diskSpace(windows({ systemDrive: { value: { drive: "C:\\", freeMb, sizeMb: 60_000 } } })));
  assert.deepEqual(drive(2048), [
    "diskSpace pass [C:\\ | 2048 MB of 60000 MB] (prerequisites): There is enough free disk space.",
  ]);
  assert.deepEqual(drive(2047), [
    "diskSpace warning [C:\\ | 2047 MB of 60000 MB] -> link prerequisites (prerequisites): Drive C:\\ has less than 2 GB free.",
  ]);
});

test("the engine is told with its version and width", () => {
  const engine = (version: string, is64Bit: boolean) =>
    told(machine.powerShellEngine(windows({ powershell: { value: { version, is64Bit } } })));
  assert.deepEqual(engine("5.1.1", true), [
    "powerShellEngine pass [5.1.1 | 64-bit] (commandLine): The session runs in 64-bit Windows PowerShell 5.1.",
  ]);
  assert.deepEqual(engine("5.1.1", false), [
    'powerShellEngine fail [5.1.1 | 32-bit] -> command "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe" on SYNC01 (commandLine): The session runs in a 32-bit process.',
  ]);
  assert.deepEqual(engine("7.6.0", true), [
    "powerShellEngine fail [7.6.0 | 64-bit] -> link powershell51 (commandLine): The session runs in PowerShell 7.6.0, not in Windows PowerShell 5.1.",
  ]);
  const [unknown] = machine.powerShellEngine(windows({ powershell: unread }));
  assert.match(unknown?.summary ?? "", /Windows PowerShell/u);
});

test("the clock is told in seconds beside the controller's", () => {
  const clock = (skewMs: number) =>
    told(machine.clock(windows({ clock: { value: { domainController: "dc01", skewMs } } })));
  assert.deepEqual(clock(-61_500), [
    'clock warning [dc01 | -61.5 seconds] -> command "w32tm /resync" on SYNC01 (kerberosClock): The clock differs from dc01 by more than a minute.',
  ]);
  assert.deepEqual(clock(400), [
    "clock pass [dc01 | 0.4 seconds] (kerberosClock): The clock agrees with dc01.",
  ]);
});

test("a restart that is wanted names who wants it", () => {
  assert.deepEqual(
    told(machine.pendingRestart(windows({ pendingRestart: { value: ["Windows Update", "a rename"] } }))),
    [
      'pendingRestart warning [Windows Update, a rename] -> command "Restart-Computer -Confirm" on SYNC01 (windowsInstaller): Windows is waiting for a restart.',
    ],
  );
  assert.deepEqual(told(machine.pendingRestart(healthy)), [
    "pendingRestart pass [] (windowsInstaller): Windows is not waiting for a restart.",
  ]);
  const marked = factsWith({ server: { ...healthyServer, restartDue: { value: "TLS was set" } } });
  assert.deepEqual(told(machine.pendingRestart(marked)), [
    "pendingRestart pass [] (windowsInstaller): Nothing but a change that was made here waits for a restart.",
  ]);
});

test("the role in the domain and the neighbours are told as they are", () => {
  assert.deepEqual(told(machine.domainControllerRole(windows({ domainController: { value: true } }))), [
    "domainController warning [] -> link prerequisites (troubleshoot): This server is a domain controller.",
  ]);
  assert.deepEqual(told(machine.domainControllerRole(healthy)), [
    "domainController pass [] (troubleshoot): This server is no domain controller.",
  ]);
  const neighbour = { name: "ADSync", displayName: "Microsoft Azure AD Sync", state: "Running" };
  assert.deepEqual(told(agent.neighbours(windows({ neighbours: { value: [neighbour] } }))), [
    "neighbours:ADSync warning [Running] -> link prerequisites (prerequisites): Microsoft Azure AD Sync is on this server too.",
  ]);
  assert.deepEqual(told(agent.neighbours(healthy)), [
    "neighbours pass [] (prerequisites): No other synchronisation service is on this server.",
  ]);
});

test("hardening is told with the values that were read", () => {
  const fips = (on: boolean) => told(hardening.fips(windows({ fips: { value: on } })));
  assert.deepEqual(fips(false), ["fips pass [off] (fips): FIPS mode is off."]);
  assert.deepEqual(fips(true), [
    "fips warning [on] -> link fips (fips): FIPS mode is on: password hashes would not be synchronised.",
  ]);
  const enhanced = (on: boolean) =>
    told(hardening.enhancedSecurity(windows({ enhancedSecurity: { value: on } }), emptyPlan()));
  assert.deepEqual(enhanced(true), [
    "enhancedSecurity warning [on] -> link install (install): Enhanced Security is on for administrators: the wizard's sign-in page stays empty.",
  ]);
  assert.deepEqual(enhanced(false), [
    "enhancedSecurity pass [] (install): Enhanced Security is off for administrators.",
  ]);
  const ntlm = (restrictSending: number | null, version = "1.1.2334.0") =>
    told(
      hardening.ntlm({
        ...windows({ ntlm: { value: { restrictSending, compatibilityLevel: 5 } } }),
        agent: { value: { ...installedAgent, version: { value: version } } },
      }),
    );
  assert.deepEqual(ntlm(null), [
    "ntlm pass [not set | 5] (prerequisites): NTLM is allowed. Microsoft advises to deny it on this server.",
  ]);
  assert.deepEqual(ntlm(1, "1.1.96.0"), [
    "ntlm pass [1 | 5] (prerequisites): NTLM is allowed. Microsoft advises to deny it on this server.",
  ]);
  assert.deepEqual(ntlm(2), ["ntlm pass [2 | 5] (prerequisites): NTLM is denied, as Microsoft advises."]);
  assert.deepEqual(ntlm(2, "1.1.96.0"), [
    "ntlm fail [2 | 5] -> link versions (prerequisites): NTLM is denied, and the installed agent 1.1.96.0 cannot work without it.",
  ]);
  const [named] = hardening.ntlm(healthy);
  assert.deepEqual(
    named?.evidence.map(({ name }) => name),
    ["RestrictSendingNTLMTraffic", "LmCompatibilityLevel"],
  );
  const [off] = hardening.ntlm(windows({ ntlm: unread }));
  assert.match(off?.summary ?? "", /NTLM/u);
  const logging = (modules: string[]) =>
    told(hardening.powerShellLogging(factsWith({ logging: { ...noLogging, modules: { value: modules } } })));
  assert.deepEqual(logging([]), [
    "powerShellLogging pass [] (powershellLogging): PowerShell records nothing.",
  ]);
  assert.deepEqual(logging(["*"]), [
    "powerShellLogging warning [Modules: *] -> link powershellLogging (powershellLogging): Policies record what PowerShell does on this server.",
  ]);
});

test("an agent that is there is told with version and account", () => {
  const facts = (of: AgentFacts): Facts => factsWith({ agent: of });
  const account = "NT SERVICE\\AADConnectProvisioningAgent";
  assert.deepEqual(told(agent.existingAgent(facts(noAgent))), [
    "existingAgent pass [] (install): No agent is installed yet.",
  ]);
  assert.deepEqual(told(agent.existingAgent(facts(installedAgent))), [
    `existingAgent warning [1.1.2334.0 | ${account}] -> link versions (install): An agent is already installed on this server.`,
  ]);
  const version = (value: string) =>
    told(agent.agentVersion(facts({ ...installedAgent, version: { value } })));
  assert.deepEqual(version("1.1.2505.0"), [
    "agentVersion pass [1.1.2505.0 | 1.1.2505.0] (versions): Agent 1.1.2505.0 is the newest that is known.",
  ]);
  assert.deepEqual(version("1.1.2504.9"), [
    "agentVersion pass [1.1.2504.9 | 1.1.2505.0] (versions): Agent 1.1.2504.9 can be worked with; 1.1.2505.0 is newer.",
  ]);
  const registration = (tenantId: string | null, of = installedAgent) =>
    told(agent.agentRegistration(facts({ ...of, tenantId: { value: tenantId } })));
  for (const none of [null, ""])
    assert.deepEqual(registration(none), [
      `agentRegistration warning [none | ${account}] -> link install (install): The agent was never registered.`,
    ]);
  assert.deepEqual(registration(tenant, registeredAgent), [
    `agentRegistration pass [${tenant} | CONTOSO\\pGMSA_e6620264$] (install): The agent is registered.`,
  ]);
  const proxy = (now: string | null, backup: string | null) =>
    told(
      agent.agentProxy(
        factsWith({
          agent: installedAgent,
          configuration: { ...plainConfiguration, proxy: { value: now }, backupProxy: { value: backup } },
        }),
      ),
    );
  assert.deepEqual(proxy("http://p", null), [
    "agentProxy pass [http://p] (proxy): The agent uses proxy http://p.",
  ]);
  assert.deepEqual(proxy(null, "http://p"), [
    "agentProxy fail [http://p | none] -> operation (proxy): The agent's configuration lost its proxy http://p.",
  ]);
  assert.deepEqual(proxy(null, null), []);
});

test("a running agent is told by its services, its account, its certificate and its contact", () => {
  const now = "2026-11-24T12:00:00.000Z";
  const of = (facts: AgentFacts, health: Partial<AgentHealth> = {}) =>
    told(judgeHealth({ value: facts }, { value: { ...healthyAgent, ...health } }, now));
  const managed = "CONTOSO\\pGMSA_e6620264$";
  assert.deepEqual(of(registeredAgent), [
    `service:AADConnectProvisioningAgent pass [Running | Auto | ${managed}] (install): Microsoft Entra Provisioning Agent is running.`,
    "service:AzureADConnectAgentUpdater pass [Running | Auto | LocalSystem] (install): Microsoft Entra Connect Agent Updater is running.",
    `managedAccount pass [${managed}] (serviceNotManaged): Windows knows that ${managed} is a managed account.`,
    `certificate pass [CN=${tenant} | 2027-02-01T00:00:00.000Z] (troubleshoot): The certificate is valid.`,
    "contact pass [2026-11-24T11:56:00.000Z | Bootstrap] (troubleshoot): The agent is in contact with the service.",
  ]);
  const without: Partial<AgentHealth> = {
    certificates: { value: [] },
    channelContact: { value: null },
    startedAt: { value: null },
  };
  assert.deepEqual(of(noAgent, without), [
    "service:AADConnectProvisioningAgent fail [] -> link install (install): Service AADConnectProvisioningAgent is missing.",
    "service:AzureADConnectAgentUpdater fail [] -> link install (install): Service AzureADConnectAgentUpdater is missing.",
  ]);
  const [virtual] = of(installedAgent, { ...without, startedAt: healthyAgent.startedAt }).slice(2);
  assert.equal(
    virtual,
    "managedAccount warning [NT SERVICE\\AADConnectProvisioningAgent] -> link serviceAccount (serviceNotManaged): The service runs as NT SERVICE\\AADConnectProvisioningAgent, not as a managed account.",
  );
  assert.deepEqual(of(registeredAgent, { ...without, startedAt: healthyAgent.startedAt }).slice(3), [
    "contact warning [] -> link troubleshoot (troubleshoot): No contact with the service was seen yet.",
  ]);
  const silent = { at: "2026-11-24T11:39:59.000Z", text: "Bootstrap token=abc" };
  assert.deepEqual(of(registeredAgent, { channelContact: { value: silent } }).slice(4), [
    "contact warning [2026-11-24T11:39:59.000Z | Bootstrap token=[hidden]] -> link troubleshoot (troubleshoot): The agent has been silent for more than twenty minutes.",
  ]);
});
