import assert from "node:assert/strict";
import { test } from "node:test";
import { questionsOf } from "../../../../src/setup/engine/form.ts";
import { emptyPlan, parsePlan } from "../../../../src/setup/plan.ts";
import {
  healthyServer,
  noAgent,
  tenant,
  installedAgent,
  runningAs,
  registeredAgent,
} from "../../support/facts.ts";
import {
  changed,
  script,
  testRun,
  ops,
  until,
  planned,
  proofOf,
  shownAndApplied,
} from "../../support/scriptedServer.ts";
import { press } from "../../../press.ts";

test("a choice is answered, not done, and says that it was not checked in the directory", async () => {
  const at = testRun(script());
  await at.run.answer("serviceAccount", "kind", "create");
  const state = at.run.stateOf("serviceAccount");
  assert.deepEqual([state.kind, state.findings.map(({ verdict }) => verdict)], ["answered", ["unknown"]]);
});

test("a custom account needs its name; a wrong name is kept with what is wrong", async () => {
  const at = testRun(script());
  await at.run.answer("serviceAccount", "kind", "custom");
  assert.equal(at.run.stateOf("serviceAccount").kind, "todo");
  await at.run.answer("serviceAccount", "name", "no dollar");
  assert.match(at.run.plan.answers.draftOf("serviceAccount", "name")?.wrong ?? "", /with its \$ at the end/u);
  assert.equal(at.run.plan.answers.draftOf("serviceAccount", "name")?.value, "no dollar");
  await at.run.answer("serviceAccount", "name", "provAgent01$");
  assert.equal(at.run.plan.answers.draftOf("serviceAccount", "name"), undefined);
  assert.equal(at.run.stateOf("serviceAccount").kind, "answered");
});

test("a choice is done when the agent's service is seen to run as it", async () => {
  const at = testRun(script({ "Get-CloudSyncAgentFact": () => runningAs("CONTOSO\\provAgent01$") }));
  await at.run.answer("serviceAccount", "kind", "custom");
  await at.run.answer("serviceAccount", "name", "provagent01$");
  assert.equal(at.run.stateOf("serviceAccount").kind, "done");
});

test("the domain and the user of the session are suggested, and taken with one action", async () => {
  const at = testRun(script());
  await at.run.check("server");
  const fields = questionsOf({
    step: at.run.stepOf("directory"),
    known: at.run.known,
    answers: at.run.plan.answers,
  });
  assert.deepEqual(
    fields.map((one) => one.kind === "text" && one.value),
    ["contoso.com", "CONTOSO\\ada"],
  );
  await press(at.run, "directory", "use");
  assert.equal(at.run.stateOf("directory").kind, "answered");
  assert.deepEqual(at.run.known.plan.domains, [
    { name: "contoso.com", administrator: "CONTOSO\\ada", preferredDomainControllers: [] },
  ]);
});

test("an administrator typed before the domain is not lost", async () => {
  const at = testRun(script());
  await at.run.answer("directory", "domains.1.administrator", "CONTOSO\\root");
  assert.equal(at.run.plan.answers.draftOf("directory", "domains.1.administrator")?.value, "CONTOSO\\root");
  await at.run.answer("directory", "domains.1.domain", "fabrikam.com");
  assert.deepEqual(
    at.run.known.plan.domains.map(({ name, administrator }) => [name, administrator]),
    [["fabrikam.com", "CONTOSO\\root"]],
  );
});

test("the directory is done where the installed module lists the domain", async () => {
  const of = script({
    "Get-CloudSyncAgentFact": () => registeredAgent,
    "Get-CloudSyncRegisteredDomain": () => ({ domains: { value: ["CONTOSO.com"] } }),
  });
  const at = testRun(of);
  await at.run.check("server");
  await press(at.run, "directory", "use");
  assert.equal(at.run.stateOf("directory").kind, "done");
  of.answers["Get-CloudSyncRegisteredDomain"] = () => ({ domains: { value: ["fabrikam.com"] } });
  await at.run.check("directory");
  assert.equal(at.run.stateOf("directory").kind, "answered");
});

test("registration names the steps that are missing and asks for no password before", async () => {
  const of = script();
  const at = testRun(of, { plan: { ...emptyPlan(), registrationMethod: "credential" } });
  await shownAndApplied(at.run, "confirm");
  const state = at.run.stateOf("confirm");
  assert.equal(state.kind === "failed" && state.problem.next.length, 3);
  assert.ok(!ops(of).includes("Register-CloudSyncAgent"));
});

test("nothing is registered before the changes were shown, and an answer asks to show them again", async () => {
  const of = script({ "Get-CloudSyncAgentFact": () => installedAgent });
  const at = testRun(of, { plan: planned() });
  await at.run.act("confirm", "apply");
  assert.deepEqual(at.events, []);
  await at.run.act("confirm", "changes");
  assert.equal(at.run.changesOf("confirm")?.length, 11);
  await at.run.answer("confirm", "registration", "credential");
  assert.equal(at.run.changesOf("confirm"), undefined);
  await at.run.act("confirm", "apply");
  assert.ok(!ops(of).includes("Register-CloudSyncAgent"));
});

