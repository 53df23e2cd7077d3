/** The rights on the account's own object are restricted after a list and a yes, and the record has who did it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import { sayChange } from "../../../../src/setup/told/changes.ts";
import { shownValue } from "../../../../src/setup/values/shownValue.ts";
import { allCmdlets, installedAgent, registeredAgent } from "../../support/facts.ts";
import { ops, planned, script, testRun, type TestParts } from "../../support/scriptedServer.ts";
import { press } from "../../../press.ts";

const account = "CONTOSO\\pGMSA_e6620264$";
const administrator = { user: "CONTOSO\\da", password: "restrict-Secret" };

const runOf = (parts: TestParts = {}, cmdlets: readonly object[] = allCmdlets) => {
  let agent: object = registeredAgent;
  const of = script({
    "Get-CloudSyncAgentFact": () => agent,
    "Get-CloudSyncAgentCmdlet": () => ({ cmdlets: { value: cmdlets } }),
    "Protect-CloudSyncAgentAccount": () => ({}),
  });
  const at = testRun(of, {
    procedure: procedures.repair,
    plan: planned(),
    credentials: [administrator],
    ...parts,
  });
  return { of, at, become: (other: object) => (agent = other) };
};
const button = ({ run }: ReturnType<typeof testRun>) =>
  run.actionsOf("permissions").find(({ id }) => id === "restrict");

test("it is recommended once the account has its permissions, and waits for the list of what it does", async () => {
  const { at } = runOf({ yes: true });
  await at.run.check("permissions");
  assert.equal(at.run.stateOf("permissions").kind, "done");
  assert.ok(button(at)?.needs !== undefined, "the list comes first");
  await at.run.changes("permissions");
  const [change, ...more] = at.run.changesOf("permissions") ?? [];
  assert.deepEqual(more, []);
  assert.ok(change);
  assert.equal(sayChange(change), `Rights on the object of ${account} itself`);
  assert.equal(shownValue(change.before), "not known");
  assert.match(shownValue(change.after), /^nothing inherited; SELF as before; full control for SYSTEM/u);
  assert.deepEqual(change.certainty, { declared: "permissions" });
  assert.deepEqual([button(at)?.needs, button(at)?.primary], [undefined, true]);
});

test("who restricted it is recorded, and stands in the proof; it is not recommended a second time", async () => {
  const { at, of } = runOf({ yes: true });
  await at.run.check("permissions");
  await at.run.changes("permissions");
  await press(at.run, "permissions", "restrict");
  assert.ok(ops(of).includes("Protect-CloudSyncAgentAccount"));
  const said = at.events.flatMap((event) => (event.kind === "said" ? [event.statement] : []));
  assert.deepEqual(said.at(-1), { about: "accountRestricted", account, givenBy: "CONTOSO\\da" });
  const state = at.run.stateOf("permissions");
  assert.deepEqual(state.kind === "done" && state.proof.at(-1), {
    name: "Rights on the account's own object",
    value: "restricted by CONTOSO\\da",
  });
  await at.run.changes("permissions");
  assert.equal(button(at)?.primary, false);
  assert.doesNotMatch(JSON.stringify(at.events), /restrict-Secret/u);
});

test("without a yes or a password nothing is restricted", async () => {
  for (const parts of [{ yes: false }, { yes: true, credentials: [undefined] }]) {
    const { at, of } = runOf(parts);
    await at.run.check("permissions");
    await at.run.changes("permissions");
    await press(at.run, "permissions", "restrict");
    assert.ok(!ops(of).includes("Protect-CloudSyncAgentAccount"));
  }
});

test("a module without the cmdlet says so, and an agent that is registered no more is told of", async () => {
  const problem = ({ at }: ReturnType<typeof runOf>) => {
    const state = at.run.stateOf("permissions");
    return state.kind === "failed" ? state.problem.happened : state.kind;
  };
  const without = runOf(
    { yes: true },
    allCmdlets.filter(({ name }) => !name.includes("Restricted")),
  );
  await without.at.run.check("permissions");
  await without.at.run.changes("permissions");
  await press(without.at.run, "permissions", "restrict");
  assert.equal(problem(without), "The installed agent has no cmdlet Set-AADCloudSyncRestrictedPermissions.");
  const gone = runOf({ yes: true });
  await gone.at.run.check("permissions");
  await gone.at.run.changes("permissions");
  gone.become(installedAgent);
  await press(gone.at.run, "permissions", "restrict");
  assert.equal(problem(gone), "The agent on SYNC01 runs as no managed account yet.");
});

test("an agent that does not run as a managed account has nothing to be restricted", async () => {
  const { at, become } = runOf();
  become({
    ...registeredAgent,
    agent: {
      value: {
        name: "a",
        displayName: "A",
        state: "Running",
        startMode: "Auto",
        account: "LocalSystem",
      },
    },
  });
  await at.run.check("permissions");
  assert.equal(button(at), undefined);
  await at.run.changes("permissions");
  assert.deepEqual(at.run.changesOf("permissions"), []);
});
