/** In which order calls are made, and what has to be restarted for them: each operation says that of itself. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { callsOf, needRestart, runCalls, withRestarts } from "../../../../src/setup/actions/calls.ts";
import { call as callSchema, settingOf, type Call } from "../../../../src/setup/call.ts";
import { found } from "../../../../src/setup/finding.ts";
import { isChanging } from "../../../../src/setup/operations/operation.ts";
import { operations } from "../../../../src/setup/operations/index.ts";
import { restartAgentService } from "../../../../src/setup/operations/agent.ts";
import { ProblemError } from "../../../../src/setup/problem.ts";
import type { StepContext } from "../../../../src/setup/step.ts";

const call = (op: string, args: Call["args"] = {}): Call => ({ port: "server", op, args }) as Call;
const tls = call("Set-CloudSyncTlsValue", { setting: "strongCrypto", value: 1 });
const proxy = call("Set-CloudSyncAgentProxy", { address: null });
const managed = call("Set-CloudSyncManagedAccount", { managed: true });
const right = call("Add-CloudSyncLogonRight", { account: "x" });
const restart = call("Restart-CloudSyncAgentService");
const mark = call("Set-CloudSyncRestartMark", { reason: "settings" });

test("a setting that takes effect after a restart brings it along: the mark first, the agent's service once and last", () => {
  assert.deepEqual(withRestarts([right]), [right]);
  assert.deepEqual(withRestarts([proxy, right]), [proxy, right, restart]);
  assert.deepEqual(withRestarts([restart, proxy, managed, tls]), [mark, proxy, managed, tls, restart]);
  assert.deepEqual(withRestarts([restart, restart]), [restart]);
  assert.deepEqual(withRestarts([tls]), [mark, tls]);
});

test("which settings wait for a restart is said by their operations, and by nothing else", () => {
  const after = (of: "serverRestart" | "serviceRestart") =>
    operations.map(({ name }) => name).filter((op) => needRestart([call(op)], of));
  assert.deepEqual(after("serverRestart"), ["Set-CloudSyncTlsValue"]);
  assert.deepEqual(after("serviceRestart"), ["Set-CloudSyncManagedAccount", "Set-CloudSyncAgentProxy"]);
  assert.ok(operations.every((one) => isChanging(one) || settingOf(call(one.name)) === undefined));
});

test("what only looks, and what needs a secret, is no call: it could not be done later from what was kept", () => {
  const calls = operations.filter(({ name }) => v.is(callSchema, call(name)));
  assert.deepEqual(
    calls,
    operations.filter((one) => isChanging(one) && one.secrets.length === 0),
  );
  assert.ok(!v.is(callSchema, call("Register-CloudSyncAgent")));
  assert.ok(!v.is(callSchema, call("Get-CloudSyncServerFact")));
  assert.ok(v.is(callSchema, tls));
});

test("the fixes that were not left out are made with the restarts that they need", () => {
  const failing = (rule: string, of: Call) =>
    found({ rule, why: "", source: "prerequisites" }, "fail", "", [], {
      kind: "operation",
      label: rule,
      calls: [of],
    });
  const findings = [...failing("tls", tls), ...failing("proxy", proxy)];
  assert.deepEqual(callsOf(findings, { skippedFixes: [] }), [mark, tls, proxy, restart]);
  assert.deepEqual(callsOf(findings, { skippedFixes: ["tls"] }), [proxy, restart]);
});

test("what restarts the service is known by what its operation says, under whatever name: a failure is looked into", async () => {
  const failed = new ProblemError({ code: "operationFailed", happened: "", means: "", next: [] });
  for (const [restarts, reads] of [
    [{ restarts: "serviceRestart" }, 1],
    [{ restarts: undefined }, 0],
  ] as const) {
    const read: string[] = [];
    const ctx = {
      operationOf: () => ({ ...restartAgentService, name: "Restart-Another", ...restarts }),
      now: () => "2026-11-24T12:00:00.000Z",
      perform: () => Promise.reject(failed),
      run: ({ name }: { readonly name: string }) => {
        read.push(name);
        return Promise.reject(failed);
      },
    } as unknown as StepContext;
    await assert.rejects(runCalls(ctx, [restart]), failed);
    assert.equal(read.length, reads);
  }
});
