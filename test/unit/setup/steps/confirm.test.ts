/** Registering the agent: when it counts as done, what would change, and what is asked. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AgentFacts } from "../../../../src/setup/operations/agent.ts";
import { emptyPlan, parsePlan, type SetupPlan } from "../../../../src/setup/plan.ts";
import type { JournalEvent } from "../../../../src/setup/journal.ts";
import type { CredentialQuestion } from "../../../../src/setup/ports.ts";
import { briefly } from "../../support/brief.ts";
import {
  healthyServer,
  installedAgent,
  noAgent,
  registeredAgent,
  runningAs,
  tenant,
  unread,
} from "../../support/facts.ts";
import { signedInAsRoot } from "../../support/signedIn.ts";
import {
  ops,
  planned,
  proofOf,
  script,
  testRun,
  until,
  shownAndApplied,
} from "../../support/scriptedServer.ts";
import { sayChange } from "../../../../src/setup/told/changes.ts";
import { shownValue } from "../../../../src/setup/values/shownValue.ts";
import { press } from "../../../press.ts";
import { sayPlace } from "../../../../src/setup/place.ts";

const otherTenant = "11111111-86f1-41af-91ab-2d7cd011db47";
const account = "CONTOSO\\pGMSA_e6620264$";
const own = "NT SERVICE\\AADConnectProvisioningAgent";
const wizard = "AADConnectProvisioningAgentWizard.exe";
const withTenant = { ...planned(), tenant };

const looked = async (agent: AgentFacts, plan: SetupPlan, domains: unknown) => {
  const of = script({
    "Get-CloudSyncAgentFact": () => agent,
    "Get-CloudSyncRegisteredDomain": () => ({ domains }),
  });
  const at = testRun(of, { plan });
  const checking = at.run.check("confirm");
  await until(() => at.run.stateOf("confirm").kind !== "running");
  const { kind } = at.run.stateOf("confirm");
  at.run.dispose();
  await checking;
  return kind;
};

test("it is done with all three: the plan's tenant, the planned account, every domain", async () => {
  const listed = { value: ["contoso.com"] };
  assert.equal(await looked(registeredAgent, withTenant, listed), "done");
  assert.equal(await looked(registeredAgent, planned(), listed), "todo");
  assert.equal(await looked(runningAs(own, registeredAgent), withTenant, listed), "todo");
  assert.equal(await looked(registeredAgent, withTenant, { value: [] }), "todo");
  assert.equal(await looked(registeredAgent, withTenant, { unread: "x" }), "todo");
});

test("an open wizard is waited for until tenant and account are there; another program is not", async () => {
  const open = (facts: AgentFacts, program = wizard): AgentFacts => ({
    ...facts,
    setupPrograms: { value: ["setup.exe", program] },
  });
  const silent = { unread: "x" };
  assert.equal(await looked(open(installedAgent), planned(), silent), "waiting");
  assert.equal(await looked(open(installedAgent, wizard.toUpperCase()), planned(), silent), "waiting");
  assert.equal(await looked(open(runningAs(account)), planned(), silent), "waiting");
  assert.equal(await looked(open(runningAs(own, registeredAgent)), planned(), silent), "waiting");
  assert.equal(await looked(open(registeredAgent), planned(), silent), "todo");
  assert.equal(await looked(open(installedAgent, "other.exe"), planned(), silent), "todo");
});

test("the proof is tenant, account and domains, and names what was left open", async () => {
  let agent = registeredAgent;
  const of = script({
    "Get-CloudSyncAgentFact": () => agent,
    "Get-CloudSyncRegisteredDomain": () => ({ domains: { value: ["contoso.com"] } }),
  });
  const at = testRun(of, { plan: withTenant });
  await at.run.check("confirm");
  assert.deepEqual(proofOf(at, "confirm"), [tenant, account, "contoso.com"]);
  agent = { ...agent, setupPrograms: { value: [wizard, "setup.exe"] } };
  await at.run.check("confirm");
  assert.deepEqual(proofOf(at, "confirm").slice(3), [`${wizard}, setup.exe`]);
  agent = { ...agent, setupPrograms: unread };
  await at.run.check("confirm");
  assert.equal(proofOf(at, "confirm").length, 3);
});

test("before a tenant is there, nobody is asked for the domains", async () => {
  const of = script({ "Get-CloudSyncAgentFact": () => runningAs(account) });
  const at = testRun(of, { plan: planned() });
  await at.run.check("confirm");
  assert.ok(!ops(of).includes("Get-CloudSyncRegisteredDomain"));
  assert.equal(
    at.run.stateOf("confirm").findings.map(briefly)[2],
    "registeredDomains unknown [not known] -> The agent is not registered.",
  );
});

test("accepting says which domains were seen in the wizard, unless the server lists them", async () => {
  const accepted = async (domains: unknown) => {
    const of = script({
      "Get-CloudSyncAgentFact": () => registeredAgent,
      "Get-CloudSyncRegisteredDomain": () => ({ domains }),
    });
    const at = testRun(of, { plan: planned() });
    await at.run.check("confirm");
    await press(at.run, "confirm", "accept");
    assert.equal(at.run.known.plan.tenant, tenant);
    return at.events.flatMap((one) => (one.kind === "said" ? [one.statement] : []));
  };
  const statement = { about: "domains", domains: ["contoso.com"], seenIn: "wizard" };
  assert.deepEqual(await accepted({ unread: "x" }), [statement]);
  assert.deepEqual(await accepted({ value: ["contoso.com"] }), []);
});

test("a tenant that is gone again is not accepted", async () => {
  const of = script({ "Get-CloudSyncAgentFact": () => registeredAgent });
  const at = testRun(of, { plan: planned() });
  await at.run.check("confirm");
  of.answers["Get-CloudSyncAgentFact"] = () => runningAs(account);
  await press(at.run, "confirm", "accept");
  assert.deepEqual(at.saved, []);
  assert.equal(at.run.stateOf("confirm").kind, "todo", "and nothing else is done in its place");
  assert.deepEqual(at.problems, []);
});

test("a consent is one to what its button was about: to another tenant, other domains or nothing it is none", async () => {
  const of = script({ "Get-CloudSyncAgentFact": () => registeredAgent });
  const at = testRun(of, { plan: planned() });
  await at.run.check("confirm");
  const shown = at.run.actionsOf("confirm").find(({ id }) => id === "accept")?.does;
  assert.ok(typeof shown === "object" && "consent" in shown);
  const { about } = shown.consent;
  for (const other of [undefined, "", tenant, about.toUpperCase()])
    await at.run.act("confirm", "accept", other);
  of.answers["Get-CloudSyncAgentFact"] = () => ({ ...registeredAgent, tenantId: { value: otherTenant } });
  await at.run.check("confirm");
  await at.run.act("confirm", "accept", about);
  assert.deepEqual([at.saved, at.events.filter(({ kind }) => kind === "consented")], [[], []]);
  await press(at.run, "confirm", "accept");
  assert.equal(at.run.known.plan.tenant, otherTenant);
  const [given] = at.events.filter((one) => one.kind === "consented");
  assert.deepEqual(
    [given?.id, given?.about, given?.text],
    [
      "tenant",
      `Accept tenant ${otherTenant} and contoso.com`,
      `Accept tenant ${otherTenant} and contoso.com`,
    ],
  );
});

test("what changes between the button and its work is looked at again: the tenant of then is not accepted", async () => {
  const of = script({ "Get-CloudSyncAgentFact": () => registeredAgent });
  const at = testRun(of, { plan: planned() });
  await at.run.check("confirm");
  of.answers["Get-CloudSyncAgentFact"] = () => ({ ...registeredAgent, tenantId: { value: otherTenant } });
  await press(at.run, "confirm", "accept");
  assert.deepEqual(at.saved, []);
});

test("what a server names as its tenant and is none is not accepted, and that is said", async () => {
  const of = script({
    "Get-CloudSyncAgentFact": () => ({ ...registeredAgent, tenantId: { value: "no tenant" } }),
  });
  const at = testRun(of, { plan: planned() });
  await at.run.check("confirm");
  await press(at.run, "confirm", "accept");
  const state = at.run.stateOf("confirm");
  assert.equal(state.kind === "failed" && state.problem.code, "notReady");
  assert.deepEqual(at.saved, []);
});

test("the list of changes is agreed to by the yes that it was made for, and by no other", async () => {
  const of = script({ "Get-CloudSyncAgentFact": () => registeredAgent });
  const at = testRun(of, { plan: planned() });
  await at.run.changes("confirm");
  await press(at.run, "confirm", "accept");
  assert.deepEqual(
    at.events.flatMap((one) => (one.kind === "consented" ? [one.id] : [])),
    ["tenant"],
  );
});

test("every change of a registration is listed with where, before and after", async () => {
  const at = testRun(script({ "Get-CloudSyncAgentFact": () => installedAgent }), { plan: planned() });
  await at.run.changes("confirm");
  const listed = at.run.changesOf("confirm") ?? [];
  assert.deepEqual(
    listed
      .filter((change) => !sayChange(change).startsWith("Permission of "))
      .map(({ on, before, after }) => [
        sayPlace(on, "SYNC01"),
        before === null ? null : shownValue(before),
        shownValue(after),
      ]),
    [
      ["contoso.com", null, "provAgentgMSA (pGMSA_...$)"],
      ["SYNC01", own, "provAgentgMSA (pGMSA_...$)"],
      ["the tenant", null, "the tenant of the account that signs in"],
      ["the tenant", null, "contoso.com"],
      ["SYNC01", "Running", "restarted"],
    ],
  );
  const [created] = listed;
  assert.equal(
    created && sayChange(created),
    "gMSA provAgentgMSA (pGMSA_...$): created, or found and allowed for this server",
  );
});

test("what is missing before a registration is named, step by step", async () => {
  const missing = async (agent: AgentFacts, plan: SetupPlan) => {
    const at = testRun(script({ "Get-CloudSyncAgentFact": () => agent }), { plan });
    await at.run.changes("confirm");
    const state = at.run.stateOf("confirm");
    return state.kind === "failed" ? [state.problem.code, ...state.problem.next] : [];
  };
  const install = 'Finish the step "Install the agent".';
  const choose = 'Answer the step "Choose the service account".';
  const name = 'Answer the step "Name the directory".';
  assert.deepEqual(await missing(noAgent, emptyPlan()), ["notReady", install, choose, name]);
  const nameless: SetupPlan = { ...planned(), serviceAccount: { kind: "custom" } };
  assert.deepEqual(await missing(installedAgent, nameless), ["notReady", choose]);
  assert.deepEqual(await missing(installedAgent, { ...planned(), domains: [] }), ["notReady", name]);
  assert.deepEqual(await missing(installedAgent, planned()), []);
});

test("without a desktop there are two ways on", async () => {
  const facts = { ...healthyServer, desktop: { value: false } };
  const of = script({
    "Get-CloudSyncAgentFact": () => installedAgent,
    "Get-CloudSyncServerFact": () => facts,
  });
  const at = testRun(of, { plan: planned() });
  await shownAndApplied(at.run, "confirm");
  const state = at.run.stateOf("confirm");
  assert.equal(state.kind === "failed" && state.problem.next.length, 2);
});

const rootSignedIn: JournalEvent = {
  at: "2026-11-24T11:00:00.000Z",
  by: "ada",
  server: "SYNC01",
  step: "directory",
  kind: "said",
  statement: signedInAsRoot(),
};

test("by credential: each account is asked for by name, and the cmdlets' answer is recorded", async () => {
  const registered = async (plan: SetupPlan, events: readonly JournalEvent[] = []) => {
    const questions: CredentialQuestion[] = [];
    const of = script({ "Get-CloudSyncAgentFact": () => installedAgent });
    const at = testRun(of, {
      plan: { ...plan, registrationMethod: "credential" },
      events,
      ask: {
        credential: (question) => {
          questions.push(question);
          return Promise.resolve({ user: "x", password: "y" });
        },
        consent: () => Promise.resolve(false),
      },
    });
    await shownAndApplied(at.run, "confirm");
    const said = at.events
      .slice(events.length)
      .flatMap((one) => (one.kind === "said" ? [one.statement] : []));
    return { questions, said, args: of.calls.find(({ op }) => op === "Register-CloudSyncAgent")?.args };
  };
  const { questions, said, args } = await registered(planned());
  assert.deepEqual(questions, [
    {
      title: "Microsoft Entra account",
      user: "admin@contoso.onmicrosoft.com",
      prompt: "A Hybrid Identity Administrator that needs no second factor.",
    },
    {
      title: "Administrator of contoso.com",
      user: "CONTOSO\\root",
      prompt: "A Domain or Enterprise Admin of contoso.com.",
    },
  ]);
  assert.deepEqual(said, [{ about: "domains", domains: ["contoso.com"], seenIn: "cmdlets" }]);
  const again = await registered(planned(), [rootSignedIn]);
  assert.equal(
    again.questions[1]?.prompt,
    "A Domain or Enterprise Admin of contoso.com. It is asked for again: the one that was entered to sign in to the directory was not kept.",
  );
  const domains = [{ name: "contoso.com", preferredDomainControllers: [] }];
  assert.deepEqual(args, { customAccount: "", domains, way: "credential", tenant: "", seenTenant: "" });
  const custom = await registered(
    parsePlan(
      { serviceAccount: { kind: "custom", name: "provAgent01$" }, domains: [{ name: "contoso.com" }] },
      "test",
    ),
  );
  assert.deepEqual(custom.args, {
    customAccount: "provAgent01$",
    domains,
    way: "credential",
    tenant: "",
    seenTenant: "",
  });
  assert.deepEqual(
    custom.questions.map(({ user }) => user),
    ["", ""],
  );
});
