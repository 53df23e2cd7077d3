/** A server that gives no answer while a step waits. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isSilence, mayBeSilent } from "../../../../src/setup/engine/silence.ts";
import { ProblemError, type Problem, type ProblemCode } from "../../../../src/setup/problem.ts";
import type { Step } from "../../../../src/setup/step.ts";
import { waits, type Silence } from "../../../../src/setup/wait.ts";
import { gone, script, testRun } from "../../support/scriptedServer.ts";

test("no session, a session that ended and one that says nothing are the silence of a restart", () => {
  const problem = (code: ProblemCode) => new ProblemError({ ...gone().problem, code });
  for (const code of ["sessionNotStarted", "sessionEnded", "sessionSilent"] as const)
    assert.ok(isSilence(problem(code)), code);
  assert.ok(!isSilence(problem("accessDenied")));
  assert.ok(!isSilence(new Error("gone")));
});

test("only during a restart the server may be silent", () => {
  const since = "2026-11-24T11:00:00.000Z";
  const findings = [] as const;
  assert.ok(mayBeSilent({ kind: "waiting", forWhat: "restart", since, findings }));
  assert.ok(!mayBeSilent({ kind: "waiting", forWhat: "person", since, findings }));
  assert.ok(!mayBeSilent({ kind: "todo", findings }));
});

test("how often a silent server is asked, for how long, and what is said then, is what the wait says", async (t) => {
  const after: Problem = { ...gone().problem, code: "notReady", happened: "No controller has answered." };
  const wait = waits.kdsKey as { silence?: Silence };
  wait.silence = { longestMs: 3_600_000, tooLong: (server) => ({ ...after, raw: server }) };
  t.after(() => delete wait.silence);
  let looks = 0;
  const answers: (() => void)[] = [];
  const account: Step = {
    id: "serviceAccount",
    lines: [],
    title: () => "Account",
    introduction: () => [],
    actions: () => [],
    check: () => {
      looks += 1;
      answers.shift()?.();
      return Promise.resolve({ kind: "waiting", forWhat: "kdsKey", findings: [] });
    },
  };
  const silent = () => {
    throw gone();
  };
  const at = testRun(script(), { steps: [account] });
  answers.push(
    () => undefined,
    silent,
    silent,
    () => undefined,
    ...Array.from({ length: 13 }, () => silent),
  );
  await at.run.check("serviceAccount");
  assert.equal(looks, 4 + 13, "what was silent before it answered counts no more");
  assert.deepEqual([...new Set(at.clock.sleeps)], [waits.kdsKey.pollMs]);
  const state = at.run.stateOf("serviceAccount");
  const problem = state.kind === "failed" ? state.problem : undefined;
  assert.deepEqual(problem, { ...after, raw: at.run.name });

  const began = at.clock.now();
  const again = testRun(script(), {
    steps: [account],
    events: [
      {
        at: began,
        by: "ada",
        server: "SYNC01",
        step: "serviceAccount",
        kind: "checked",
        state: "waiting",
        forWhat: "kdsKey",
        proof: [],
      },
    ],
  });
  const shown: unknown[] = [];
  again.run.onChange(() => shown.push(again.run.stateOf("serviceAccount")));
  answers.push(silent, () => {
    again.run.dispose();
  });
  await again.run.refresh("serviceAccount");
  assert.deepEqual(shown.at(1), { kind: "waiting", forWhat: "kdsKey", since: began, findings: [] });
});
