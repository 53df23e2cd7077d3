/** What each step finds, proves and refuses. */
import assert from "node:assert/strict";
import { redactor } from "../../../../src/server/redaction/redact.ts";
import { test } from "node:test";
import type { AgentFacts } from "../../../../src/setup/operations/agent.ts";
import type { InstallerFacts } from "../../../../src/setup/operations/installer.ts";
import type { Call } from "../../../../src/setup/call.ts";
import { emptyPlan, parsePlan, type SetupPlan } from "../../../../src/setup/plan.ts";
import type { StepContext, StepId } from "../../../../src/setup/step.ts";
import { runCalls } from "../../../../src/setup/actions/calls.ts";
import { registryChange } from "../../support/changes.ts";
import { briefly } from "../../support/brief.ts";
import {
  goodInstaller,
  healthyPolicy,
  healthyServer,
  healthyTls,
  installedAgent,
  noInstaller,
  registeredAgent,
  runningAs,
  unread,
} from "../../support/facts.ts";
import {
  scriptedServer,
  changed,
  ops,
  otherPorts,
  planned,
  proofOf,
  script,
  testRun,
  until,
  type TestRun,
  shownAndApplied,
} from "../../support/scriptedServer.ts";
import { Carriers } from "../../../../src/setup/engine/carriers.ts";

const findings = (at: TestRun, step: StepId) => at.run.stateOf(step).findings.map(briefly);
const problem = (at: TestRun, step: StepId) => {
  const state = at.run.stateOf(step);
  return state.kind === "failed" ? state.problem : undefined;
};

test("a directory is answered with the name and the administrator of each domain, and nothing is asked before", async () => {
  const kind = async (domains: SetupPlan["domains"]) => {
    const of = script({ "Get-CloudSyncAgentFact": () => installedAgent });
    const at = testRun(of, { plan: { ...emptyPlan(), domains } });
    await at.run.check("directory");
    assert.deepEqual(
      ops(of),
      at.run.stateOf("directory").kind === "todo"
        ? []
        : ["Get-CloudSyncAgentFact", "Get-CloudSyncServerFact"],
    );
    return [at.run.stateOf("directory").kind, ...findings(at, "directory")];
  };
  const named = { name: "contoso.com", administrator: "CONTOSO\\root", preferredDomainControllers: [] };
  const nameless = { name: "fabrikam.com", preferredDomainControllers: [] };
  assert.deepEqual(await kind([]), ["todo"]);
  assert.deepEqual(await kind([named, nameless]), ["todo"]);
  assert.deepEqual(await kind([{ ...named, administrator: "root" }]), ["todo"]);
  assert.deepEqual(await kind([named]), [
    "answered",
    "domainInDirectory:contoso.com unknown [The directory did not answer in time. Whoever asked saw: No answer.] -> The directory did not answer in time. Whoever asked saw: No answer.",
    "domainAdministrator:contoso.com unknown [Nobody has signed in with this account from here yet.] -> Nobody has signed in with this account from here yet.",
  ]);
});

test("a directory is done where every domain of the plan is listed", async () => {
  const [first] = planned().domains;
  assert.ok(first);
  const plan = { ...planned(), domains: [first, { ...first, name: "fabrikam.com" }] };
  let domains: unknown = { value: ["Contoso.com", "fabrikam.com"] };
  const of = script({
    "Get-CloudSyncAgentFact": () => registeredAgent,
    "Get-CloudSyncRegisteredDomain": () => ({ domains }),
  });
  const at = testRun(of, { plan });
  await at.run.check("directory");
  assert.deepEqual(
    [proofOf(at, "directory"), findings(at, "directory")],
    [["contoso.com, fabrikam.com"], []],
  );
  for (domains of [{ value: ["contoso.com"] }, unread]) {
    await at.run.check("directory");
    assert.equal(at.run.stateOf("directory").kind, "answered");
  }
});

