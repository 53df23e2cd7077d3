/** Whom permissions were given to, and where; and which calls give what is left. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  accountRestricted,
  permissionCalls,
  permissionsByCmdlet,
  permissionsByHand,
  permissionsEverywhere,
  permissionsGiven,
  type SeenPermissions,
} from "../../../../src/setup/agent/permissions.ts";
import type { Attestation } from "../../../../src/setup/journal.ts";
import type { Statement } from "../../../../src/setup/statement.ts";
import type { SetupPlan } from "../../../../src/setup/plan.ts";
import { singlePermissions } from "../../../../src/setup/told/permissionTypes.ts";
import { planned } from "../../support/scriptedServer.ts";

const when = { at: "2026-11-24T12:00:00.000Z", by: "ada" };
const said = (of: Statement): Attestation => ({ ...of, ...when });
const named = (account: string, ...domains: string[]) => ({
  ...planned(),
  serviceAccount: { kind: "custom" as const, name: account },
  domains: domains.map((name) => ({ name, preferredDomainControllers: [] })),
});
const custom = named("provAgent01$", "contoso.com");
const both = named("provAgent01$", "contoso.com", "Fabrikam.com");
const registered = (...domains: string[]) => said({ about: "domains", domains, seenIn: "cmdlets" });
const giving = (plan: SetupPlan, permissions: SetupPlan["permissions"]): SetupPlan => ({
  ...plan,
  permissions,
});
/** `type@domain`, one for each call; one without a domain gives it everywhere. */
const calls = (plan: SetupPlan, ...attestations: readonly Attestation[]) =>
  permissionCalls(plan, attestations).map(({ type, domain }) => `${type}@${domain}`);

test("what was said of permissions holds for its account, whatever its letters, and for nothing else", () => {
  const given = permissionsByHand(custom);
  assert.deepEqual(given, {
    about: "permissions",
    types: ["BasicRead", "PasswordHashSync"],
    account: "provagent01$",
    domains: ["contoso.com"],
    how: "hand",
  });
  for (const serviceAccount of [undefined, { kind: "create" as const }])
    assert.deepEqual(permissionsByHand({ ...custom, serviceAccount }), { ...given, account: "" });
  const one = said(given);
  assert.equal(permissionsGiven(named("PROVAGENT01$", "Contoso.com"), [one]), one);
  assert.equal(permissionsGiven(named("other$", "contoso.com"), [one]), undefined);
  assert.equal(permissionsGiven(planned(), [one]), undefined);
  assert.equal(permissionsGiven(custom, [said({ about: "licence" })]), undefined);
  const older = said({ about: "permissions", types: ["BasicRead", "PasswordHashSync"] });
  assert.equal(permissionsGiven(custom, [said({ about: "licence" }), older]), older, "an older record");
});

test("permissions hold for the domains they were given in; one that the plan names later needs them, too", () => {
  const inContoso = said(permissionsByHand(custom));
  assert.equal(permissionsGiven(both, [inContoso]), undefined);
  const inFabrikam = said(permissionsByHand(named("provAgent01$", "fabrikam.com")));
  assert.equal(permissionsGiven(both, [inContoso, inFabrikam]), inFabrikam);
  const everywhere = said(permissionsEverywhere(both));
  assert.equal(permissionsGiven(named("provAgent01$", "later.example"), [everywhere]), everywhere);
});

test("permissions hold for the types that were given; one that is wanted later is left, and all stands for each", () => {
  const needed = said(permissionsByHand(custom));
  const more = giving(custom, { types: ["BasicRead", "PasswordWriteBack"] });
  assert.equal(permissionsGiven(more, [needed]), undefined);
  assert.deepEqual(calls(more, needed), ["PasswordWriteBack@contoso.com"]);
  const all = said(permissionsByHand(giving(custom, { types: ["All"] })));
  assert.equal(permissionsGiven(more, [all]), all);
  assert.equal(permissionsGiven(giving(custom, { types: ["All"] }), [needed]), undefined);
  const singly = [
    "HybridExchangePermissions",
    "ExchangeMailPublicFolderPermissions",
    "UserGroupCreateDelete",
  ];
  const rest = said({ ...permissionsByHand(custom), types: [...singly, "PasswordWriteBack"] });
  assert.equal(permissionsGiven(giving(custom, { types: ["All"] }), [needed, rest]), rest);
});

