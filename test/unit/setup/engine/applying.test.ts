/** What was shown is what is done: whatever is found, read or answered between the list and the yes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { notShown } from "../../../../src/setup/engine/planned.ts";
import { setTlsValue, restartServer } from "../../../../src/setup/operations/server.ts";
import type { Call } from "../../../../src/setup/call.ts";
import type { Step, StepContext } from "../../../../src/setup/step.ts";
import { stepViewOf } from "../../../../src/ui/stepView.ts";
import { registryChange } from "../../support/changes.ts";
import { healthyPolicy, healthyTls } from "../../support/facts.ts";
import { changed, script, shownAndApplied, testRun, type Script } from "../../support/scriptedServer.ts";
import { press } from "../../../press.ts";

/** A server whose values are what the operations set, each told with what it replaces. */
const withValues = (values: Record<string, number>, more: Script["answers"] = {}): Script =>
  script({
    "Get-CloudSyncTlsFact": () => ({ ...healthyTls, strongCrypto: { value: values.strongCrypto ?? 1 } }),
    "Set-CloudSyncTlsValue": (args, { whatIf, onEvent }) => {
      const [name, after] = [String(args.setting), Number(args.value)];
      const before = values[name] ?? 0;
      if (before === after) return {};
      const undo: Call = {
        port: "server",
        op: "Set-CloudSyncTlsValue",
        args: { setting: name, value: before },
      };
      onEvent?.({ kind: "change", change: registryChange(name, before, after, undo) });
      if (whatIf !== true) values[name] = after;
      return {};
    },
    ...more,
  });
const problemOf = (at: ReturnType<typeof testRun>, step: "prerequisites" | "undo" = "prerequisites") => {
  const state = at.run.stateOf(step);
  return state.kind === "failed" ? state.problem.code : state.kind;
};

test("a fix whose finding appears after the list is not applied, though it is chosen", async () => {
  const values: Record<string, number> = { strongCrypto: 0 };
  let policy = healthyPolicy;
  const at = withValues(values, {
    "Get-CloudSyncPolicyFact": () => policy,
    "Set-CloudSyncExecutionPolicyScope": (args, { onEvent }) => {
      onEvent?.({ kind: "change", change: registryChange("policy", null, String(args.policy)) });
      return {};
    },
  });
  const made = testRun(at);
  await made.run.changes("prerequisites");
  const shown = made.run.changesOf("prerequisites")?.map(({ params }) => params.value);
  policy = {
    ...healthyPolicy,
    executionPolicy: { value: [{ scope: "LocalMachine", policy: "Unrestricted" }] },
  };
  await made.run.apply("prerequisites");
  assert.deepEqual(shown, ["strongCrypto"]);
  assert.equal(problemOf(made), "todo", "the list is carried out to its end");
  assert.ok(!changed(at).includes("Set-CloudSyncExecutionPolicyScope"));
  assert.deepEqual(
    made.events.flatMap((one) => (one.kind === "change" ? [one.change.params.value] : [])),
    ["strongCrypto"],
  );
  assert.ok(
    made.run.stateOf("prerequisites").findings.some(({ verdict }) => verdict === "fail"),
    "the new finding is shown, for a list of its own",
  );
});

test("a value that became another one since the list stops it before anything is changed, and the list is shown anew", async () => {
  const values: Record<string, number> = { strongCrypto: 0 };
  const of_ = withValues(values);
  const at = testRun(of_);
  await at.run.changes("prerequisites");
  values.strongCrypto = 7;
  await at.run.apply("prerequisites");
  assert.equal(problemOf(at), "changesDiffer");
  assert.equal(values.strongCrypto, 7);
  assert.deepEqual(
    at.events.filter(({ kind }) => kind === "change"),
    [],
  );
  assert.deepEqual(
    stepViewOf(at.run, "prerequisites").changes?.map(({ target, before, after, added }) => [
      target,
      before,
      after,
      added,
    ]),
    [["strongCrypto", "7", "1", "new in this list"]],
  );
  await at.run.apply("prerequisites");
  assert.equal(values.strongCrypto, 1, "the next yes is to the list as it is now");
  assert.deepEqual(at.run.changesOf("prerequisites"), undefined);
});

