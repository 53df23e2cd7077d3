/** The account's permissions, read back from the root of each domain: what is there, what lacks, what nobody documents. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { descriptorBytes, type Permission } from "../../../../lab/directory/descriptor.ts";
import { withValues } from "../../../../lab/directory/entry.ts";
import { allRights } from "../../../../src/setup/directory/accessMask.ts";
import { entriesOf } from "../../../../src/setup/preflight/directoryPermissions.ts";
import { customAccountTable } from "../../../../src/setup/directory/permissionTables.ts";
import type { DocumentedEntry } from "../../../../src/setup/directory/documentedEntry.ts";
import { classes } from "../../../../src/setup/directory/schemaIds.ts";
import { findingKey } from "../../../../src/setup/finding.ts";
import type { JournalEvent } from "../../../../src/setup/journal.ts";
import type { Statement } from "../../../../src/setup/statement.ts";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import type { SetupPlan } from "../../../../src/setup/plan.ts";
import { valueOf } from "../../../../src/setup/values/fact.ts";
import { healthyServer, registeredAgent, unread } from "../../support/facts.ts";
import {
  describedDomain,
  domainSid,
  failure,
  madeAccount,
  scriptedDirectory,
  testNow,
  type HowItAnswers,
} from "../../support/scriptedDirectory.ts";
import { planned, script, shownAndApplied, testRun, type TestRun } from "../../support/scriptedServer.ts";

const account = { ...madeAccount, cn: "provAgent01", account: "provAgent01$", rid: 2001 };
const sid = `${domainSid}-2001`;
/** As Windows writes an entry of Microsoft's tables. */
const givenAs = ({ mask, objectType, appliesTo }: DocumentedEntry, to = sid): Permission => ({
  sid: to,
  mask,
  ...(objectType === null ? {} : { about: objectType }),
  ...(appliesTo.scope === "descendants" ? { inheritedBy: classes[appliesTo.of] } : {}),
  flags: appliesTo.scope === "root" ? 0 : appliesTo.scope === "everywhere" ? 2 : 10,
});
const needed = entriesOf(["BasicRead", "PasswordHashSync"]);
const plan: SetupPlan = { ...planned(), serviceAccount: { kind: "custom", name: "provAgent01$" } };
const statement: Statement = {
  about: "permissions",
  types: ["BasicRead", "PasswordHashSync"],
  account: "provagent01$",
  how: "cmdlet",
  domains: ["contoso.com"],
};
const saidSo: JournalEvent = {
  at: testNow,
  by: "ada",
  server: "SYNC01",
  step: "permissions",
  kind: "said",
  statement,
};

const looked = async (
  permissions: readonly Permission[],
  {
    how,
    managedAccounts = [account],
    domain = healthyServer.domain,
  }: {
    how?: HowItAnswers;
    managedAccounts?: readonly (typeof account)[];
    domain?: typeof healthyServer.domain;
  } = {},
) => {
  const directory = scriptedDirectory(
    [describedDomain({ managedAccounts, permissionsOf: () => permissions })],
    how,
  );
  const of = script({
    "Get-CloudSyncAgentFact": () => registeredAgent,
    "Get-CloudSyncServerFact": () => ({ ...healthyServer, domain }),
  });
  const at = testRun(of, { plan, directory, events: [saidSo] });
  await at.run.check("permissions");
  return at;
};
const brief = ({ run }: TestRun) => {
  const { kind, findings } = run.stateOf("permissions");
  return [kind, ...findings.map((one) => `${findingKey(one)} ${one.verdict}`)];
};

test("given permissions are proved by what the domain's root says of them", async () => {
  const all = [...needed, ...customAccountTable].map((one) => givenAs(one));
  const at = await looked(all);
  assert.deepEqual(brief(at), [
    "done",
    "permissions:contoso.com pass",
    "documentedPermissions:contoso.com pass",
  ]);
  const state = at.run.stateOf("permissions");
  assert.ok(state.kind === "done");
  assert.deepEqual(state.proof, [
    {
      name: "contoso.com",
      value: `provAgent01$ has in contoso.com what it needs: ${needed.length} entries.`,
    },
  ]);
  for (const { evidence } of state.findings)
    assert.ok(evidence.some(({ value }) => value.startsWith("dc1.contoso.com, asked by")));
});