test("administrators of domains give in the plan's domains one after the other, and none gives twice", () => {
  assert.deepEqual(calls(both, registered("other.example")), [
    "BasicRead@contoso.com",
    "PasswordHashSync@contoso.com",
    "BasicRead@Fabrikam.com",
    "PasswordHashSync@Fabrikam.com",
  ]);
  const [first, ...rest] = permissionCalls(both, []);
  assert.ok(first);
  const done = said(permissionsByCmdlet(both, first, "CONTOSO\\da"));
  assert.deepEqual(done, {
    ...when,
    about: "permissions",
    types: ["BasicRead"],
    account: "provagent01$",
    how: "cmdlet",
    domains: ["contoso.com"],
    givenBy: "CONTOSO\\da",
  });
  assert.deepEqual(permissionCalls(both, [done]), rest);
  assert.deepEqual(calls(both, said(permissionsByHand(both))), []);
});

test("an Enterprise Admin gives at once where the agent is configured, and singly what one of its domains lacks", () => {
  const forest = giving(both, { givenBy: "enterpriseAdmin" });
  assert.deepEqual(permissionCalls(forest, []), [
    { type: "BasicRead", domain: "", gives: ["contoso.com", "Fabrikam.com"] },
    { type: "PasswordHashSync", domain: "", gives: ["contoso.com", "Fabrikam.com"] },
  ]);
  const configured = registered("CONTOSO.com", "third.example");
  assert.deepEqual(permissionCalls(forest, [configured])[0]?.gives, ["CONTOSO.com", "third.example"]);
  assert.deepEqual(calls(forest, configured), [
    "BasicRead@",
    "PasswordHashSync@",
    "BasicRead@Fabrikam.com",
    "PasswordHashSync@Fabrikam.com",
  ]);
  const given = said(permissionsByHand(named("provAgent01$", "contoso.com")));
  assert.deepEqual(calls(forest, configured, given), [
    "BasicRead@third.example",
    "PasswordHashSync@third.example",
    "BasicRead@Fabrikam.com",
    "PasswordHashSync@Fabrikam.com",
  ]);
  assert.deepEqual(calls(giving(named("provAgent01$"), { givenBy: "enterpriseAdmin" })), []);
});

test("an account that was restricted is known by its name, and another one is not", () => {
  const done = said({ about: "accountRestricted", account: "CONTOSO\\provAgent01$", givenBy: "CONTOSO\\da" });
  for (const form of ["contoso\\PROVAGENT01$", "provAgent01$@contoso.com", "provAgent01$"])
    assert.equal(accountRestricted(form, [done]), done, form);
  assert.equal(accountRestricted("CONTOSO\\other$", [done]), undefined);
  assert.equal(accountRestricted(undefined, [done]), undefined);
});

test("what the directory shows decides before what was said: of all types those that lack are given, at once where every domain lacks them", () => {
  const all: SetupPlan = { ...both, permissions: { givenBy: "enterpriseAdmin", types: ["All"] } };
  const [one, other] = both.domains.map(({ name }) => name.toLowerCase());
  const briefly = (seen: SeenPermissions, plan = all) =>
    permissionCalls(plan, [], seen).map(({ type, domain }) => `${type}@${domain}`);
  const there = singlePermissions.filter((type) => type !== "BasicRead" && type !== "PasswordWriteBack");
  const seen = new Map([
    [one ?? "", there],
    [other ?? "", singlePermissions.filter((type) => type !== "BasicRead")],
  ]);
  assert.deepEqual(briefly(seen), ["BasicRead@", `PasswordWriteBack@${both.domains[0]?.name ?? ""}`]);
  assert.deepEqual(briefly(new Map()), ["All@"]);
  assert.deepEqual(briefly(new Map([...seen.keys()].map((name) => [name, singlePermissions]))), []);
  assert.deepEqual(briefly(new Map(), { ...all, domains: [] }), []);
});
