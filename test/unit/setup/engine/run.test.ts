/** The run itself: which step is looked at or done when, whose words count, and who hears of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { intent } from "../../../../src/messages/intent.ts";
import { chosenFixes, findingKey, type Finding } from "../../../../src/setup/finding.ts";
import type { JournalEvent } from "../../../../src/setup/journal.ts";
import { ProblemError } from "../../../../src/setup/problem.ts";
import { emptyPlan } from "../../../../src/setup/plan.ts";
import type { Step } from "../../../../src/setup/step.ts";
import { stepViewOf } from "../../../../src/ui/stepView.ts";
import {
  goodInstaller,
  healthyPolicy,
  healthyServer,
  healthyTls,
  registeredAgent,
  tenant,
  unread,
} from "../../support/facts.ts";
import {
  kinds,
  ops,
  planned,
  script,
  testRun,
  until,
  shownAndApplied,
} from "../../support/scriptedServer.ts";

const licence = (server: string): JournalEvent => ({
  at: "2026-11-24T11:00:00.000Z",
  by: "ada",
  server,
  step: "download",
  kind: "said",
  statement: { about: "licence" },
});

test("only what was said about this server counts", () => {
  const said = (server: string) =>
    testRun(script(), { accepted: false, events: [licence(server)] }).run.known.attestations;
  assert.equal(said("SYNC01").length, 1);
  assert.deepEqual(said("OTHER"), []);
});

test("before anything is looked at, every step is to do and none is at work", () => {
  const { run } = testRun(script());
  assert.equal(run.busyWith, undefined);
  for (const { id } of run.steps) assert.deepEqual(run.stateOf(id), { kind: "todo", findings: [] });
});

test("who listens hears that a step works, what it found, and that it is over", async () => {
  const { run } = testRun(script());
  const heard: unknown[] = [];
  run.onChange(() => heard.push([run.busyWith, run.stateOf("server").kind]));
  await run.check("server");
  assert.deepEqual(heard, [
    ["server", "running"],
    ["server", "done"],
    [undefined, "done"],
  ]);
});

test("who listens hears of an answer, a wrong answer, a statement, another plan and another procedure", async () => {
  const { run } = testRun(script());
  let heard = 0;
  run.onChange(() => heard++);
  const hears = async (work: () => Promise<void>): Promise<boolean> => {
    const before = heard;
    await work();
    return heard > before;
  };
  assert.ok(await hears(() => run.answer("download", "source", "file")));
  assert.ok(await hears(() => run.answer("download", "path", "nowhere")));
  assert.ok(await hears(() => run.answer("download", "licence", true)));
  assert.ok(await hears(() => run.plan.use(emptyPlan())));
  let followed = 0;
  run.onChange(() => followed++);
  run.follow(run.procedure);
  assert.equal(followed, 1);
});

test("a plan is saved and recorded, under the first step unless it was answered in another", async () => {
  const at = testRun(script());
  await at.run.plan.use(planned());
  await at.run.answer("confirm", "registration", "credential");
  assert.deepEqual(
    at.events.map((one) => [one.step, one.kind === "answered" && one.plan]),
    [
      ["server", planned()],
      ["confirm", { ...planned(), registrationMethod: "credential" }],
    ],
  );
  assert.deepEqual(at.saved.at(-1), { ...planned(), registrationMethod: "credential" });
});

test("a list of what would change is no work: the record holds the list alone, and nothing is interrupted", async () => {
  const of = script({ "Get-CloudSyncTlsFact": () => ({ ...healthyTls, strongCrypto: { value: null } }) });
  const at = testRun(of);
  await at.run.changes("prerequisites");
  assert.ok(at.run.changesOf("prerequisites") !== undefined);
  assert.deepEqual(kinds(at, "prerequisites"), ["previewed", "checked"]);
});

test("another procedure trusts nothing that was found done in the one before, but the server", async () => {
  const { run } = testRun(script());
  await run.check("server");
  await run.check("prerequisites");
  await run.changes("prerequisites");
  assert.equal(run.stateOf("prerequisites").kind, "done");
  run.follow(run.procedure);
  assert.deepEqual(
    [run.stateOf("server").kind, run.stateOf("prerequisites").kind, run.changesOf("prerequisites")],
    ["done", "stale", undefined],
  );
});

const weakTls = {
  ...healthyTls,
  clientEnabled: { value: 0 },
  strongCrypto: { value: null },
};

test("a fix is left out and taken in again by the finding's name, and the others stay", async () => {
  const { run } = testRun(script({ "Get-CloudSyncTlsFact": () => weakTls }));
  await run.check("prerequisites");
  const left = () => run.known.plan.skippedFixes;
  await run.choose("prerequisites", "tls:net", false);
  await run.choose("prerequisites", "tls:client", false);
  await run.choose("prerequisites", "tls:net", false);
  assert.deepEqual(left(), ["tls:client", "tls:net"]);
  await run.choose("prerequisites", "tls:client", true);
  assert.deepEqual(left(), ["tls:net"]);
});

test("chosen fixes of warnings are applied although the prerequisites are done", async () => {
  const of = script({ "Get-CloudSyncTlsFact": () => ({ ...healthyTls, strongCrypto: { value: null } }) });
  const { run } = testRun(of);
  await run.check("prerequisites");
  await run.choose("prerequisites", "tls:net", false);
  await shownAndApplied(run, "prerequisites");
  assert.equal(run.stateOf("prerequisites").kind, "done");
  assert.ok(!ops(of).includes("Set-CloudSyncTlsValue"), "it was left out");
  await run.choose("prerequisites", "tls:net", true);
  await shownAndApplied(run, "prerequisites");
  assert.ok(ops(of).includes("Set-CloudSyncTlsValue"));
});

test("only findings that the step shows are accepted, and only those whose fix is shown are chosen", async () => {
  const policy = { ...healthyPolicy, credentialManager: unread };
  const of = script({ "Get-CloudSyncTlsFact": () => weakTls, "Get-CloudSyncPolicyFact": () => policy });
  const at = testRun(of, { accepted: false });
  const { run } = at;
  await run.accept("prerequisites", "credentialManager");
  await run.choose("prerequisites", "tls:net", false);
  assert.deepEqual([at.events, at.saved, ops(of)], [[], [], []], "nothing is shown yet");
  await run.check("prerequisites");
  const { length } = at.events;
  const names = run.stateOf("prerequisites").findings.map(findingKey);
  const unknown = ["credentialManager"];
  const fixed = ["tls:client", "tls:net"];
  for (const name of ["nonsense", "tls:nonsense", "__proto__", "", ...names]) {
    if (!unknown.includes(name)) await run.accept("prerequisites", name);
    if (!fixed.includes(name)) await run.choose("prerequisites", name, false);
  }
  assert.deepEqual([at.events.length, at.saved], [length, []]);
  assert.deepEqual(run.known.attestations, []);
  await run.accept("prerequisites", "credentialManager");
  assert.equal(run.known.attestations.length, 1);
});

test("a step whose unknowns stand in nobody's way takes no acceptance", async () => {
  const at = testRun(script(), { accepted: false, plan: planned() });
  await at.run.check("directory");
  const [found] = at.run.stateOf("directory").findings;
  assert.equal(found?.verdict, "unknown");
  await at.run.accept("directory", findingKey(found));
  assert.deepEqual(at.run.known.attestations, []);
});

test("a text is agreed to once", async () => {
  const { run } = testRun(script(), { accepted: false });
  await run.answer("download", "licence", true);
  await run.answer("download", "licence", true);
  assert.equal(run.known.attestations.length, 1);
});

test("a finding about a text of any length can be left out of the plan by what the page shows of it", async () => {
  const long = (end: string) => `${" \u202Ehttp://proxy/".repeat(40)}${end}`;
  const found = (about: string): Finding => ({
    rule: "agentProxy",
    about,
    summary: "x",
    evidence: [],
    why: "x",
    source: "install",
    verdict: "warning",
    fix: { kind: "operation", label: "x", calls: [] },
  });
  const findings = ["a", "b", "c "].map((end) => found(long(end)));
  const step: Step = {
    id: "keepSettings",
    lines: [],
    title: () => "x",
    introduction: () => [],
    check: () => Promise.resolve({ kind: "todo", findings }),
    actions: () => [],
  };
  const { run } = testRun(script(), { steps: [step] });
  await run.check("keepSettings");
  const shown = stepViewOf(run, "keepSettings").findings;
  const [first] = shown.map(({ rule, about }) =>
    v.parse(intent, { kind: "fix", page: "prerequisites", rule, about, chosen: false }),
  );
  assert.ok(first?.kind === "fix");
  await run.choose("keepSettings", findingKey(first), false);
  assert.equal(chosenFixes(run.stateOf("keepSettings").findings, run.known.plan.skippedFixes).length, 2);
  assert.deepEqual(
    stepViewOf(run, "keepSettings").findings.map(({ fix }) => fix?.chosen),
    [false, true, true],
  );
});

test("an answer outdates what later steps were found to be, and nothing earlier", async () => {
  const of = script({
    "Get-CloudSyncAgentFact": () => registeredAgent,
    "Get-CloudSyncRegisteredDomain": () => ({ domains: { value: ["contoso.com"] } }),
  });
  const { run } = testRun(of, { plan: { ...planned(), tenant } });
  await run.checkAll();
  const done = () => run.steps.filter(({ id }) => run.stateOf(id).kind === "done").map(({ id }) => id);
  const before = done();
  assert.ok(before.includes("prerequisites") && before.includes("confirm"));
  await run.answer("serviceAccount", "kind", "custom");
  assert.equal(run.stateOf("confirm").kind, "stale", "the account is another one");
  assert.equal(run.stateOf("prerequisites").kind, "done");
  await run.answer("server", "cloud", "usGov");
  assert.deepEqual(done(), ["server"], "other hosts must be reached");
});

test("a step that changes nothing can be applied and asked what it would change", async () => {
  const { run } = testRun(script());
  await shownAndApplied(run, "serviceAccount");
  assert.equal(run.stateOf("serviceAccount").kind, "todo");
  await run.changes("serviceAccount");
  assert.deepEqual(run.changesOf("serviceAccount"), []);
});

test("all steps of a finished installation are checked, answered ones too", async () => {
  const of = script({ "Get-CloudSyncAgentFact": () => registeredAgent });
  const { run } = testRun(of, { plan: { ...planned(), tenant } });
  await run.checkAll();
  const kinds = run.steps.map(({ id }) => run.stateOf(id).kind);
  assert.deepEqual(kinds, ["done", "done", "done", "done", "done", "answered", "todo", "todo"]);
  assert.equal(run.stateOf("confirm").findings.length, 3, "the step after the answered one was seen");
});

test("a button that checks, checks; a step without a form takes no answer", async () => {
  const of = script();
  const { run } = testRun(of);
  await run.act("server", "check");
  assert.deepEqual(ops(of), ["Get-CloudSyncServerFact"]);
  await run.answer("prerequisites", "anything", "x");
  await run.answer("confirm", "answers", "x");
  await run.answer("download", "url", true);
  assert.equal(run.plan.answers.draftOf("confirm", "answers"), undefined);
  assert.equal(run.plan.answers.draftOf("download", "url"), undefined);
});

test("a check follows an answer only where answering is all the step does, and the answer fits", async () => {
  const of = script();
  const { run } = testRun(of);
  await run.answer("download", "url", "https://mirror.contoso.com/agent.exe");
  await run.answer("serviceAccount", "kind", "something");
  assert.deepEqual(ops(of), []);
  await run.answer("serviceAccount", "kind", "create");
  assert.deepEqual(ops(of), ["Get-CloudSyncAgentFact"]);
});

test("cancelling a step that is not at work leaves its state alone", async () => {
  const { run } = testRun(script());
  await run.check("server");
  run.cancel("server");
  assert.equal(run.stateOf("server").kind, "done");
});

test("a look is not cut short by the work that waits for it", async () => {
  const cut: unknown[] = [];
  let go: () => void = () => undefined;
  const of = script({
    "Get-CloudSyncServerFact": (_, { signal }) =>
      new Promise((resolve) => {
        go = () => {
          cut.push(signal?.aborted);
          resolve(healthyServer);
        };
      }),
  });
  const { run } = testRun(of);
  const both = [run.check("server"), run.check("directory")];
  await until(() => ops(of).length === 1);
  go();
  await Promise.all(both);
  assert.deepEqual(cut, [false]);
});

test("what stands in the way is said with a way on", async () => {
  const of = script({
    "Get-CloudSyncInstallerFact": () => goodInstaller,
    "Install-CloudSyncAgent": () => new Promise(() => undefined),
  });
  const { run } = testRun(of);
  void shownAndApplied(run, "install");
  await until(() => ops(of).includes("Install-CloudSyncAgent"));
  await assert.rejects(
    run.check("server"),
    (error) =>
      error instanceof ProblemError &&
      error.problem.happened === '"Install the agent" is still at work on SYNC01.' &&
      error.problem.next.length > 0,
  );
});