test("by wizard: it is opened, waited for, and the tenant found is accepted by a person", async () => {
  let agent = installedAgent;
  const wizard = "AADConnectProvisioningAgentWizard.exe";
  const of = script({
    "Get-CloudSyncAgentFact": () => agent,
    "Start-CloudSyncAgentWizard": () => {
      agent = { ...agent, setupPrograms: { value: [wizard] } };
      return { started: true };
    },
  });
  const at = testRun(of, { plan: planned() });
  await at.run.act("confirm", "changes");
  const registering = shownAndApplied(at.run, "confirm");
  await until(() => at.run.stateOf("confirm").kind === "waiting");
  const waiting = at.run.stateOf("confirm");
  assert.equal(waiting.kind === "waiting" && waiting.forWhat, "wizard");
  agent = { ...registeredAgent, setupPrograms: { value: [wizard] } };
  await registering;
  assert.equal(at.run.stateOf("confirm").kind, "todo");
  assert.equal(at.run.stateOf("confirm").findings.find(({ rule }) => rule === "tenant")?.verdict, "warning");
  await press(at.run, "confirm", "accept");
  assert.equal(at.run.known.plan.tenant, tenant);
  assert.ok(proofOf(at, "confirm").includes(wizard), "the window left open is named");
});

test("without a desktop the wizard is not started", async () => {
  for (const desktop of [{ value: false }, { unread: "denied" }]) {
    const of = script({
      "Get-CloudSyncAgentFact": () => installedAgent,
      "Get-CloudSyncServerFact": () => ({ ...healthyServer, desktop }),
    });
    const at = testRun(of, { plan: planned() });
    await shownAndApplied(at.run, "confirm");
    const state = at.run.stateOf("confirm");
    assert.equal(state.kind === "failed" && state.problem.code, "noDesktop");
    assert.ok(!ops(of).includes("Start-CloudSyncAgentWizard"));
  }
});

test("by credential: passwords go to the operation's secrets and nowhere else", async () => {
  let agent = installedAgent;
  const of = script({
    "Get-CloudSyncAgentFact": () => agent,
    "Register-CloudSyncAgent": () => {
      agent = registeredAgent;
      return { steps: ["Connect-AADCloudSyncAzureAD"] };
    },
  });
  const account = { user: "admin@contoso.onmicrosoft.com", password: "entra-Secret-1" };
  const domain = { user: "CONTOSO\\root", password: "domain-Secret-2" };
  const at = testRun(of, {
    plan: { ...planned(), registrationMethod: "credential", tenant },
    credentials: [account, domain],
  });
  await at.run.act("confirm", "changes");
  await shownAndApplied(at.run, "confirm");
  assert.equal(at.run.stateOf("confirm").kind, "done");
  const call = of.calls.find(({ op }) => op === "Register-CloudSyncAgent");
  assert.ok(call);
  assert.deepEqual(call.how.secrets, {
    AccountCredential: [account],
    ServiceAccountCredential: [domain],
    DomainCredential: [domain],
  });
  assert.doesNotMatch(JSON.stringify([at.events, at.saved, call.args, at.run.stateOf("confirm")]), /Secret/u);
});

test("what was listed is what is done, whatever becomes of the plan while a password box is open or a look is awaited", async () => {
  const foreign = parsePlan(
    {
      registrationMethod: "credential",
      entraAccount: "root@evil.example",
      serviceAccount: { kind: "custom", name: "evil$" },
      domains: [{ name: "evil.example", preferredDomainControllers: ["dc.evil.example"] }],
    },
    "test",
  );
  let change: () => Promise<void> = () => Promise.resolve();
  const of = script({
    "Get-CloudSyncAgentFact": () => installedAgent,
    "Register-CloudSyncAgent": () => ({ steps: [] }),
  });
  const at = testRun(of, {
    plan: { ...planned(), registrationMethod: "credential", tenant },
    ask: {
      credential: async () => {
        await change();
        return { user: "CONTOSO\\root", password: "domain-Secret-2" };
      },
      consent: () => Promise.resolve(false),
    },
  });
  for (const during of ["box", "look"] as const) {
    await at.run.plan.use({ ...planned(), registrationMethod: "credential", tenant });
    await at.run.act("confirm", "changes");
    change =
      during === "box" ? () => at.run.plan.useFile(foreign, "evil.cloudsync.json") : () => Promise.resolve();
    const looking = during === "look" ? at.run.check("confirm") : Promise.resolve();
    const applying = at.run.apply("confirm");
    if (during === "look") await at.run.plan.useFile(foreign, "evil.cloudsync.json");
    await Promise.all([looking, applying]);
    const { args } = of.calls.findLast(({ op }) => op === "Register-CloudSyncAgent") ?? assert.fail(during);
    assert.doesNotMatch(JSON.stringify(args), /evil/u, during);
    assert.match(JSON.stringify(args), /contoso\.com/u, during);
    assert.equal(
      at.run.known.plan.entraAccount,
      "root@evil.example",
      "the other plan is in use for what comes next",
    );
    of.calls.length = 0;
  }
});