test("what Microsoft's list of a custom account asks for besides is told, and in nobody's way", async () => {
  const at = await looked(needed.map((one) => givenAs(one)));
  assert.deepEqual(brief(at), [
    "done",
    "permissions:contoso.com pass",
    "documentedPermissions:contoso.com warning",
  ]);
});

test("what was said to be given and is not there is to do, each entry named; one that is given to a group counts", async () => {
  const [first, ...rest] = needed;
  assert.ok(first);
  const at = await looked(rest.map((one) => givenAs(one)));
  const [kind, ...findings] = brief(at);
  assert.deepEqual([kind, findings[0]], ["todo", "permissions:contoso.com fail"]);
  const missing = at.run.stateOf("permissions").findings[0];
  assert.equal(missing?.evidence.filter(({ value }) => value === "missing").length, 1);
  const inherited = await looked(
    needed.map((one) => ({ ...givenAs(one), flags: (givenAs(one).flags ?? 0) + 16 })),
  );
  assert.equal(inherited.run.stateOf("permissions").kind, "done");
  assert.ok(
    inherited.run
      .stateOf("permissions")
      .findings[0]?.evidence.some(({ value }) => value === "there, inherited"),
  );
});

test("what the directory shows to be missing is listed and given again, whatever was said before", async () => {
  const directory = scriptedDirectory([describedDomain({ managedAccounts: [account] })]);
  const of = script({ "Get-CloudSyncAgentFact": () => registeredAgent });
  const { run } = testRun(of, {
    plan,
    directory,
    events: [saidSo],
    credentials: [{ user: "CONTOSO\\root", password: "pass-1" }],
  });
  await shownAndApplied(run, "permissions");
  assert.deepEqual(
    of.calls.filter(({ op }) => op === "Set-CloudSyncAgentPermission").map(({ args }) => args),
    ["BasicRead", "PasswordHashSync"].map((type) => ({ types: [type], domain: "contoso.com" })),
  );
});

test("of what lacks only that is listed and given: what the directory shows to be there is not given again", async () => {
  const directory = scriptedDirectory([
    describedDomain({
      managedAccounts: [account],
      permissionsOf: () => entriesOf(["BasicRead"]).map((one) => givenAs(one)),
    }),
  ]);
  for (const events of [[], [saidSo]]) {
    const of = script({
      "Get-CloudSyncAgentFact": () => ({ ...registeredAgent, version: { value: "1.1.2334.0" } }),
    });
    const { run } = testRun(of, {
      plan,
      directory,
      events,
      credentials: [{ user: "CONTOSO\\root", password: "pass-1" }],
    });
    await run.changes("permissions");
    const rows = run.changesOf("permissions") ?? assert.fail();
    assert.ok(rows.length > 0);
    assert.deepEqual([...new Set(rows.map(({ params }) => params.type))], ["PasswordHashSync"]);
    await run.apply("permissions");
    assert.deepEqual(
      of.calls.filter(({ op }) => op === "Set-CloudSyncAgentPermission").map(({ args }) => args),
      [{ types: ["PasswordHashSync"], domain: "contoso.com" }],
    );
  }
});

test("what the directory shows to be there is done, though nobody said who gave it", async () => {
  const directory = scriptedDirectory([
    describedDomain({
      managedAccounts: [account],
      permissionsOf: () => needed.map((one) => givenAs(one)),
    }),
  ]);
  const of = script({
    "Get-CloudSyncAgentFact": () => ({ ...registeredAgent, version: { value: "1.1.2334.0" } }),
  });
  for (const procedure of [procedures.install, procedures.upgrade]) {
    const at = testRun(of, { plan: { ...plan, registrationMethod: "credential" }, directory, procedure });
    await at.run.check("permissions");
    assert.deepEqual(brief(at).slice(0, 2), ["done", "permissions:contoso.com pass"]);
  }
});

