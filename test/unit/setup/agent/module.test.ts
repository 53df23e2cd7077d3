/** What the installed agent can be asked decides which ways to register are offered, and what is needed for them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AgentModule } from "../../../../src/setup/operations/agent.ts";
import {
  knownModule,
  lacking,
  withoutCmdlets,
  withoutAdministrators,
} from "../../../../src/setup/agent/module.ts";
import { permissionsByHand } from "../../../../src/setup/agent/permissions.ts";
import type { Attestation } from "../../../../src/setup/journal.ts";
import { parsePlan, type SetupPlan } from "../../../../src/setup/plan.ts";
import { allCmdlets, installedAgent, unread } from "../../support/facts.ts";
import { ops, planned, script, testRun, shownAndApplied } from "../../support/scriptedServer.ts";

type Cmdlets = Extract<AgentModule["cmdlets"], { value: unknown }>["value"];
const all: Cmdlets = allCmdlets.map((one) => ({
  ...one,
  parameters: [...one.parameters],
  mandatory: [...one.mandatory],
}));
const module = (version: string | null = "1.1.2334.0", cmdlets: Cmdlets = all): AgentModule => ({
  version: { value: version },
  cmdlets: { value: cmdlets },
});
const less = (cmdlet: string, parameter?: string): Cmdlets =>
  all.flatMap((one) => {
    if (one.name !== cmdlet) return [one];
    return parameter === undefined
      ? []
      : [{ ...one, parameters: one.parameters.filter((name) => name !== parameter) }];
  });
const byCredential: SetupPlan = { ...planned(), registrationMethod: "credential" };
const byToken: SetupPlan = { ...planned(), registrationMethod: "accessToken" };
const custom = (plan: SetupPlan): SetupPlan => ({
  ...plan,
  serviceAccount: { kind: "custom", name: "provAgent01$" },
});
const preferring: SetupPlan = {
  ...byCredential,
  domains: [{ name: "contoso.com", preferredDomainControllers: ["dc1.contoso.com"] }],
};

test("a version that is too old is named with the one that is needed", () => {
  assert.deepEqual(lacking(module("1.1.354.0"), byCredential), []);
  assert.match(lacking(module("1.1.353.9"), byCredential).join(), /1\.1\.353\.9 .* 1\.1\.354\.0/u);
  assert.equal(lacking(module("1.1.353.9"), custom(byToken)).length, 2);
  assert.deepEqual(lacking(module("1.1.353.9"), planned()), [], "the wizard is there");
  assert.match(lacking(module("1.1.353.9"), custom(planned())).join(), /no custom account/u);
  assert.match(lacking(module("1.1.280.0"), planned()).join(), /cannot run as a managed account/u);
  assert.deepEqual(lacking(module("1.1.281.0"), planned()), []);
});

test("a cmdlet or a parameter that the installed module lacks is named, where the plan needs it", () => {
  const named = (plan: SetupPlan, ...what: Parameters<typeof less>) =>
    lacking(module(undefined, less(...what)), plan).join();
  assert.match(named(byCredential, "Add-AADCloudSyncGMSA"), /no cmdlet Add-AADCloudSyncGMSA/u);
  assert.match(
    named(preferring, "Add-AADCloudSyncADDomain", "PreferredDomainControllers"),
    /ADDomain has no parameter PreferredDomain/u,
  );
  assert.equal(named(byCredential, "Add-AADCloudSyncADDomain", "PreferredDomainControllers"), "");
  assert.match(named(custom(byCredential), "Add-AADCloudSyncGMSA", "CustomGMSAName"), /CustomGMSAName/u);
  assert.equal(named(byCredential, "Add-AADCloudSyncGMSA", "CustomGMSAName"), "");
  for (const parameter of ["AccessToken", "TenantId", "UserPrincipalName"]) {
    assert.match(named(byToken, "Connect-AADCloudSyncAzureAD", parameter), new RegExp(parameter, "u"));
    assert.equal(named(byCredential, "Connect-AADCloudSyncAzureAD", parameter), "");
  }
  assert.equal(named(planned(), "Connect-AADCloudSyncAzureAD"), "", "the wizard needs none");
});

test("cmdlets that could not be read are not taken for granted, and are asked only of a version that has some", () => {
  const silent: AgentModule = { version: unread, cmdlets: { unread: "denied" } };
  assert.match(lacking(silent, byCredential).join(), /could not be read: denied/u);
  assert.deepEqual(lacking(silent, planned()), []);
  assert.equal(withoutCmdlets(unread), undefined);
  assert.equal(withoutCmdlets({ value: "1.1.354.0" }), undefined);
  assert.ok(withoutCmdlets({ value: "1.1.353.9" }));
  assert.ok(withoutCmdlets({ value: null }));
});

const at = "2026-11-24T12:00:00.000Z";
const given = (plan: SetupPlan): Attestation => ({
  ...permissionsByHand(plan),
  at,
  by: "ada",
});
const optional = all.map((one) => ({
  ...one,
  mandatory: one.mandatory.filter((name) => name !== "Credential"),
}));

test("no Domain Admin is asked for only with 1.1.2505.0, a custom account with its permissions, and a cmdlet that does without", () => {
  const plan = custom(byCredential);
  const without = (version: string | null, cmdlets: Cmdlets, of: SetupPlan, said: readonly Attestation[]) =>
    withoutAdministrators(module(version, cmdlets), of, said);
  assert.ok(without("1.1.2505.0", optional, plan, [given(plan)]));
  assert.ok(!without("1.1.2504.9", optional, plan, [given(plan)]));
  assert.ok(!without(null, optional, plan, [given(plan)]));
  assert.ok(!without("1.1.2505.0", all, plan, [given(plan)]), "the cmdlet wants its credential");
  assert.ok(!without("1.1.2505.0", [], plan, [given(plan)]));
  assert.ok(!without("1.1.2505.0", optional, plan, []));
  assert.ok(!without("1.1.2505.0", optional, byCredential, [given(plan)]));
});

test("only the ways that the installed agent has are offered; the one that was chosen stays in sight", async () => {
  let version = "1.1.2334.0";
  let cmdlets: readonly object[] = allCmdlets;
  const of = script({
    "Get-CloudSyncAgentFact": () => ({ ...installedAgent, version: { value: version } }),
    "Get-CloudSyncAgentCmdlet": () => ({ cmdlets: { value: cmdlets } }),
  });
  const offered = async (plan: SetupPlan) => {
    const { run } = testRun(of, { plan });
    const ways = () => {
      const asked = run.stepOf("confirm").form?.(run.known)[0];
      return asked?.kind === "choice" ? asked.options.map(({ value }) => value) : [];
    };
    assert.deepEqual(ways(), ["wizard", "credential", "accessToken"], "before anything was read");
    await run.check("confirm");
    return ways();
  };
  assert.deepEqual(await offered(planned()), ["wizard", "credential", "accessToken"]);
  cmdlets = less("Connect-AADCloudSyncAzureAD", "AccessToken");
  assert.deepEqual(await offered(planned()), ["wizard", "credential"]);
  assert.deepEqual(await offered(byToken), ["wizard", "credential", "accessToken"]);
  version = "1.1.281.0";
  of.calls.length = 0;
  assert.deepEqual(await offered(planned()), ["wizard"]);
  assert.ok(!ops(of).includes("Get-CloudSyncAgentCmdlet"), "an agent without cmdlets is not asked for them");
});

test("another version of the agent is asked anew", async () => {
  let version = "1.1.2334.0";
  const { run } = testRun(
    script({ "Get-CloudSyncAgentFact": () => ({ ...installedAgent, version: { value: version } }) }),
  );
  await run.check("confirm");
  const known = () => knownModule(run.known.facts);
  assert.deepEqual(known()?.version, { value: version });
  await run.check("install");
  assert.deepEqual(known()?.version, { value: version });
  version = "1.1.2505.0";
  await run.check("install");
  assert.equal(known(), undefined);
});

test("what the agent lacks is said before a password is asked for, and nothing is changed", async () => {
  const of = script({
    "Get-CloudSyncAgentFact": () => installedAgent,
    "Get-CloudSyncAgentCmdlet": () => ({
      cmdlets: { value: less("Add-AADCloudSyncGMSA", "CustomGMSAName") },
    }),
  });
  let asked = 0;
  const at = testRun(of, {
    plan: custom(byCredential),
    ask: { credential: () => Promise.resolve((asked++, undefined)), consent: () => Promise.resolve(true) },
  });
  await shownAndApplied(at.run, "confirm");
  const state = at.run.stateOf("confirm");
  assert.ok(state.kind === "failed");
  assert.equal(state.problem.code, "notReady");
  assert.match(state.problem.next.join(" "), /CustomGMSAName/u);
  assert.equal(asked, 0);
  assert.ok(!ops(of).includes("Register-CloudSyncAgent"));
});

test("with prepared permissions the domains are added without a password of theirs", async () => {
  const of = script({
    "Get-CloudSyncAgentFact": () => ({ ...installedAgent, version: { value: "1.1.2505.0" } }),
    "Get-CloudSyncAgentCmdlet": () => ({ cmdlets: { value: optional } }),
  });
  const plan = parsePlan({ ...custom(byCredential), domains: [{ name: "contoso.com" }] }, "test");
  const account = { user: "admin@contoso.onmicrosoft.com", password: "entra-Secret-1" };
  const at = testRun(of, { plan, credentials: [account] });
  await at.run.check("directory");
  assert.equal(at.run.stateOf("directory").kind, "todo", "an administrator is missing");
  await at.run.answer("serviceAccount", "permissions", true);
  await at.run.check("directory");
  assert.equal(at.run.stateOf("directory").kind, "answered");
  await shownAndApplied(at.run, "confirm");
  const call = of.calls.find(({ op }) => op === "Register-CloudSyncAgent");
  assert.deepEqual(call?.how.secrets, {
    AccountCredential: [account],
    ServiceAccountCredential: [],
    DomainCredential: [],
  });
});
