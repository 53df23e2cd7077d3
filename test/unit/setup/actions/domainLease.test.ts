/** One registration for a domain at a time, of all windows of this machine. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { installedAgent, registeredAgent, tenant } from "../../support/facts.ts";
import { leaseIn, ops, planned, script, testRun } from "../../support/scriptedServer.ts";

const register = "Register-CloudSyncAgent";

const registering = (held: Set<string>, while_: () => void = () => undefined) => {
  let agent = installedAgent;
  const of = script({
    "Get-CloudSyncAgentFact": () => agent,
    [register]: () => {
      while_();
      agent = registeredAgent;
      return { steps: ["Connect-AADCloudSyncAzureAD"] };
    },
  });
  const at = testRun(of, {
    plan: {
      ...planned(),
      registrationMethod: "credential",
      tenant,
      domains: ["fabrikam.com", "Contoso.com"].map((name) => ({ name, preferredDomainControllers: [] })),
    },
    credentials: Array.from({ length: 4 }, () => ({ user: "CONTOSO\\root", password: "Secret-1" })),
    lease: leaseIn(held),
  });
  return { of, at };
};

test("while an agent is registered its domains are held, and given back however it ends", async () => {
  for (const fails of [false, true]) {
    const held = new Set<string>();
    let during: readonly string[] = [];
    const { at } = registering(held, () => {
      during = [...held].filter((key) => key.startsWith("domain:"));
      if (fails) throw new Error("no");
    });
    await at.run.changes("confirm");
    await at.run.apply("confirm");
    assert.deepEqual(during, ["domain:contoso.com", "domain:fabrikam.com"]);
    assert.deepEqual([...held], []);
  }
});

test("a domain for which another window registers an agent is not registered, and nothing stays held", async () => {
  const held = new Set(["domain:fabrikam.com"]);
  const { of, at } = registering(held);
  await at.run.changes("confirm");
  await at.run.apply("confirm");
  const state = at.run.stateOf("confirm");
  assert.ok(state.kind === "failed");
  assert.equal(state.problem.code, "busy");
  assert.match(state.problem.happened, /fabrikam\.com.*another, 1/u);
  assert.ok(!ops(of).includes(register));
  assert.deepEqual([...held], ["domain:fabrikam.com"]);
});