test("a password box that is closed changes nothing", async () => {
  const of = script({ "Get-CloudSyncAgentFact": () => installedAgent });
  const at = testRun(of, {
    plan: { ...planned(), registrationMethod: "credential" },
    credentials: [undefined],
  });
  await shownAndApplied(at.run, "confirm");
  assert.ok(!ops(of).includes("Register-CloudSyncAgent"));
  assert.equal(at.run.stateOf("confirm").kind, "todo");
  const ended = at.events.findLast((one) => one.kind === "ended");
  assert.equal(ended?.kind === "ended" && ended.how, "cancelled");
});

test("half a registration, another tenant and another account are failures with a way on", async () => {
  const check = async (facts: typeof installedAgent, plan = planned()) => {
    const at = testRun(script({ "Get-CloudSyncAgentFact": () => facts }), { plan });
    await at.run.check("confirm");
    return at.run.stateOf("confirm").findings.map(({ rule, verdict }) => `${rule} ${verdict}`);
  };
  assert.deepEqual(await check({ ...registeredAgent, tenantId: { value: "" } }), [
    "tenant fail",
    "serviceLogOn pass",
    "registeredDomains unknown",
  ]);
  assert.deepEqual(await check(registeredAgent, { ...planned(), tenant: `0${tenant.slice(1)}` }), [
    "tenant fail",
    "serviceLogOn pass",
    "registeredDomains unknown",
  ]);
  assert.deepEqual(await check({ ...installedAgent, tenantId: { value: tenant } }), [
    "tenant warning",
    "serviceLogOn fail",
    "registeredDomains unknown",
  ]);
});

test("domains that the module lists are compared with the plan", async () => {
  const domains = { value: ["contoso.com"] as string[] };
  const of = script({
    "Get-CloudSyncAgentFact": () => registeredAgent,
    "Get-CloudSyncRegisteredDomain": () => ({ domains }),
  });
  const at = testRun(of, { plan: { ...planned(), tenant } });
  await at.run.check("confirm");
  assert.equal(at.run.stateOf("confirm").kind, "done");
  domains.value = ["fabrikam.com"];
  await at.run.check("confirm");
  assert.equal(
    at.run.stateOf("confirm").findings.find(({ rule }) => rule === "registeredDomains")?.verdict,
    "fail",
  );
});

test("verify waits for a person's look at the portal, and records who and when", async () => {
  const at = testRun(script({ "Get-CloudSyncAgentFact": () => registeredAgent }), { plan: planned() });
  await at.run.check("verify");
  const waiting = at.run.stateOf("verify");
  assert.equal(waiting.kind === "waiting" && waiting.forWhat, "person");
  await press(at.run, "verify", "seen");
  const state = at.run.stateOf("verify");
  assert.ok(state.kind === "done" && state.proof.at(-1)?.value.startsWith("ada, "));
});

test("a stopped service is a failure; the agent's own is restarted on request", async () => {
  const stopped = (facts: typeof registeredAgent, which: "agent" | "updater") => {
    const service = facts[which];
    return {
      ...facts,
      [which]: "value" in service ? { value: { ...service.value, state: "Stopped" } } : service,
    };
  };
  let agent: unknown = stopped(registeredAgent, "agent");
  const of = script({
    "Get-CloudSyncAgentFact": () => agent,
    "Restart-CloudSyncAgentService": () => {
      agent = registeredAgent;
      return {};
    },
  });
  const at = testRun(of, { plan: planned() });
  await at.run.check("verify");
  assert.equal(at.run.stateOf("verify").kind, "todo");
  await shownAndApplied(at.run, "verify");
  assert.equal(at.run.stateOf("verify").kind, "waiting");
  agent = stopped(registeredAgent, "updater");
  await at.run.check("verify");
  const found = at.run.stateOf("verify").findings.find(({ verdict }) => verdict === "fail");
  assert.equal(found?.verdict === "fail" && found.fix.kind, "command");
  agent = { ...noAgent, updater: { unread: "denied" } };
  await at.run.check("verify");
  assert.deepEqual(
    at.run
      .stateOf("verify")
      .findings.map(({ verdict }) => verdict)
      .filter((verdict) => verdict !== "pass"),
    ["fail", "unknown", "fail"],
  );
});

test("in a server where everything is there, nothing is done twice", async () => {
  const of = script({ "Get-CloudSyncAgentFact": () => registeredAgent });
  const at = testRun(of, { plan: { ...planned(), tenant } });
  await at.run.answer("confirm", "registration", "wizard");
  await at.run.check("confirm");
  await press(at.run, "confirm", "accept");
  for (const { id } of at.run.steps) if (id !== "verify") await shownAndApplied(at.run, id);
  assert.deepEqual(changed(of), []);
});
