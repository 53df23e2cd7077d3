import assert from "node:assert/strict";
import { test } from "node:test";
import type { Procedure } from "../../../../src/setup/procedure.ts";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import {
  healthyPolicy,
  healthyServer,
  healthyTls,
  healthyWindows,
  installedAgent,
} from "../../support/facts.ts";
import { script, testRun, ops, kinds, gone, until, shownAndApplied } from "../../support/scriptedServer.ts";
import { sayChange } from "../../../../src/setup/told/changes.ts";
import { press } from "../../../press.ts";
import { here } from "../../support/scriptedServer.ts";

/** A server whose fixes really take, and whose restart clears the mark. */
const fixable = () => {
  const state = { mark: null as string | null, client: 0 as number | null, policy: "Unrestricted", boots: 0 };
  const of = script({
    "Get-CloudSyncServerFact": () => ({
      ...healthyServer,
      restartDue: { value: state.mark },
      bootedAt: { value: `2026-11-24T0${state.boots}:00:00.000Z` },
    }),
    "Get-CloudSyncTlsFact": () => ({ ...healthyTls, clientEnabled: { value: state.client } }),
    "Get-CloudSyncPolicyFact": () => ({
      ...healthyPolicy,
      executionPolicy: { value: [{ scope: "LocalMachine", policy: state.policy }] },
    }),
    "Set-CloudSyncRestartMark": ({ reason }, { whatIf }) => {
      if (whatIf !== true) state.mark = String(reason);
      return {};
    },
    "Set-CloudSyncTlsValue": ({ value }, { whatIf, onEvent }) => {
      const before = state.client;
      onEvent?.({
        kind: "change",
        change: {
          on: here,
          certainty: "exact",
          what: "registryValue",
          params: { value: "Enabled" },
          before,
          after: value as number,
          undo: {
            port: "server",
            op: "Set-CloudSyncTlsValue",
            args: { setting: "clientEnabled", value: before },
          },
        },
      });
      if (whatIf !== true) state.client = value as number;
      return {};
    },
    "Set-CloudSyncExecutionPolicyScope": ({ policy }) => {
      state.policy = String(policy);
      return {};
    },
    "Restart-CloudSyncServer": (_, { whatIf }) => {
      if (whatIf === true) return {};
      state.boots += 1;
      state.mark = null;
      return {};
    },
  });
  return { state, of };
};

test("fixes are applied, the restart they need is waited for and survived, then the rules pass", async () => {
  const { state, of } = fixable();
  const at = testRun(of, { yes: true });
  await at.run.check("prerequisites");
  assert.equal(at.run.stateOf("prerequisites").kind, "todo");
  // The check that follows the fixes polls until the restart is over; the restart takes its place.
  const applied = shownAndApplied(at.run, "prerequisites");
  await until(() => at.run.stateOf("prerequisites").kind === "waiting");
  assert.deepEqual([state.client, state.policy, state.mark !== null], [1, "RemoteSigned", true]);
  assert.ok(
    ops(of).indexOf("Set-CloudSyncRestartMark") < ops(of).indexOf("Set-CloudSyncTlsValue"),
    "a cut must not lose the mark",
  );
  await press(at.run, "prerequisites", "restart");
  await applied;
  assert.equal(at.run.stateOf("prerequisites").kind, "done");
  assert.equal(state.boots, 1);
  const change = at.events.find((one) => one.kind === "change");
  assert.deepEqual(change?.kind === "change" && change.change.undo?.args, {
    setting: "clientEnabled",
    value: 0,
  });
});

test("an action that comes while a look turns into a wait does not wait for it", async () => {
  const { state, of } = fixable();
  const at = testRun(of, { yes: true });
  await at.run.check("prerequisites");
  const applied = shownAndApplied(at.run, "prerequisites");
  // At once when the state is seen: what was found is still being written down.
  const acted = new Promise<void>((resolve, reject) => {
    const listening = at.run.onChange(() => {
      if (at.run.stateOf("prerequisites").kind !== "waiting") return;
      listening();
      press(at.run, "prerequisites", "restart").then(resolve, reject);
    });
  });
  await Promise.all([applied, acted]);
  assert.equal(at.run.stateOf("prerequisites").kind, "done");
  assert.equal(state.boots, 1);
});

test("a restart that was declined restarts nothing", async () => {
  const { state, of } = fixable();
  state.client = 1;
  state.policy = "RemoteSigned";
  state.mark = "TLS";
  const at = testRun(of, { yes: false });
  const checking = at.run.check("prerequisites");
  await until(() => at.run.stateOf("prerequisites").kind === "waiting");
  const declined = press(at.run, "prerequisites", "restart");
  await until(() => kinds(at, "prerequisites").includes("ended"));
  assert.equal(state.boots, 0);
  at.run.cancel("prerequisites");
  await Promise.all([checking, declined]);
});