test("what is already as it was to become is dropped, and everything else in the list is done", async () => {
  const values: Record<string, number> = { strongCrypto: 0 };
  const of_ = withValues(values);
  const at = testRun(of_);
  await at.run.changes("prerequisites");
  values.strongCrypto = 1;
  await at.run.apply("prerequisites");
  assert.equal(problemOf(at), "done");
  assert.deepEqual(
    at.events.filter(({ kind }) => kind === "change"),
    [],
  );
});

test("a probe that is another at every look never leads to a change that was not shown", async () => {
  const values: Record<string, number> = { strongCrypto: 0 };
  let looks = 0;
  const of_ = withValues(values, {
    "Get-CloudSyncPolicyFact": () => ({
      ...healthyPolicy,
      executionPolicy: {
        value: [{ scope: "LocalMachine", policy: looks++ % 2 === 0 ? "Undefined" : "Unrestricted" }],
      },
    }),
    "Set-CloudSyncExecutionPolicyScope": (args, { onEvent }) => {
      onEvent?.({ kind: "change", change: registryChange("policy", null, String(args.policy)) });
      return {};
    },
  });
  const at = testRun(of_);
  for (let turn = 0; turn < 6; turn++) {
    values.strongCrypto = 0;
    await at.run.changes("prerequisites");
    const shown = at.run.changesOf("prerequisites") ?? [];
    const from = at.events.length;
    await at.run.apply("prerequisites");
    const made = at.events.slice(from).flatMap((one) => (one.kind === "change" ? [one.change] : []));
    assert.deepEqual(notShown(made, shown), [], String(turn));
    assert.ok(made.length > 0);
  }
});

/** A step that does what it is told. */
const stepOf = (more: Partial<Step>): Step => ({
  id: "undo",
  lines: [],
  title: () => "t",
  introduction: () => [],
  check: () => Promise.resolve({ kind: "todo", findings: [] }),
  actions: () => [],
  ...more,
});
const toOne = { setting: "strongCrypto", value: 1 } as const;
const acting = (does: (ctx: StepContext) => Promise<void>): Step =>
  stepOf({
    apply: does,
    actions: () => [
      { id: "act", label: "Act", does: { consent: { id: "tenant", given: "button", about: "contoso" } } },
    ],
  });

test("nothing is changed that was in no list: not by a step, nor by a button, nor by a look", async () => {
  const values: Record<string, number> = {};
  const performs = async (ctx: StepContext) => {
    await ctx.perform(setTlsValue, toOne);
  };
  const attempts: readonly (readonly [Step, (at: ReturnType<typeof testRun>) => Promise<void>, string])[] = [
    [
      stepOf({ changes: () => Promise.resolve([]), apply: performs }),
      (at) => at.run.apply("undo"),
      "notShown",
    ],
    [stepOf({ apply: performs }), (at) => at.run.apply("undo"), "notShown"],
    [
      stepOf({ changes: () => Promise.resolve([]), apply: performs }),
      (at) => shownAndApplied(at.run, "undo"),
      "changesDiffer",
    ],
    [acting(performs), (at) => press(at.run, "undo", "act"), "notShown"],
    [
      stepOf({ check: async (ctx) => (await performs(ctx), { kind: "todo", findings: [] }) }),
      (at) => at.run.check("undo"),
      "unexpected",
    ],
  ];
  for (const [place, [step, attempt, code]] of attempts.entries()) {
    const of_ = withValues(values);
    const at = testRun(of_);
    at.run.register(step);
    await attempt(at);
    assert.equal(problemOf(at, "undo"), code, String(place));
    assert.deepEqual(changed(of_), [], String(place));
  }
  assert.deepEqual(values, {});
});

test("what a yes of its own names is changed without a list", async () => {
  const of_ = script();
  const at = testRun(of_);
  at.run.register(
    acting((ctx) => ctx.perform(restartServer, {}, { unlisted: "restartAgreed" }).then(() => undefined)),
  );
  await press(at.run, "undo", "act");
  assert.deepEqual(changed(of_), ["Restart-CloudSyncServer"]);
});
