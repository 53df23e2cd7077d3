/** One registration for a domain at a time, of all windows of this machine. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { installedAgent, registeredAgent, tenant } from "../../support/facts.ts";
import { leaseIn, ops, planned, script, testRun, until } from "../../support/scriptedServer.ts";

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

test("the agent's wizard is not opened while another window registers for a planned domain, and holds none once it is open", async () => {
  const wizard = "Start-CloudSyncAgentWizard";
  const begin = (held: Set<string>) => {
    const during: string[] = [];
    let agent = installedAgent;
    const of = script({
      "Get-CloudSyncAgentFact": () => agent,
      [wizard]: (_, { whatIf }) => {
        if (whatIf !== true) during.push(...[...held].filter((key) => key.startsWith("domain:")));
        if (whatIf !== true)
          agent = { ...agent, setupPrograms: { value: ["AADConnectProvisioningAgentWizard.exe"] } };
        return { started: true };
      },
    });
    const plan = { ...planned(), registrationMethod: "wizard" as const };
    const at = testRun(of, { plan, lease: leaseIn(held) });
    const started = () => of.calls.filter(({ op, how }) => op === wizard && how.whatIf !== true).length;
    return { at, during, started };
  };
  const held = new Set(["domain:contoso.com"]);
  const busy = begin(held);
  await busy.at.run.changes("confirm");
  await busy.at.run.apply("confirm");
  const state = busy.at.run.stateOf("confirm");
  assert.equal(state.kind === "failed" && state.problem.code, "busy");
  assert.equal(busy.started(), 0);
  held.clear();
  const free = begin(held);
  await free.at.run.changes("confirm");
  const applied = free.at.run.apply("confirm");
  await until(() => free.at.run.stateOf("confirm").kind === "waiting");
  assert.deepEqual([free.started(), free.during], [1, ["domain:contoso.com"]]);
  assert.deepEqual([...held], [], "the person may take days");
  free.at.run.cancel("confirm");
  await applied;
});
