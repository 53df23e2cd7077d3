/** The run itself: which step is looked at or done when, whose words count, and who hears of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ProblemError } from "../../../../src/setup/problem.ts";
import { emptyPlan } from "../../../../src/setup/plan.ts";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import { goodInstaller, healthyServer, healthyTls, registeredAgent, tenant } from "../../support/facts.ts";
import {
  acceptedLicence,
  kinds,
  ops,
  planned,
  script,
  testRun,
  until,
  shownAndApplied,
} from "../../support/scriptedServer.ts";

test("only what was said about this server counts", () => {
  const said = (server: string) =>
    testRun(script(), { accepted: false, events: [acceptedLicence(server)] }).run.known.attestations;
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
  assert.deepEqual(kinds, ["done", "done", "done", "done", "done", "answered", "answered", "todo", "todo"]);
  assert.equal(run.stateOf("confirm").findings.length, 3, "the step after the answered one was seen");
});

test("a step that does not apply is passed over where all are checked", async () => {
  const { run, events } = testRun(script({ "Get-CloudSyncAgentFact": () => registeredAgent }), {
    steps: procedures.install.steps.map((step) =>
      step.id === "directory" ? { ...step, applies: () => false } : step,
    ),
    plan: { ...planned(), tenant },
  });
  await run.checkAll();
  const looked = (id: string) => events.some(({ step }) => step === id);
  assert.deepEqual([looked("serviceAccount"), looked("directory"), looked("confirm")], [true, false, true]);
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
