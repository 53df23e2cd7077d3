/** Registering an agent again: on purpose only, and done only where something shows it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AgentHealth } from "../../../../src/setup/operations/agent.ts";
import type { SetupPlan } from "../../../../src/setup/plan.ts";
import type { YesQuestion } from "../../../../src/setup/ports.ts";
import { beginsAgain } from "../../../../src/setup/agent/registeredAgain.ts";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import { healthyAgent, registeredAgent, tenant, unread } from "../../support/facts.ts";
import {
  ops,
  planned,
  proofOf,
  script,
  testRun,
  until,
  type Script,
  type TestRun,
  shownAndApplied,
} from "../../support/scriptedServer.ts";
import { sayChange } from "../../../../src/setup/told/changes.ts";
import { shownValue } from "../../../../src/setup/values/shownValue.ts";
import { press } from "../../../press.ts";

const wizard = "AADConnectProvisioningAgentWizard.exe";
const plan: SetupPlan = { ...planned(), tenant, registrationMethod: "credential" };
const first = "2026-11-18T06:00:00.000Z";
const second = "2026-11-24T12:00:05.000Z";
const certificate = (notBefore: string, notAfter = "2027-02-01T00:00:00.000Z") => ({
  subject: `CN=${tenant}`,
  notBefore,
  notAfter,
});

/** A registered agent, whose certificate a registration renews where the test says so. */
const registered = (renews = true, answers: Script["answers"] = {}) => {
  const state = {
    certificates: { value: [certificate(first)] } as AgentHealth["certificates"],
    programs: [] as string[],
  };
  const renew = () => {
    if (renews)
      state.certificates = { value: [certificate(first), certificate(second, "2027-02-07T00:00:00.000Z")] };
  };
  const of = script({
    "Get-CloudSyncAgentFact": () => ({ ...registeredAgent, setupPrograms: { value: state.programs } }),
    "Get-CloudSyncRegisteredDomain": () => ({ domains: { value: ["contoso.com"] } }),
    "Get-CloudSyncAgentHealth": () => ({ ...healthyAgent, certificates: state.certificates }),
    "Register-CloudSyncAgent": () => {
      renew();
      return { steps: ["Connect-AADCloudSyncAzureAD"] };
    },
    "Start-CloudSyncAgentWizard": () => {
      state.programs = [wizard];
      return { started: true };
    },
    ...answers,
  });
  return { state, of, renew };
};
const secrets = () => [
  { user: "admin@contoso.onmicrosoft.com", password: "entra-Secret-1" },
  { user: "CONTOSO\\root", password: "domain-Secret-2" },
];
const again = async (at: TestRun) => {
  await at.run.act("confirm", "changes");
  await press(at.run, "confirm", "again");
};
const button = ({ run }: TestRun, id: string) =>
  run
    .stepOf("confirm")
    .actions(run.stateOf("confirm"), { ...run.known, changesShown: run.changesOf("confirm") !== undefined })
    .find((one) => one.id === id);
const times = (of: Script, op: string) => ops(of).filter((one) => one === op).length;

test("what is registered is registered again by its own button: after the list, with a yes", async () => {
  const { of } = registered();
  const questions: YesQuestion[] = [];
  const credentials = [...secrets(), ...secrets()];
  let yes = false;
  const at = testRun(of, {
    plan,
    ask: {
      credential: () => Promise.resolve(credentials.shift()),
      consent: (question) => Promise.resolve((questions.push(question), yes)),
    },
  });
  await at.run.check("confirm");
  assert.equal(at.run.stateOf("confirm").kind, "done");
  assert.equal(button(at, "apply"), undefined);
  assert.equal(button(at, "again")?.needs, "Show what will change first.");
  await press(at.run, "confirm", "again");
  assert.equal(questions.length, 0, "nothing before the list was shown");
  await again(at);
  assert.deepEqual(
    at.run
      .changesOf("confirm")
      ?.filter((change) => change.before !== null && !sayChange(change).startsWith("Permission of "))
      .map(({ before, after }) => [shownValue(before), shownValue(after)]),
    [
      ["CONTOSO\\pGMSA_e6620264$", "provAgentgMSA (pGMSA_...$)"],
      [tenant, tenant],
      ["contoso.com", "contoso.com"],
      ["valid until 2027-02-01T00:00:00.000Z", "a new one"],
      ["Running", "restarted"],
    ],
  );
  assert.match(questions[0]?.message ?? "", /SYNC01/u);
  assert.equal(times(of, "Register-CloudSyncAgent"), 0, "a no changes nothing");
  assert.equal(at.run.stateOf("confirm").kind, "done");
  yes = true;
  await again(at);
  assert.equal(times(of, "Register-CloudSyncAgent"), 1);
  assert.equal(proofOf(at, "confirm").at(-1), second, "the newer certificate is the proof");
  await shownAndApplied(at.run, "confirm");
  assert.equal(times(of, "Register-CloudSyncAgent"), 1, "applying a step that is done does nothing");
});