const runsAs = `CONTOSO\\${account.account}`;
const administrators: readonly Permission[] = [`${domainSid}-512`, "S-1-5-18"].map((to) => ({
  sid: to,
  mask: allRights,
}));
/** Of an agent that runs as the custom account, whose own object has these rights. */
const ownRights = async (
  own: readonly Permission[],
  { isProtected = true, said = [] }: { isProtected?: boolean; said?: readonly JournalEvent[] } = {},
) => {
  const domain = describedDomain({
    managedAccounts: [account],
    permissionsOf: () => needed.map((one) => givenAs(one)),
  });
  const dn = "CN=provAgent01,CN=Managed Service Accounts,DC=contoso,DC=com";
  const bytes = descriptorBytes({ owner: `${domainSid}-512`, group: `${domainSid}-512`, permissions: own });
  if (isProtected) bytes.writeUInt16LE(bytes.readUInt16LE(2) | 0x1000, 2);
  const entry = domain.directory.get(dn) ?? assert.fail(dn);
  domain.directory.put(withValues(entry, "nTSecurityDescriptor", [bytes]));
  const agent = valueOf(registeredAgent.agent) ?? assert.fail();
  const of = script({
    "Get-CloudSyncAgentFact": () => ({
      ...registeredAgent,
      agent: { value: { ...agent, account: runsAs } },
    }),
  });
  const at = testRun(of, {
    plan,
    directory: scriptedDirectory([domain]),
    events: [saidSo, ...said],
    procedure: procedures.repair,
  });
  await at.run.check("permissions");
  await at.run.changes("permissions");
  const state = at.run.stateOf("permissions");
  return {
    found: state.findings.find(({ rule }) => rule === "accountRestricted"),
    proof:
      state.kind === "done"
        ? state.proof.filter(({ name }) => name.startsWith("Rights on")).map(({ value }) => value)
        : assert.fail(state.kind),
    isNext: at.run.actionsOf("permissions").find(({ id }) => id === "restrict")?.primary,
  };
};
const restricted: JournalEvent = {
  ...saidSo,
  statement: { about: "accountRestricted", account: "provAgent01$@contoso.com", givenBy: "CONTOSO\\da" },
};

test("that the account's own object is restricted is read back from there; where it is not any more, that is told and offered again", async () => {
  const readBack = `The rights on the object of ${runsAs} are restricted.`;
  const yes = await ownRights(administrators, { said: [restricted] });
  assert.deepEqual(
    [yes.found?.verdict, yes.proof, yes.isNext],
    ["pass", ["restricted by CONTOSO\\da", readBack], false],
  );
  const byHand = await ownRights(administrators);
  assert.deepEqual([byHand.found?.verdict, byHand.proof, byHand.isNext], ["pass", [readBack], false]);
  const somebody = { sid: `${domainSid}-1105`, mask: allRights };
  for (const [own, how] of [
    [[...administrators, somebody], {}],
    [administrators, { isProtected: false }],
  ] as const) {
    const no = await ownRights(own, { ...how, said: [restricted] });
    assert.deepEqual([no.found?.verdict, no.proof, no.isNext], ["warning", [], true]);
    const never = await ownRights(own, how);
    assert.deepEqual(
      [never.found, never.proof, never.isNext],
      [undefined, [], true],
      "it is recommended alone",
    );
  }
});

test("what goes beyond every document is named with what it allows", async () => {
  const at = await looked([
    ...needed.map((one) => givenAs(one)),
    { sid, mask: allRights, flags: 2 },
    { sid, mask: 0x10, about: "00000000-0000-0000-0000-000000000001", flags: 18 },
  ]);
  const found = at.run.stateOf("permissions").findings.find(({ rule }) => rule === "excessivePermissions");
  assert.equal(found?.verdict, "warning");
  assert.deepEqual(
    found.evidence.map(({ value }) => value),
    [
      "everything",
      "00000000-0000-0000-0000-000000000001, inherited",
      "dc1.contoso.com, asked by the agent's server SYNC01",
    ],
  );
});

test("what is not read is not known, and the statement alone is not taken for a proof", async () => {
  const unknown = ["answered", "permissions:contoso.com unknown"];
  assert.deepEqual(brief(await looked([], { managedAccounts: [] })), unknown);
  assert.deepEqual(brief(await looked([], { domain: unread })), unknown);
  const silentFrom = (first: number): HowItAnswers => {
    let count = 0;
    return { fails: () => (++count > first ? failure({ reason: "reset" }) : undefined) };
  };
  for (const first of [0, 1, 2])
    assert.deepEqual(brief(await looked([], { how: silentFrom(first) })), unknown, String(first));
});

test("all types are the entries of each, once", () => {
  assert.equal(entriesOf(["All"]).length, new Set(entriesOf(["All"]).map((one) => JSON.stringify(one))).size);
  assert.ok(entriesOf(["All"]).length > needed.length);
  assert.deepEqual(entriesOf([]), []);
});