test("a service account is proved by the account the service runs as, and not known before where the directory does not answer", async () => {
  const plan: SetupPlan = { ...emptyPlan(), serviceAccount: { kind: "custom", name: "provAgent01$" } };
  const of = script();
  const at = testRun(of, { plan });
  await at.run.check("serviceAccount");
  assert.deepEqual(findings(at, "serviceAccount"), [
    "serviceAccountInDirectory unknown [The directory did not answer in time. Whoever asked saw: No answer.] -> The directory did not answer in time. Whoever asked saw: No answer.",
  ]);
  of.answers["Get-CloudSyncAgentFact"] = () => runningAs("CONTOSO\\provAgent01$");
  await at.run.check("serviceAccount");
  assert.deepEqual(
    [proofOf(at, "serviceAccount"), findings(at, "serviceAccount")],
    [["CONTOSO\\provAgent01$"], []],
  );
  const unnamed = testRun(of, { plan: { ...plan, serviceAccount: { kind: "custom" } } });
  await unnamed.run.check("serviceAccount");
  assert.deepEqual(unnamed.run.stateOf("serviceAccount"), { kind: "todo", findings: [] });
});

test("with the agent there and no file, there is nothing to fetch", async () => {
  const of = script({ "Get-CloudSyncAgentFact": () => installedAgent });
  const at = testRun(of);
  await at.run.check("download");
  assert.deepEqual(proofOf(at, "download"), ["1.1.2334.0"]);
  of.answers["Get-CloudSyncAgentFact"] = () => ({ ...installedAgent, version: { value: null } });
  await at.run.check("download");
  assert.equal(at.run.stateOf("download").kind, "todo");
});

test("only the acceptance of the licence is one", async () => {
  const of = script({ "Get-CloudSyncInstallerFact": () => goodInstaller });
  const at = testRun(of);
  await at.run.accept("prerequisites", "credentialManager");
  await shownAndApplied(at.run, "download");
  const found = problem(at, "download");
  assert.deepEqual([found?.code, found?.next.length], ["notReady", 1]);
  await at.run.check("download");
  assert.equal(at.run.stateOf("download").kind, "todo");
});

test("the file of the plan is looked at where the plan names one, else the product's own folder", async () => {
  const looked = async (plan: SetupPlan) => {
    const of = script();
    await testRun(of, { plan }).run.check("download");
    return of.calls.find(({ op }) => op === "Get-CloudSyncInstallerFact")?.args;
  };
  const path = "C:\\Temp\\agent.exe";
  assert.deepEqual(await looked(emptyPlan()), { path: "" });
  assert.deepEqual(await looked(parsePlan({ installer: { source: "file" } }, "test")), undefined);
  assert.deepEqual(await looked(parsePlan({ installer: { source: "file", path } }, "test")), { path });
});

test("a rejected file is said by what is wrong with it", async () => {
  const rejected = async (facts: InstallerFacts) => {
    const at = testRun(script({ "Get-CloudSyncInstallerFact": () => facts }));
    await at.run.answer("download", "licence", true);
    await shownAndApplied(at.run, "download");
    return problem(at, "download");
  };
  const edge = await rejected({
    ...goodInstaller,
    product: { value: { name: "Microsoft Edge", version: "1" } },
  });
  assert.equal(edge?.happened, "The file is not the provisioning agent's installer.");
  assert.equal(edge.next.length, 2);
  const hashless = await rejected({ ...goodInstaller, sha256: null });
  assert.equal(hashless?.happened, "The file was not accepted.");
  const missing = await rejected(noInstaller);
  assert.deepEqual([missing?.code, missing?.next.length], ["notReady", 2]);
});

test("an agent is installed where its service and its version are both there", async () => {
  const kind = async (facts: AgentFacts) => {
    const at = testRun(script({ "Get-CloudSyncAgentFact": () => facts }));
    await at.run.check("install");
    const { kind: now, findings: found } = at.run.stateOf("install");
    assert.deepEqual(found, []);
    return now;
  };
  assert.equal(await kind(installedAgent), "done");
  assert.equal(await kind({ ...installedAgent, agent: { value: null } }), "todo");
  assert.equal(await kind({ ...installedAgent, version: { value: null } }), "todo");
  assert.equal(await kind({ ...installedAgent, version: unread }), "todo");
});