test("without a newer certificate the cmdlets' answers are the proof; with neither it is not known", async () => {
  const { of } = registered(false);
  const at = testRun(of, { plan, credentials: secrets(), yes: true });
  await again(at);
  assert.equal(at.run.stateOf("confirm").kind, "done");
  assert.match(proofOf(at, "confirm").at(-1) ?? "", /^ada, /u);
  const failing = registered(false, {
    "Register-CloudSyncAgent": () => {
      throw new Error("cut");
    },
  });
  const cut = testRun(failing.of, { plan, credentials: secrets(), yes: true });
  await again(cut);
  assert.equal(cut.run.stateOf("confirm").kind, "failed");
  await cut.run.check("confirm");
  const state = cut.run.stateOf("confirm");
  assert.equal(state.kind, "todo");
  const found = state.findings.find(({ rule }) => rule === "registeredAgain");
  assert.deepEqual(
    found?.evidence.map(({ value }) => value),
    [`ada, ${cut.clock.now()}`, first, "The agent has no newer certificate."],
  );
  assert.equal(button(cut, "accept"), undefined);
  assert.equal(button(cut, "again")?.primary, true);
  await press(cut.run, "confirm", "settle");
  assert.match(cut.run.stateOf("confirm").kind === "done" ? proofOf(cut, "confirm").join() : "", /ada, /u);
  assert.equal(button(cut, "settle"), undefined);
});

test("a closed password box has begun nothing", async () => {
  const { of } = registered();
  const at = testRun(of, { accepted: false, plan, credentials: [undefined], yes: true });
  await again(at);
  assert.equal(at.run.stateOf("confirm").kind, "done");
  assert.equal(at.run.known.attestations.length, 0);
});

test("by wizard: it is waited for until it is closed, although tenant and account were there all the time", async () => {
  const { of, state, renew } = registered();
  const at = testRun(of, { plan: { ...plan, registrationMethod: "wizard" }, yes: true });
  await at.run.check("confirm");
  await at.run.act("confirm", "changes");
  const registering = press(at.run, "confirm", "again");
  await until(() => at.run.stateOf("confirm").kind === "waiting");
  renew();
  const polls = at.clock.sleeps.length;
  await until(() => at.clock.sleeps.length > polls + 2);
  assert.equal(at.run.stateOf("confirm").kind, "waiting", "a new certificate does not end an open wizard");
  state.programs = [];
  await registering;
  assert.equal(proofOf(at, "confirm").at(-1), second);
});

test("a wizard that was closed without registering leaves it open what happened", async () => {
  const { of, state } = registered(false);
  const at = testRun(of, { plan: { ...plan, registrationMethod: "wizard" }, yes: true });
  await at.run.act("confirm", "changes");
  const registering = press(at.run, "confirm", "again");
  await until(() => at.run.stateOf("confirm").kind === "waiting");
  state.programs = [];
  await registering;
  assert.equal(at.run.stateOf("confirm").kind, "todo");
  state.certificates = unread;
  await at.run.check("confirm");
  const found = at.run.stateOf("confirm").findings.find(({ rule }) => rule === "registeredAgain");
  assert.equal(found?.verdict === "unknown" && found.unread, unread.unread);
});

test("a certificate that could not be read before proves nothing afterwards; where there was none, any does", async () => {
  assert.deepEqual(beginsAgain(unread), { about: "registerAgain" });
  assert.deepEqual(beginsAgain({ value: [] }), { about: "registerAgain", certificate: null });
  const proved = async (before: AgentHealth["certificates"]) => {
    const { of, state } = registered(false);
    state.certificates = before;
    const at = testRun(of, { plan: { ...plan, registrationMethod: "wizard" }, yes: true });
    await at.run.check("confirm");
    await at.run.act("confirm", "changes");
    const registering = press(at.run, "confirm", "again");
    await until(() => at.run.stateOf("confirm").kind === "waiting");
    state.certificates = { value: [certificate(first)] };
    state.programs = [];
    await registering;
    return at.run.stateOf("confirm").kind;
  };
  assert.equal(await proved(unread), "todo");
  assert.equal(await proved({ value: [] }), "done");
});

test("a certificate that has ended leads through repair to registering again", async () => {
  const { of, state } = registered();
  const ended = "2026-11-24T11:00:00.000Z";
  state.certificates = { value: [certificate(first, ended)] };
  const rights = {
    holders: {
      value: [
        { sid: "S-1-5-80-0", name: "NT SERVICE\\ALL SERVICES" },
        { sid: "S-1", name: "CONTOSO\\pGMSA_e6620264$" },
      ],
    },
  };
  const before = of.answers["Get-CloudSyncLogonRightFact"];
  of.answers["Get-CloudSyncLogonRightFact"] = (args, how) => ({
    ...(before?.(args, how) as object),
    ...rights,
  });
  const at = testRun(of, {
    procedure: procedures.repair,
    plan: { ...plan, serviceAccount: { kind: "create" } },
    credentials: secrets(),
    yes: true,
  });
  await at.run.checkAll();
  const repair = at.run.stateOf("repair");
  assert.equal(repair.kind, "done");
  assert.equal(repair.findings.find(({ rule }) => rule === "certificate")?.verdict, "warning");
  const confirm = at.run.stateOf("confirm");
  assert.deepEqual(
    [confirm.kind, confirm.findings.at(-1)?.rule, confirm.findings.at(-1)?.verdict],
    ["todo", "certificate", "fail"],
  );
  assert.equal(button(at, "accept"), undefined);
  await again(at);
  assert.equal(at.run.stateOf("confirm").kind, "done");
  await at.run.checkAll();
  assert.equal(at.run.stateOf("verify").kind, "waiting");
  assert.equal(at.run.stateOf("permissions").kind, "done", "the account was created, and is registered");
});

test("a registration that is not the plan's is accepted, not registered again by mistake", async () => {
  const { of } = registered();
  const less = { ...plan };
  delete less.tenant;
  const at = testRun(of, { plan: less });
  await at.run.check("confirm");
  assert.equal(button(at, "accept")?.primary, true);
  assert.equal(button(at, "again")?.primary, false);
});
