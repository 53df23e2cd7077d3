/** What each step asks and offers, whatever is known of the server. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { questionsOf } from "../../../../src/setup/engine/form.ts";
import { getAgentFacts } from "../../../../src/setup/operations/agent.ts";
import type { Operation } from "../../../../src/setup/operations/operation.ts";
import { getRegisteredDomains } from "../../../../src/setup/operations/registering.ts";
import { getServerFacts, joinedDomain } from "../../../../src/setup/operations/server.ts";
import { emptyPlan, parsePlan } from "../../../../src/setup/plan.ts";
import type { StepState } from "../../../../src/setup/stepState.ts";
import type { FormContext } from "../../../../src/setup/step.ts";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import {
  goodInstaller,
  healthyServer,
  installedAgent,
  registeredAgent,
  tenant,
  unread,
} from "../../support/facts.ts";
import { readOf, formContext, planned, proofOf, script, testRun } from "../../support/scriptedServer.ts";
import { sayChange } from "../../../../src/setup/told/changes.ts";

const steps = procedures.install.steps;
const at = "2026-11-24T12:00:00.000Z";
const findings = [] as const;
const states: readonly StepState[] = [
  { kind: "todo", findings },
  { kind: "answered", findings },
  { kind: "running", since: at, doing: "x", cancellable: true, findings },
  { kind: "waiting", forWhat: "restart", since: at, findings },
  { kind: "done", proof: [], at, findings },
  { kind: "stale", proof: [], at, findings },
  {
    kind: "failed",
    problem: { code: "unexpected", happened: "x", means: "x", next: [] },
    findings,
  },
];
const plans = {
  empty: emptyPlan(),
  "created account": planned(),
  "custom account, a file, by credential": parsePlan(
    {
      installer: { source: "file", path: "C:\\Temp\\agent.exe" },
      serviceAccount: { kind: "custom", name: "provAgent01$" },
      domains: [{ name: "contoso.com" }],
      registrationMethod: "credential",
    },
    "test",
  ),
};

for (const [what, plan] of Object.entries(plans))
  test(`in every state each step offers actions and questions with names of their own: plan ${what}`, () => {
    const known = formContext(plan, { facts: readOf([getAgentFacts, registeredAgent]) });
    for (const step of steps) {
      const questions = step.form?.(known) ?? [];
      assert.equal(new Set(questions.map(({ id }) => id)).size, questions.length, step.id);
      for (const { label } of questions) assert.notEqual(label, "");
      for (const state of states) {
        const actions = step.actions(state, { ...known, changesShown: false });
        assert.equal(new Set(actions.map(({ id }) => id)).size, actions.length, step.id);
        assert.ok(actions.length > 0 && actions.every(({ label }) => label !== ""), step.id);
        assert.ok(actions.filter(({ primary }) => primary === true).length <= 1, `${step.id} ${state.kind}`);
      }
    }
  });

test("which server it is stands on the page that connects to it, and is no question", async () => {
  const run = testRun(script());
  const { known } = run.run;
  const [target] = questionsOf({ step: run.run.stepOf("server"), known, answers: run.run.plan.answers });
  assert.deepEqual(target, { kind: "readOnly", id: "target", label: "Server", value: "This machine" });
  await run.run.answer("server", "target", "this");
  assert.deepEqual([run.run.known.plan, run.saved], [emptyPlan(), []]);
});

test("facts of the server that could not be read are named as not known", async () => {
  const facts = { ...healthyServer, elevated: unread, domain: unread, windows: unread, bootedAt: unread };
  const run = testRun(script({ "Get-CloudSyncServerFact": () => facts }));
  await run.run.check("server");
  assert.deepEqual(proofOf(run, "server").slice(2), ["not known", "not known", "not known"]);
  assert.equal(joinedDomain(run.run.known.facts.last(getServerFacts)), undefined);
});

test("a server in a workgroup proposes no domain", async () => {
  const facts = { ...healthyServer, domain: { value: { joined: false, name: "WORKGROUP" } } };
  const run = testRun(script({ "Get-CloudSyncServerFact": () => facts }));
  await run.run.check("server");
  assert.equal(joinedDomain(run.run.known.facts.last(getServerFacts)), undefined);
  const [domain] = questionsOf({
    step: run.run.stepOf("directory"),
    known: run.run.known,
    answers: run.run.plan.answers,
  });
  assert.equal(domain?.kind === "text" && domain.value, "");
});

test("the wizard's answers are shown for the account and the domains of the plan", () => {
  const shown = (plan: FormContext["plan"], ...read: readonly (readonly [Operation, unknown])[]) => {
    const field = steps
      .find(({ id }) => id === "confirm")
      ?.form?.(formContext(plan, { facts: readOf(...read) }))
      .find(({ id }) => id === "answers");
    return field?.kind === "readOnly" ? field.value.split("\n") : [];
  };
  const extension = "Select extension, where it is asked for: HR-driven provisioning / cloud sync";
  const account = "Configure Service Account: create gMSA";
  const added = "Connect Active Directory: add contoso.com as CONTOSO\\root";
  assert.deepEqual(shown(planned()), [extension, account, added]);
  const custom = { ...plans["custom account, a file, by credential"], registrationMethod: "wizard" as const };
  assert.deepEqual(shown(custom).slice(1), [
    "Configure Service Account: use custom gMSA, provAgent01$",
    "Connect Active Directory: add contoso.com as ",
  ]);
  const agent = (version: string) =>
    [getAgentFacts, { ...installedAgent, version: { value: version } }] as const;
  assert.deepEqual(shown(planned(), agent("1.1.1373.0")), [extension, account, added]);
  assert.deepEqual(shown(planned(), agent("1.1.2102.0")), [account, added], "it asks for none any more");
  const listed = [getRegisteredDomains, { domains: { value: ["Contoso.com"] } }] as const;
  assert.deepEqual(shown(planned(), agent("1.1.2334.0"), listed), [
    account,
    "Connect Active Directory: contoso.com is configured already",
  ]);
  const plan = planned();
  const ordered = {
    ...plan,
    domains: plan.domains.map((one) => ({ ...one, preferredDomainControllers: ["dc1.contoso.com"] })),
  };
  assert.equal(shown(ordered, agent("1.1.2334.0"), listed)[1], added, "an order is taken where it is added");
});

test("the account that registers is asked for only where it registers by credential", async () => {
  const run = testRun(script());
  const ids = () => (run.run.stepOf("confirm").form?.(run.run.known) ?? []).map(({ id }) => id);
  assert.deepEqual(ids(), ["registration", "answers"]);
  await run.run.answer("confirm", "registration", "credential");
  assert.deepEqual(ids(), ["registration", "account"]);
  await run.run.answer("confirm", "account", "nobody");
  assert.ok(run.run.plan.answers.draftOf("confirm", "account")?.wrong);
  await run.run.answer("confirm", "account", "admin@contoso.onmicrosoft.com");
  assert.equal(run.run.known.plan.entraAccount, "admin@contoso.onmicrosoft.com");
});

test("what confirming would change names the custom account and the tenant there is", async () => {
  const of = script({ "Get-CloudSyncAgentFact": () => registeredAgent });
  const plan = { ...planned(), serviceAccount: { kind: "custom" as const, name: "provAgent01$" }, tenant };
  const run = testRun(of, { plan });
  await run.run.changes("confirm");
  const changes = run.run.changesOf("confirm") ?? [];
  assert.equal(changes[0] && sayChange(changes[0]), "Custom gMSA provAgent01$: used as it is");
  assert.deepEqual([changes[1]?.before, changes[1]?.after], ["CONTOSO\\pGMSA_e6620264$", "provAgent01$"]);
  assert.deepEqual([changes[2]?.before, changes[2]?.after], [tenant, tenant]);
});

test("without a checked installer nothing would change, and with nothing registered nothing is accepted", async () => {
  const of = script();
  const run = testRun(of, { plan: planned() });
  await run.run.changes("install");
  assert.deepEqual(run.run.changesOf("install"), []);
  of.answers["Get-CloudSyncInstallerFact"] = () => goodInstaller;
  await run.run.changes("install");
  assert.equal(run.run.changesOf("install")?.[0]?.before, null);
  of.answers["Get-CloudSyncAgentFact"] = () => ({ ...installedAgent, setupPrograms: unread });
  await run.run.check("confirm");
  assert.equal(run.run.stateOf("confirm").kind, "todo");
});