test("an older agent is to do, and one that asked for a restart waits for it, without a finding", async () => {
  const of = script({
    "Get-CloudSyncAgentFact": () => ({ ...installedAgent, version: { value: "1.0" } }),
    "Get-CloudSyncInstallerFact": () => goodInstaller,
    "Get-CloudSyncServerFact": () => ({
      ...healthyServer,
      restartDue: { value: "The installer asked for it" },
    }),
  });
  const at = testRun(of);
  await at.run.check("install");
  assert.deepEqual(at.run.stateOf("install"), { kind: "todo", findings: [] });
  of.answers["Get-CloudSyncAgentFact"] = () => installedAgent;
  const waiting = at.run.check("install");
  await until(() => at.run.stateOf("install").kind === "waiting");
  assert.deepEqual(at.run.stateOf("install"), {
    kind: "waiting",
    forWhat: "restart",
    since: "2026-11-24T12:00:00.000Z",
    findings: [],
  });
  at.run.dispose();
  await waiting;
});

test("without a checked installer nothing is run, and the step before it is named", async () => {
  const at = testRun(script());
  await shownAndApplied(at.run, "install");
  const found = problem(at, "install");
  assert.deepEqual([found?.code, found?.next.length], ["notReady", 1]);
});

test("prerequisites are proved by how many rules passed, and by the last start of Windows", async () => {
  const policy = { ...healthyPolicy, credentialManager: unread };
  const of = script({ "Get-CloudSyncPolicyFact": () => policy });
  const at = testRun(of);
  await at.run.check("prerequisites");
  await at.run.accept("prerequisites", "credentialManager");
  const { length } = at.run.stateOf("prerequisites").findings;
  assert.deepEqual(proofOf(at, "prerequisites"), [`${length - 1} of ${length}`, "2026-11-24T08:00:00.000Z"]);
  of.answers["Get-CloudSyncServerFact"] = () => ({ ...healthyServer, bootedAt: unread });
  await at.run.check("prerequisites");
  assert.equal(proofOf(at, "prerequisites")[1], "not known");
});

test("a fix that needs no restart marks none", async () => {
  const executionPolicy = { value: [{ scope: "LocalMachine", policy: "Unrestricted" }] };
  const of = script({ "Get-CloudSyncPolicyFact": () => ({ ...healthyPolicy, executionPolicy }) });
  await shownAndApplied(testRun(of).run, "prerequisites");
  assert.deepEqual(changed(of), ["Set-CloudSyncExecutionPolicyScope"]);
});

test("a restart is marked with its reason, before the values that need it", async () => {
  const of = script({ "Get-CloudSyncTlsFact": () => ({ ...healthyTls, strongCrypto: { value: 0 } }) });
  await shownAndApplied(testRun(of).run, "prerequisites");
  assert.deepEqual(
    of.calls
      .filter(({ op, how }) => !op.startsWith("Get-") && how.whatIf !== true)
      .map(({ op, args }) => [op, args]),
    [
      ["Set-CloudSyncRestartMark", { reason: "settings" }],
      ["Set-CloudSyncTlsValue", { setting: "strongCrypto", value: 1 }],
    ],
  );
});

test("a what-if takes the changes alone, not what is said on the way", async () => {
  const change = registryChange("Enabled", 0, 1);
  const of = script({
    "Get-CloudSyncTlsFact": () => ({ ...healthyTls, strongCrypto: { value: 0 } }),
    "Set-CloudSyncTlsValue": (_, { onEvent }) => {
      onEvent?.({ kind: "progress", code: "begins", params: { operation: "Reading" } });
      onEvent?.({ kind: "change", change });
      return {};
    },
  });
  const { run } = testRun(of);
  await run.changes("prerequisites");
  assert.deepEqual(run.changesOf("prerequisites"), [change]);
});

test("a call of an operation that does not exist, or changes nothing, is refused", async () => {
  for (const op of ["Format-Disk", "Get-ServerFacts"]) {
    const call = { port: "server", op, args: {} } as unknown as Call;
    const { changing: operationOf } = new Carriers({
      server: scriptedServer(script()),
      ...otherPorts,
      masking: redactor(),
    });
    await assert.rejects(
      runCalls({ operationOf } as StepContext, [call]),
      new RegExp(`Nothing is changed by ${op}`, "u"),
    );
  }
});
