/** A restart of the server from a step. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ProblemError } from "../../../../src/setup/problem.ts";
import type { Clock, YesQuestion } from "../../../../src/setup/ports.ts";
import { neededFor, readings } from "../../../../src/setup/preflight/partReadings.ts";
import type { StepState } from "../../../../src/setup/stepState.ts";
import { healthyServer } from "../../support/facts.ts";
import { gone, kinds, ops, script, testClock, testRun, until } from "../../support/scriptedServer.ts";
import { press } from "../../../press.ts";

/** A server that waits for its restart, and answers with `during` some times while it restarts. */
const due = (during: () => unknown) => {
  let restarted = false;
  let left = 2;
  const questions: YesQuestion[] = [];
  const of = script({
    "Get-CloudSyncServerFact": () => {
      if (restarted && left-- > 0) return during();
      return restarted
        ? { ...healthyServer, bootedAt: { value: "2026-11-24T12:01:00.000Z" } }
        : { ...healthyServer, restartDue: { value: "TLS" } };
    },
    "Restart-CloudSyncServer": () => {
      restarted = true;
      return {};
    },
  });
  const at = testRun(of, {
    ask: {
      credential: () => Promise.resolve(undefined),
      consent: (question) => {
        questions.push(question);
        return Promise.resolve(true);
      },
    },
  });
  return { of, at, questions };
};

const restarted = async (during: () => unknown) => {
  const { of, at, questions } = due(during);
  const checking = at.run.check("prerequisites");
  await until(() => at.run.stateOf("prerequisites").kind === "waiting");
  const from = at.clock.sleeps.length;
  const shown: StepState[] = [];
  at.run.onChange(() => shown.push(at.run.stateOf("prerequisites")));
  await press(at.run, "prerequisites", "restart");
  await checking;
  return { of, at, questions, shown, slept: at.clock.sleeps.slice(from) };
};

test("a server that is silent while it restarts is waited for, and shown as waiting all the time", async () => {
  const { at, shown, slept, of } = await restarted(() => {
    throw gone();
  });
  assert.equal(at.run.stateOf("prerequisites").kind, "done");
  assert.equal(ops(of).filter((op) => op === "Restart-CloudSyncServer").length, 1);
  assert.deepEqual(slept, [2000, 2000, 2000]);
  const waits = shown.filter((state) => state.kind === "waiting");
  assert.ok(!shown.some((state) => state.kind === "running" && state.doing.startsWith("Waiting")));
  assert.ok(waits.length >= 3 && waits.every(({ forWhat }) => forWhat === "restart"));
});

test("a server that answers with its old start has not restarted yet", async () => {
  const { slept } = await restarted(() => healthyServer);
  assert.deepEqual(slept, [2000, 2000, 2000]);
});

test("any other problem of a restart is said at once", async () => {
  const { at } = await restarted(() => {
    throw new ProblemError({ ...gone().problem, code: "accessDenied" });
  });
  const state = at.run.stateOf("prerequisites");
  assert.equal(state.kind === "failed" && state.problem.code, "accessDenied");
  assert.ok(kinds(at, "prerequisites").includes("failed"));
});

test("a clock that is set back does not lengthen the wait for a restart", async () => {
  for (const way of ["check", "restart"]) {
    const still = testClock();
    let slept = 0;
    const clock: Clock = {
      now: () => new Date(Date.parse(still.now()) - 3 * slept).toISOString(),
      sleep: async (ms, signal) => {
        await still.sleep(ms, signal);
        slept += ms;
        assert.ok(slept <= 21 * 60_000, "it would wait for ever");
      },
    };
    let silent = false;
    const of = script({
      "Get-CloudSyncServerFact": () => {
        if (silent || (way === "check" && slept > 0)) throw gone();
        return { ...healthyServer, restartDue: { value: "TLS" } };
      },
      "Restart-CloudSyncServer": () => ((silent = true), {}),
    });
    const { run } = testRun(of, { clock, yes: true });
    const checking = run.check("prerequisites");
    await until(() => run.stateOf("prerequisites").kind === "waiting");
    if (way === "restart") await press(run, "prerequisites", "restart");
    await checking;
    const state = run.stateOf("prerequisites");
    assert.equal(state.kind === "failed" && state.problem.code, "restartNotSeen", way);
  }
});

test("the question names the server, what a restart does to others, and what yes does", async () => {
  const { questions } = await restarted(() => healthyServer);
  assert.equal(questions.length, 1);
  const [{ message, detail, yes }] = questions as [YesQuestion];
  assert.deepEqual([message, yes], ["Restart SYNC01 now?", "Restart SYNC01"]);
  assert.match(detail, /signed out, and this window closes/u);
});

test("while a restart is awaited only the server's own facts are read; afterwards everything is", async () => {
  let looks = 0;
  const of = script({
    "Get-CloudSyncServerFact": () => ({
      ...healthyServer,
      restartDue: { value: ++looks < 5 ? "TLS" : null },
    }),
  });
  const at = testRun(of);
  await at.run.check("prerequisites");
  assert.equal(at.run.stateOf("prerequisites").kind, "done");
  const everything = neededFor.prerequisites.map((part) => readings[part].operation.name).toSorted();
  const count = everything.length;
  assert.deepEqual(ops(of).slice(0, count).toSorted(), everything);
  assert.deepEqual(new Set(ops(of).slice(count, -count)), new Set(["Get-CloudSyncServerFact"]));
  assert.deepEqual(ops(of).slice(-count).toSorted(), everything);
});

test("a restart mark that cannot be read any more is looked into, not waited for", async () => {
  let looks = 0;
  const of = script({
    "Get-CloudSyncServerFact": () => ({
      ...healthyServer,
      restartDue: ++looks === 1 ? { value: "TLS" } : { unread: "gone" },
    }),
  });
  const at = testRun(of);
  await at.run.check("prerequisites");
  assert.notEqual(at.run.stateOf("prerequisites").kind, "waiting");
});
