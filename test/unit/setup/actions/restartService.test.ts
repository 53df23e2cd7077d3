/** A restart of the agent's service that does not succeed is explained by what is known of the server. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ProblemError, type ProblemCode } from "../../../../src/setup/problem.ts";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import { defaultRights, registeredAgent } from "../../support/facts.ts";
import { planned, script, testRun, shownAndApplied } from "../../support/scriptedServer.ts";

const inState = (state: string) => ({
  ...registeredAgent,
  agent:
    "value" in registeredAgent.agent && registeredAgent.agent.value
      ? { value: { ...registeredAgent.agent.value, state } }
      : registeredAgent.agent,
});

/** What the person is told when a restart fails with this code, and finds the service in this state. */
const restarted = async (code: ProblemCode, state: string) => {
  const of = script({
    "Get-CloudSyncAgentFact": () => inState(state),
    "Get-CloudSyncLogonRightFact": () => ({ ...defaultRights, holders: { value: [] } }),
    "Restart-CloudSyncAgentService": (_, { whatIf }) => {
      if (whatIf === true) return {};
      throw new ProblemError({ code, happened: "It failed.", means: "It means.", next: ["Look."] });
    },
  });
  const { run } = testRun(of, { procedure: procedures.repair, plan: planned() });
  await run.check("repair");
  await shownAndApplied(run, "repair");
  const repair = run.stateOf("repair");
  assert.ok(repair.kind === "failed", JSON.stringify(repair));
  assert.equal(repair.problem.code, code);
  return repair.problem;
};

test("a service that never leaves Starting is explained, whether Windows or the session's own limit ended the wait", async () => {
  for (const code of ["operationFailed", "sessionSilent"] as const) {
    const { means, next } = await restarted(code, "Start Pending");
    assert.match(means, /may not log on/u, code);
    assert.match(next.join(" "), /Log on as a service/u, code);
    assert.match(means, /It means\.$/u, "what happened is still said");
  }
});

test("any other failure of the restart keeps its own words", async () => {
  for (const [code, state] of [
    ["operationFailed", "Stopped"],
    ["accessDenied", "Start Pending"],
  ] as const) {
    const { means, next } = await restarted(code, state);
    assert.deepEqual([means, next], ["It means.", ["Look."]], code);
  }
});
