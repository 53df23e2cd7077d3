/** What a new start of VS Code makes of a run that an earlier one left. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { getAgentFacts } from "../../../../src/setup/operations/agent.ts";
import { getServerFacts, joinedDomain } from "../../../../src/setup/operations/server.ts";
import type { JournalEvent } from "../../../../src/setup/journal.ts";
import { ProblemError } from "../../../../src/setup/problem.ts";
import type { StepState } from "../../../../src/setup/stepState.ts";
import type { Step, StepId } from "../../../../src/setup/step.ts";
import { interruptedStep } from "../../../../src/setup/engine/replay.ts";
import { howToWait, waitKinds, type WaitKind } from "../../../../src/setup/wait.ts";
import { healthyServer, installedAgent, noAgent, registeredAgent, tenant } from "../../support/facts.ts";
import { gone, ops, planned, script, testRun, until } from "../../support/scriptedServer.ts";

const left = (
  step: string,
  state: "done" | "answered" | "waiting",
  forWhat?: WaitKind,
  until?: string,
): JournalEvent => ({
  at: "2026-11-24T11:00:00.000Z",
  by: "ada",
  server: "SYNC01",
  step,
  kind: "checked",
  state,
  proof: [],
  ...(forWhat ? { forWhat } : {}),
  ...(until === undefined ? {} : { until }),
});
const connected = left("server", "done");

test("a restart that was awaited goes on being awaited while the server does not answer", async () => {
  let silent = 2;
  const of = script({
    "Get-CloudSyncServerFact": () => {
      if (silent-- > 0) throw gone();
      return healthyServer;
    },
  });
  const at = testRun(of, { events: [connected, left("prerequisites", "waiting", "restart")] });
  assert.deepEqual(at.run.stateOf("prerequisites"), {
    kind: "waiting",
    forWhat: "restart",
    since: "2026-11-24T11:00:00.000Z",
    findings: [],
  });
  const seen: StepState[] = [];
  at.run.onChange(() => seen.push(at.run.stateOf("prerequisites")));
  await at.run.refresh("prerequisites");
  assert.equal(at.run.stateOf("prerequisites").kind, "done");
  assert.ok(!seen.some(({ kind }) => kind === "failed"));
  const waits = seen.flatMap((state) => (state.kind === "waiting" ? [state.since] : []));
  assert.deepEqual(waits, ["2026-11-24T11:00:00.000Z"], "shown once, with when it began");
  assert.deepEqual(at.clock.sleeps, [5000, 5000]);
});

test("a server that is silent while another step is looked at is a failure at once", async () => {
  const of = script({
    "Get-CloudSyncServerFact": () => {
      throw gone();
    },
  });
  const at = testRun(of, { events: [left("verify", "waiting")] });
  await at.run.check("verify");
  assert.equal(at.run.stateOf("verify").kind, "failed");
  assert.deepEqual(at.clock.sleeps, []);
});

test("silence is said after twenty minutes, and any other problem at once", async () => {
  const of = script({
    "Get-CloudSyncServerFact": () => {
      throw gone();
    },
  });
  const at = testRun(of, { events: [left("prerequisites", "waiting", "restart")] });
  await at.run.check("prerequisites");
  const silent = at.run.stateOf("prerequisites");
  assert.equal(silent.kind === "failed" && silent.problem.code, "restartNotSeen");
  assert.equal(silent.kind === "failed" && silent.problem.next.length, 2);
  assert.equal(at.clock.sleeps.length, (20 * 60) / 5);
  of.answers["Get-CloudSyncServerFact"] = () => {
    throw new ProblemError({ ...gone().problem, code: "noPowerShell" });
  };
  const other = testRun(of, { events: [left("prerequisites", "waiting", "restart")] });
  await other.run.check("prerequisites");
  const failed = other.run.stateOf("prerequisites");
  assert.equal(failed.kind === "failed" && failed.problem.code, "noPowerShell");
});

test("a restored wait that nobody took up can be ended", () => {
  const at = testRun(script(), { events: [left("prerequisites", "waiting", "restart")] });
  at.run.cancel("prerequisites");
  assert.equal(at.run.stateOf("prerequisites").kind, "todo");
  at.run.cancel("server");
  assert.equal(at.run.stateOf("server").kind, "todo");
});

test("a wait outlives VS Code, whatever it is for: it stands there with when it began and when it ends", () => {
  for (const forWhat of waitKinds) {
    const until = "2026-11-24T21:00:00.000Z";
    const events = [left("verify", "waiting", forWhat, until), left("verify", "waiting", forWhat, until)];
    const again = { ...events[1], at: "2026-11-24T11:30:00.000Z" } as JournalEvent;
    const at = testRun(script(), { events: [...events.slice(0, 1), again] });
    const since = "2026-11-24T11:00:00.000Z";
    assert.deepEqual(at.run.stateOf("verify"), { kind: "waiting", forWhat, since, until, findings: [] });
    at.run.cancel("verify");
    assert.equal(at.run.stateOf("verify").kind, "todo", "and can be ended");
  }
});

test("a wait that was kept is looked at when its step is shown, once; and goes on since it began", async () => {
  for (const forWhat of waitKinds) {
    let looks = 0;
    const verify: Step = {
      id: "verify",
      lines: [],
      title: () => "Verify",
      introduction: () => [],
      actions: () => [],
      check: () => {
        looks += 1;
        return Promise.resolve(
          looks < 3
            ? { kind: "waiting", forWhat, findings: [] }
            : { kind: "done", findings: [], proof: [{ name: "x", value: "y" }] },
        );
      },
    };
    const at = testRun(script(), { steps: [verify], events: [left("verify", "waiting", forWhat)] });
    const since: string[] = [];
    at.run.onChange(() => {
      const state = at.run.stateOf("verify");
      if (state.kind === "waiting") since.push(state.since);
    });
    await at.run.refresh("verify");
    assert.ok(since.length > 0 && since.every((one) => one === "2026-11-24T11:00:00.000Z"), forWhat);
    const { pollMs } = howToWait(forWhat);
    assert.deepEqual(at.clock.sleeps, pollMs === undefined ? [] : [pollMs, pollMs], forWhat);
    const before = looks;
    await at.run.refresh("verify");
    assert.equal(looks, before, "it was looked at");
  }
});

test("only a wait in the middle of work is offered to go on with", () => {
  const offered = waitKinds.filter(
    (forWhat) => interruptedStep([left("verify", "waiting", forWhat)], () => true) !== undefined,
  );
  assert.deepEqual(offered, ["restart", "wizard"]);
});

test("showing a step looks at the server first, so that its form can propose the domain", async () => {
  const at = testRun(script(), { events: [connected] });
  await at.run.refresh("directory");
  assert.equal(at.run.stateOf("server").kind, "done");
  assert.equal(joinedDomain(at.run.known.facts.last(getServerFacts)), "contoso.com");
  assert.equal(at.run.stateOf("directory").kind, "todo");
});

test("showing a step looks at it again where its word is old, and only then", async () => {
  const of = script({ "Get-CloudSyncAgentFact": () => installedAgent });
  const at = testRun(of, { events: [connected, left("install", "done")] });
  await at.run.refresh("install");
  assert.equal(at.run.stateOf("install").kind, "done");
  const before = ops(of).length;
  await at.run.refresh("install");
  assert.equal(ops(of).length, before);
});

test("showing a step that was answered looks at it once, for what was found then", async () => {
  const of = script();
  const at = testRun(of, {
    events: [left("serviceAccount", "answered")],
    plan: { ...planned(), serviceAccount: { kind: "create" } },
  });
  await at.run.refresh("serviceAccount");
  const looked = ["Get-CloudSyncAgentFact", "Get-CloudSyncServerFact"];
  assert.deepEqual(ops(of), looked);
  assert.equal(at.run.stateOf("serviceAccount").findings.length, 1);
  await at.run.refresh("serviceAccount");
  assert.deepEqual(ops(of), looked);
});

test("the facts that forms propose stay when others come in", async () => {
  const of = script({ "Get-CloudSyncAgentFact": () => registeredAgent });
  const at = testRun(of, { plan: planned() });
  await at.run.check("server");
  await at.run.check("serviceAccount");
  const { facts } = at.run.known;
  assert.deepEqual(facts.last(getServerFacts), healthyServer);
  assert.deepEqual(facts.last(getAgentFacts)?.tenantId, { value: tenant });
  assert.equal(testRun(script()).run.known.facts.last(getAgentFacts), undefined);
});

test("where nobody connected yet, showing a step asks the server nothing", async () => {
  const of = script();
  await testRun(of).run.refresh("directory");
  assert.deepEqual(ops(of), []);
});

test("where the server cannot be reached, the step keeps its last word", async () => {
  const of = script({
    "Get-CloudSyncServerFact": () => {
      throw gone();
    },
  });
  const at = testRun(of, { events: [connected, left("install", "done")] });
  await at.run.refresh("install");
  assert.equal(at.run.stateOf("server").kind, "failed");
  assert.equal(at.run.stateOf("install").kind, "stale");
});

test("showing a step leaves other work alone", async () => {
  const wizard = { ...installedAgent, setupPrograms: { value: ["AADConnectProvisioningAgentWizard.exe"] } };
  const of = script({ "Get-CloudSyncAgentFact": () => wizard });
  const at = testRun(of, { events: [left("install", "done")] });
  const waiting = at.run.check("confirm");
  await until(() => at.run.stateOf("confirm").kind === "waiting");
  await at.run.refresh("install");
  assert.equal(at.run.stateOf("install").kind, "stale");
  assert.equal(at.run.busyWith, "confirm");
  of.answers["Get-CloudSyncAgentFact"] = () => noAgent;
  await waiting;
});

test("a step of no procedure is not gone on with: what is left of it is begun anew where it was begun", async () => {
  const began = (step: string): JournalEvent => ({
    at: "2026-11-24T11:00:00.000Z",
    by: "ada",
    server: "SYNC01",
    step,
    kind: "started",
  });
  for (const id of ["undo", "logs", "install"] as const) {
    const { run } = testRun(script(), { events: [began(id)], unopened: true });
    if (!run.knows(id)) run.register({ ...run.stepOf("verify"), id });
    await run.open();
    assert.equal(run.interrupted, id === "install" ? "install" : undefined);
  }
});

test("the step that meets the server is the one that is looked at first, and stays done, whatever it is called", async () => {
  const looked: string[] = [];
  const step = (id: StepId, more: Partial<Step> = {}): Step => ({
    id,
    lines: [],
    title: () => id,
    introduction: () => [],
    check: () => {
      looked.push(id);
      return Promise.resolve({ kind: "done", findings: [], proof: [] });
    },
    apply: () => Promise.resolve(),
    actions: () => [],
    ...more,
  });
  const steps = [
    step("server"),
    step("verify", { meetsServer: true }),
    step("install", { invalidates: true }),
  ];
  const events = [left("server", "done"), left("verify", "done"), left("install", "done")];
  const { run } = testRun(script(), { steps, events });
  await run.refresh("install");
  assert.deepEqual(looked, ["verify", "install"]);
  await run.check("server");
  run.follow({ ...run.procedure, steps });
  const states = () => steps.map(({ id }) => run.stateOf(id).kind);
  assert.deepEqual(states(), ["stale", "done", "stale"]);
});
