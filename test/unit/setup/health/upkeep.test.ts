/** Health, repair and upgrade: what is judged and in which order things are done. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { customPermissions } from "../../../../src/setup/preflight/customPermissions.ts";
import type { AgentFacts, AgentHealth } from "../../../../src/setup/operations/agent.ts";
import { explained, fixInWords } from "../../../../src/setup/diagnosis/explain.ts";
import { findingKey, type Finding } from "../../../../src/setup/finding.ts";
import { judgeHealth } from "../../../../src/setup/health/judgeHealth.ts";
import type { SetupPlan } from "../../../../src/setup/plan.ts";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import {
  allCmdlets,
  healthyAgent,
  installedAgent,
  minutesBefore,
  noAgent,
  plainConfiguration,
  registeredAgent,
  unread,
} from "../../support/facts.ts";
import { changed, planned, script, testRun, shownAndApplied } from "../../support/scriptedServer.ts";
import { press } from "../../../press.ts";

const now = "2026-11-24T12:00:00.000Z";
const minutesAgo = (minutes: number) => minutesBefore(now, minutes);
const well = healthyAgent;
const said = (findings: readonly Finding[]) => findings.map((one) => `${findingKey(one)} ${one.verdict}`);
const health = (change: Partial<AgentHealth>, agent: AgentFacts = registeredAgent) =>
  judgeHealth({ value: agent }, { value: { ...well, ...change } }, now);
const of = (findings: readonly Finding[], key: string) => findings.find((one) => findingKey(one) === key);
const callsOf = (found: Finding | undefined) =>
  (found?.verdict === "fail" || found?.verdict === "warning") && found.fix.kind === "operation"
    ? found.fix.calls.map(({ op }) => op)
    : [];

const service = (change: object, facts: AgentFacts = registeredAgent): AgentFacts => ({
  ...facts,
  agent:
    "value" in facts.agent && facts.agent.value
      ? { value: { ...facts.agent.value, ...change } }
      : facts.agent,
});

test("an agent that is well passes every rule", () => {
  assert.deepEqual(said(health({})), [
    "service:AADConnectProvisioningAgent pass",
    "service:AzureADConnectAgentUpdater pass",
    "managedAccount pass",
    "certificate pass",
    "contact pass",
  ]);
});

test("each state of the service has its own way on", () => {
  const judged = (change: object) => of(health({}, service(change)), "service:AADConnectProvisioningAgent");
  assert.deepEqual(callsOf(judged({ state: "Stopped" })), ["Restart-CloudSyncAgentService"]);
  assert.match(judged({ state: "Start Pending" })?.summary ?? "", /does not get on/u);
  assert.deepEqual(callsOf(judged({ startMode: "Manual" })), ["Set-CloudSyncAgentServiceStart"]);
  assert.deepEqual(callsOf(judged({ startMode: "Disabled", state: "Stopped" })), [
    "Set-CloudSyncAgentServiceStart",
    "Restart-CloudSyncAgentService",
  ]);
  const updater = { ...registeredAgent, updater: service({ state: "Stopped" }).agent };
  const found = of(health({}, updater), "service:AzureADConnectAgentUpdater");
  assert.equal(found?.verdict === "fail" && found.fix.kind, "command");
  assert.deepEqual(said(health({}, noAgent)).slice(0, 2), [
    "service:AADConnectProvisioningAgent fail",
    "service:AzureADConnectAgentUpdater fail",
  ]);
  assert.deepEqual(said(health({}, { ...registeredAgent, agent: unread })).slice(0, 1), [
    "service:AADConnectProvisioningAgent unknown",
  ]);
});

test("an account that Windows does not know as managed is marked; another account is registered again", () => {
  const unmarked = of(health({ managedAccount: { value: false } }), "managedAccount");
  assert.deepEqual(callsOf(unmarked), ["Set-CloudSyncManagedAccount"]);
  assert.equal(of(health({}, installedAgent), "managedAccount")?.verdict, "warning");
  assert.equal(of(health({ managedAccount: unread }), "managedAccount")?.verdict, "unknown");
});

test("the newest certificate counts: ended is a failure, ending soon a warning, none says nothing", () => {
  const certificate = (...ends: string[]) =>
    of(
      health({
        certificates: {
          value: ends.map((notAfter) => ({ subject: "CN=x", notBefore: now, notAfter })),
        },
      }),
      "certificate",
    )?.verdict;
  assert.equal(certificate(now), "fail");
  assert.equal(certificate("2026-11-30T12:00:00.000Z"), "warning");
  assert.equal(certificate("2026-12-01T12:00:00.000Z"), "pass");
  assert.equal(certificate("2020-01-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z"), "pass");
  assert.equal(certificate(), undefined);
});

test("a contact later than now is none: the clock was set back", () => {
  const at = (minutes: number) => ({ value: { at: minutesAgo(-minutes), text: "x" } });
  const contact = (change: Partial<AgentHealth>) => of(health(change), "contact");
  for (const minutes of [2, 60, 60 * 24 * 365]) {
    const found = contact({ channelContact: at(minutes), traceContact: { value: null } });
    assert.equal(found?.verdict, "unknown");
    assert.match(found.unread, /later than now/u);
  }
  assert.equal(contact({ channelContact: at(1) })?.verdict, "pass", "it came while the server was read");
  assert.equal(contact({ channelContact: at(60), traceContact: at(-5) })?.verdict, "pass");
  assert.equal(contact({ channelContact: at(60), traceContact: at(-21) })?.verdict, "unknown");
  assert.equal(contact({ channelContact: at(60), traceContact: unread })?.verdict, "unknown");
});

test("silence of more than twenty minutes is a warning, whichever place tells of the last contact", () => {
  const contact = (change: Partial<AgentHealth>) => of(health(change), "contact")?.verdict;
  assert.equal(contact({ channelContact: { value: { at: minutesAgo(20), text: "x" } } }), "pass");
  assert.equal(contact({ channelContact: { value: { at: minutesAgo(21), text: "x" } } }), "warning");
  assert.equal(
    contact({
      channelContact: { value: { at: minutesAgo(90), text: "x" } },
      traceContact: { value: { at: minutesAgo(1), text: "y" } },
    }),
    "pass",
  );
  assert.equal(contact({ channelContact: { value: null } }), "warning");
  assert.equal(contact({ channelContact: unread }), "unknown");
  assert.equal(contact({ traceContact: unread, channelContact: { value: null } }), "unknown");
  const long = { value: { at: minutesAgo(90), text: "x" } };
  assert.equal(
    contact({ traceContact: unread, channelContact: long }),
    "unknown",
    "it may tell of a later one",
  );
  assert.equal(contact({ traceContact: long, channelContact: unread }), "unknown");
  assert.equal(contact({ traceContact: unread }), "pass");
  assert.equal(contact({ channelContact: { value: null }, startedAt: { value: null } }), undefined);
});

test("each error has its cause once; one that nobody described keeps its text", () => {
  const event = (id: number, text: string) => ({
    at: now,
    log: "System",
    id,
    source: "Service Control Manager",
    text,
  });
  const unmanaged =
    "The AADConnectProvisioningAgent service was unable to log on as CONTOSO\\pGMSA_1$ with the currently configured password due to the following error: The user name or password is incorrect.";
  const found = health({
    errors: {
      value: [event(7038, unmanaged), event(7038, unmanaged), event(9999, "Something that nobody knows")],
    },
  }).filter(({ rule }) => rule === "agentError");
  assert.deepEqual(said(found), [
    "agentError:serviceNotManaged warning",
    "agentError:Service Control Manager 9999 warning",
  ]);
  assert.equal(found[1]?.evidence[1]?.value, "Something that nobody knows");
  assert.equal(of(health({ errors: unread }), "agentError")?.verdict, "unknown");
});

test("repair restarts the service once, after everything else", async () => {
  let agent = service({ state: "Stopped", startMode: "Disabled" });
  let managed = false;
  const at = script({
    "Get-CloudSyncAgentFact": () => agent,
    "Get-CloudSyncAgentHealth": () => ({ ...well, managedAccount: { value: managed } }),
    "Set-CloudSyncManagedAccount": (_, { whatIf }) => {
      managed ||= whatIf !== true;
      return {};
    },
    "Restart-CloudSyncAgentService": (_, { whatIf }) => {
      if (whatIf !== true) agent = registeredAgent;
      return {};
    },
    "Add-CloudSyncLogonRight": () => ({}),
  });
  const { run } = testRun(at, { procedure: procedures.repair, plan: planned() });
  await run.check("repair");
  await shownAndApplied(run, "repair");
  assert.deepEqual(changed(at), [
    "Set-CloudSyncAgentServiceStart",
    "Set-CloudSyncManagedAccount",
    "Add-CloudSyncLogonRight",
    "Restart-CloudSyncAgentService",
  ]);
  assert.equal(run.stateOf("repair").kind, "done");
});

test("an upgrade fetches an installer although an agent is there, and puts the proxy back", async () => {
  let proxy: string | null = null;
  const at = script({
    "Get-CloudSyncAgentFact": () => registeredAgent,
    "Get-CloudSyncAgentConfiguration": () => ({
      ...plainConfiguration,
      proxy: { value: proxy },
      backupProxy: { value: "http://proxy.contoso.com:8080" },
    }),
    "Set-CloudSyncAgentProxy": ({ address }) => {
      proxy = String(address);
      return {};
    },
    "Restart-CloudSyncAgentService": () => ({}),
  });
  const { run } = testRun(at, {
    procedure: procedures.upgrade,
    plan: planned(),
  });
  await run.check("download");
  assert.equal(run.stateOf("download").kind, "todo");
  await run.check("keepSettings");
  assert.equal(run.stateOf("keepSettings").kind, "todo");
  await run.choose("keepSettings", "agentProxy", false);
  await run.check("keepSettings");
  const left = run.stateOf("keepSettings");
  assert.deepEqual(left.kind === "done" && left.proof.map(({ value }) => value), [
    "left as it is, by choice",
  ]);
  await run.choose("keepSettings", "agentProxy", true);
  await shownAndApplied(run, "keepSettings");
  assert.equal(run.stateOf("keepSettings").kind, "done");
  assert.equal(proxy, "http://proxy.contoso.com:8080");
});

test("permissions are given by the cmdlet, and only where the installed module has it", async () => {
  let cmdlets: readonly object[] = allCmdlets;
  const at = script({
    "Get-CloudSyncAgentFact": () => registeredAgent,
    "Get-CloudSyncAgentCmdlet": () => ({ cmdlets: { value: cmdlets } }),
    "Set-CloudSyncAgentPermission": () => ({}),
  });
  const credential = { user: "CONTOSO\\ea", password: "enterprise-Secret" };
  const procedure = procedures.upgrade;
  const given = testRun(at, { procedure, plan: planned(), credentials: [undefined, credential] });
  await given.run.check("permissions");
  assert.equal(given.run.stateOf("permissions").kind, "todo");
  await given.run.act("permissions", "changes");
  assert.equal(given.run.changesOf("permissions")?.length, 2);
  await shownAndApplied(given.run, "permissions");
  assert.equal(given.run.stateOf("permissions").kind, "todo", "a closed box changes nothing");
  await shownAndApplied(given.run, "permissions");
  assert.equal(given.run.stateOf("permissions").kind, "answered");
  assert.doesNotMatch(JSON.stringify(given.events), /Secret/u);
  const failed = async () => {
    const without = testRun(at, { procedure, plan: planned(), credentials: [credential] });
    await shownAndApplied(without.run, "permissions");
    const state = without.run.stateOf("permissions");
    return state.kind === "failed" ? state.problem.happened : "";
  };
  cmdlets = [];
  assert.match(await failed(), /no cmdlet Set-AADCloudSyncPermissions/u);
  cmdlets = [{ name: "Set-AADCloudSyncPermissions", parameters: ["PermissionType"], mandatory: [] }];
  assert.match(await failed(), /Set-AADCloudSyncPermissions has no parameter TargetDomain\./u);
  at.answers["Get-CloudSyncAgentCmdlet"] = () => ({ cmdlets: unread });
  assert.match(await failed(), /could not be read/u);
  at.answers["Get-CloudSyncAgentFact"] = () => installedAgent;
  await given.run.check("permissions");
  assert.deepEqual(given.run.stateOf("permissions"), { kind: "todo", findings: [] });
});

const custom = {
  ...planned(),
  registrationMethod: "credential" as const,
  serviceAccount: { kind: "custom" as const, name: "provAgent01$" },
};
const byWizard = { ...custom, registrationMethod: "wizard" as const };
const ofVersion = (version: AgentFacts["version"]) => ({ ...registeredAgent, version });

test("a custom account is without permissions from 1.1.2334.0 on by cmdlet, from 1.1.2505.0 on where the wizard is told so", () => {
  const judged = (version: string, plan: SetupPlan = custom) =>
    said(customPermissions(ofVersion({ value: version }), plan));
  assert.deepEqual(judged("1.1.2334.0"), ["customPermissions warning"]);
  assert.deepEqual(judged("1.1.2108.0"), []);
  assert.deepEqual(judged("1.1.2334.0", byWizard), []);
  assert.deepEqual(judged("1.1.2505.0", byWizard), ["customPermissions warning"]);
  assert.match(
    customPermissions(ofVersion({ value: "1.1.2505.0" }), byWizard)[0]?.summary ?? "",
    /^Where its wizard was told that the custom gMSA has its permissions, agent 1\.1\.2505\.0 gave none/u,
  );
  const [left] = customPermissions(ofVersion({ value: "1.1.2334.0" }), custom);
  assert.ok(left?.verdict === "warning" && left.fix.kind === "command");
  assert.deepEqual(left.evidence, [{ name: "Account", value: "provAgent01$" }]);
  assert.equal(
    left.fix.text,
    "Import-Module 'C:\\Program Files\\Microsoft Azure AD Connect Provisioning Agent\\Microsoft.CloudSync.PowerShell.dll'; " +
      "$admin = Get-Credential -Message 'contoso.com'; " +
      "Set-AADCloudSyncPermissions -PermissionType BasicRead -TargetDomain 'contoso.com' -TargetDomainCredential $admin; " +
      "Set-AADCloudSyncPermissions -PermissionType PasswordHashSync -TargetDomain 'contoso.com' -TargetDomainCredential $admin",
  );
  const byForest: SetupPlan = { ...custom, permissions: { givenBy: "enterpriseAdmin", types: ["All"] } };
  const [everywhere] = customPermissions(ofVersion({ value: "1.1.2334.0" }), byForest);
  assert.ok(everywhere?.verdict === "warning" && everywhere.fix.kind === "command");
  assert.ok(
    everywhere.fix.text.endsWith(
      "$admin = Get-Credential -Message 'Enterprise Admin'; Set-AADCloudSyncPermissions -PermissionType All -EACredential $admin",
    ),
  );
  assert.deepEqual(judged("1.1.2334.0", planned()), []);
  assert.deepEqual(said(customPermissions(ofVersion(unread), custom)), ["customPermissions unknown"]);
});

test("each procedure shows the permissions where somebody must give them, and says who gave them else", async () => {
  for (const procedure of [procedures.install, procedures.repair]) {
    const at = testRun(script(), { procedure, plan: planned() });
    const shown = () => at.run.steps.some(({ id }) => id === "permissions");
    assert.ok(!shown(), "an account that is created gets its own");
    await at.run.answer("serviceAccount", "kind", "custom");
    assert.ok(shown());
  }
  const byRecord = testRun(script(), {
    plan: planned(),
    events: [
      {
        ...{ at: now, by: "ada", server: "SYNC01", step: "confirm", kind: "said" },
        statement: { about: "domains", domains: ["contoso.com"], seenIn: "wizard" },
      },
    ],
  });
  assert.ok(
    byRecord.run.steps.some(({ id }) => id === "permissions"),
    "what is recommended once it is registered is offered there",
  );
  assert.ok(
    testRun(script(), { procedure: procedures.upgrade, plan: planned() }).run.steps.some(
      ({ id }) => id === "permissions",
    ),
  );
  const notSeen = "permissions:contoso.com unknown";
  const looked = async (version: AgentFacts["version"], plan: SetupPlan = custom, upgrade = false) => {
    const procedure = upgrade ? procedures.upgrade : procedures.install;
    const { run } = testRun(script({ "Get-CloudSyncAgentFact": () => ofVersion(version) }), {
      procedure,
      plan,
    });
    await run.check("permissions");
    const state = run.stateOf("permissions");
    return [
      state.kind,
      ...said(state.findings),
      ...(state.kind === "done" ? state.proof.map(({ value }) => value) : []),
    ];
  };
  assert.deepEqual(await looked({ value: "1.1.2334.0" }), ["todo", "customPermissions warning", notSeen]);
  assert.deepEqual(await looked({ value: "1.1.2108.0" }), [
    "done",
    notSeen,
    "agent 1.1.2108.0, when it adds a domain",
  ]);
  assert.deepEqual(await looked({ value: "1.1.2334.0" }, byWizard), [
    "done",
    notSeen,
    "agent 1.1.2334.0, when it adds a domain",
  ]);
  assert.deepEqual(await looked({ value: "1.1.2505.0" }, byWizard), [
    "todo",
    "customPermissions warning",
    notSeen,
  ]);
  assert.deepEqual(await looked(unread), ["todo", "customPermissions unknown", notSeen]);
  assert.deepEqual(await looked({ value: "1.1.2334.0" }, planned()), [
    "done",
    notSeen,
    "the registration, to the account it creates",
  ]);
  assert.deepEqual(await looked({ value: "1.1.2108.0" }, custom, true), ["todo", notSeen]);
  assert.deepEqual(await looked({ value: "1.1.2334.0" }, custom, true), [
    "todo",
    "customPermissions warning",
    notSeen,
  ]);
});

test("permissions given by hand are said by a person, and hold for that account only", async () => {
  const at = testRun(script({ "Get-CloudSyncAgentFact": () => registeredAgent }), {
    accepted: false,
    plan: custom,
  });
  await at.run.check("permissions");
  await press(at.run, "permissions", "byHand");
  assert.equal(at.run.stateOf("permissions").kind, "answered");
  await press(at.run, "permissions", "byHand");
  assert.equal(at.run.known.attestations.length, 1, "once is enough");
  await at.run.answer("serviceAccount", "name", "other$");
  await at.run.check("permissions");
  assert.equal(at.run.stateOf("permissions").kind, "todo");
});

test("a problem is told with its certain cause, else with the possible ones, else as it was", () => {
  const problem = {
    code: "operationFailed",
    happened: "x failed",
    means: "It stays.",
    next: ["Again."],
  } as const;
  const diagnosis = (confidence: "certain" | "likely", harmless = false) => ({
    kind: "known" as const,
    id: confidence,
    title: `${confidence}.`,
    cause: "Because.",
    fix: { kind: "link" as const, link: "install" as const, whatToDo: `Mend ${confidence}.` },
    source: "install" as const,
    confidence,
    harmless,
  });
  assert.deepEqual(explained(problem, [{ kind: "unknown", raw: "x" }, diagnosis("certain", true)]), problem);
  assert.deepEqual(explained(problem, [diagnosis("certain"), diagnosis("likely")]), {
    ...problem,
    means: "certain. Because. It stays.",
    next: ["Mend certain.", "Again."],
  });
  assert.equal(explained(problem, [diagnosis("likely")]).means, "Possibly: likely. Because. It stays.");
  assert.equal(
    fixInWords({ kind: "command", runOn: "SYNC01", text: "w32tm /resync" }),
    "Run on SYNC01: w32tm /resync",
  );
  assert.equal(fixInWords({ kind: "owner", owner: "Network", whatToAsk: "Open it." }), "Network: Open it.");
  assert.match(fixInWords({ kind: "operation", label: "Set it", calls: [] }), /^Set it: the step/u);
});