test("a server that does not come back from its restart is said after twenty minutes", async () => {
  const { state, of } = fixable();
  state.mark = "TLS";
  state.client = 1;
  state.policy = "RemoteSigned";
  of.answers["Restart-CloudSyncServer"] = () => ({});
  const at = testRun(of, { yes: true });
  const checking = at.run.check("prerequisites");
  await until(() => at.run.stateOf("prerequisites").kind === "waiting");
  await press(at.run, "prerequisites", "restart");
  await checking;
  const failed = at.run.stateOf("prerequisites");
  assert.equal(failed.kind === "failed" && failed.problem.code, "restartNotSeen");
});

test("a restart that ends the session before its answer is still a restart", async () => {
  const { state, of } = fixable();
  state.mark = "TLS";
  state.client = 1;
  state.policy = "RemoteSigned";
  of.answers["Restart-CloudSyncServer"] = () => {
    state.boots += 1;
    state.mark = null;
    throw gone();
  };
  const at = testRun(of, { yes: true });
  const checking = at.run.check("prerequisites");
  await until(() => at.run.stateOf("prerequisites").kind === "waiting");
  await press(at.run, "prerequisites", "restart");
  await checking;
  assert.equal(at.run.stateOf("prerequisites").kind, "done");
});

test("a server that gives no answer while it restarts is waited for", async () => {
  const { state, of } = fixable();
  state.mark = "TLS";
  state.client = 1;
  state.policy = "RemoteSigned";
  let silent = 3;
  const answer = of.answers["Get-CloudSyncServerFact"];
  let polls = 0;
  of.answers["Get-CloudSyncServerFact"] = (args, how) => {
    polls += 1;
    if (polls > 1 && silent-- > 0) throw gone();
    if (silent <= 0) state.mark = null;
    return answer?.(args, how);
  };
  const at = testRun(of);
  await at.run.check("prerequisites");
  assert.equal(at.run.stateOf("prerequisites").kind, "done");
});

test("a what-if asks the server for the changes and makes none", async () => {
  const { state, of } = fixable();
  const at = testRun(of);
  await at.run.check("prerequisites");
  await at.run.act("prerequisites", "changes");
  assert.deepEqual(
    at.run.changesOf("prerequisites")?.map((change) => [sayChange(change), change.before, change.after]),
    [["Enabled", 0, 1]],
  );
  assert.equal(state.client, 0);
  assert.ok(ops(of).includes("Set-CloudSyncTlsValue -WhatIf") && !ops(of).includes("Set-CloudSyncTlsValue"));
  assert.ok(!kinds(at, "prerequisites").includes("change"));
});

test("what is not known keeps the prerequisites open until it is accepted by name", async () => {
  const at = testRun(
    script({
      "Get-CloudSyncPolicyFact": () => ({ ...healthyPolicy, credentialManager: { unread: "denied" } }),
    }),
  );
  await at.run.check("prerequisites");
  assert.equal(at.run.stateOf("prerequisites").kind, "todo");
  await at.run.accept("prerequisites", "credentialManager");
  assert.equal(at.run.stateOf("prerequisites").kind, "done");
  assert.ok(
    at.events.some((one) => one.kind === "said" && one.by === "ada" && one.statement.about === "unknown"),
  );
});

test("an agent that is too old stands in the way of everything but its upgrade", async () => {
  const old = { ...installedAgent, version: { value: "1.1.96.0" } };
  const looked = async (procedure: Procedure) => {
    const at = testRun(
      script({
        "Get-CloudSyncAgentFact": () => old,
        "Get-CloudSyncWindowsFact": () => ({
          ...healthyWindows,
          ntlm: { value: { restrictSending: 2, compatibilityLevel: null } },
        }),
      }),
      { procedure },
    );
    await at.run.check("prerequisites");
    const { kind, findings } = at.run.stateOf("prerequisites");
    const judged = findings.filter(({ rule }) => ["agentVersion", "ntlm"].includes(rule));
    return [kind, ...judged.map(({ rule, verdict }) => `${rule} ${verdict}`)];
  };
  assert.deepEqual(await looked(procedures.install), ["todo", "ntlm fail", "agentVersion fail"]);
  assert.deepEqual(await looked(procedures.upgrade), ["done", "ntlm warning", "agentVersion warning"]);
});
