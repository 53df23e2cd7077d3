/** What registering changes in the directory: which permissions are given, where, and by whom the account is created. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  asRegistered,
  grantOf,
  permissionChanges,
} from "../../../../src/setup/agent/directoryPermissions.ts";
import type { Attestation } from "../../../../src/setup/journal.ts";
import { parsePlan, registrationMethods, type SetupPlan } from "../../../../src/setup/plan.ts";
import type { CredentialQuestion } from "../../../../src/setup/ports.ts";
import { healthyServer, installedAgent } from "../../support/facts.ts";
import { planned, script, testRun, shownAndApplied } from "../../support/scriptedServer.ts";
import { sayChange } from "../../../../src/setup/told/changes.ts";
import { shownValue } from "../../../../src/setup/values/shownValue.ts";
import { sayPlace } from "../../../../src/setup/place.ts";
import type { Change } from "../../../../src/setup/change.ts";

const where = (of: Change | undefined) => of && sayPlace(of.on, "SYNC01");

const custom: SetupPlan = { ...planned(), serviceAccount: { kind: "custom", name: "provAgent01$" } };

test("an account that is created gets every permission; a custom one too, until the version and way that leave it alone", () => {
  const grants = (plan: SetupPlan) =>
    ["1.1.281.0", "1.1.2108.0", "1.1.2334.0", "1.1.2505.0", null, undefined].map((version) =>
      registrationMethods
        .map((registrationMethod) => grantOf({ ...plan, registrationMethod }, version))
        .join(" "),
    );
  for (const one of grants(planned())) assert.equal(one, "all all all");
  assert.deepEqual(grants(custom), [
    "all all all",
    "all all all",
    "all none none",
    "asAnswered none none",
    "all all all",
    "all all all",
  ]);
});

test("each kind of permission is a row for each domain, with the account, and none where none is given", () => {
  const domains = [{ name: "contoso.com" }, { name: "child.contoso.com" }].map((one) => ({
    ...one,
    preferredDomainControllers: [],
  }));
  const rows = permissionChanges({ ...planned(), domains }, "1.1.2334.0");
  assert.equal(rows.length, 12);
  for (const { name } of domains) {
    const here = rows.filter(({ on }) => on.port === "directory" && on.domain === name);
    assert.equal(new Set(here.map(sayChange)).size, 6);
    for (const change of here) {
      assert.match(sayChange(change), /provAgentgMSA/u);
      assert.deepEqual([change.before, change.after].map(shownValue), ["not known", "given"]);
    }
    for (const kind of [/Replicating Directory Changes All/u, /Reset Password/u, /Create and delete users/u])
      assert.equal(here.filter((change) => kind.test(sayChange(change))).length, 1, String(kind));
  }
  const byCmdlet = { ...custom, registrationMethod: "credential" as const };
  assert.deepEqual(permissionChanges(byCmdlet, "1.1.2334.0"), []);
  assert.equal(permissionChanges(custom, "1.1.2334.0").length, 6);
  const [asked] = permissionChanges(custom, "1.1.2505.0");
  assert.match(asked ? sayChange(asked) : "", /provAgent01\$/u);
  assert.match(shownValue(asked?.after ?? null), /unless you tell the wizard/u);
});

test("the list of changes of a registration names the permissions, and the server's own domain for the account", async () => {
  const of = script({ "Get-CloudSyncAgentFact": () => installedAgent });
  const plan = parsePlan(
    { ...planned(), domains: [{ name: "fabrikam.com", administrator: "FABRIKAM\\root" }] },
    "x",
  );
  const listed = async () => {
    const { run } = testRun(of, { plan });
    await run.changes("confirm");
    return run.changesOf("confirm") ?? [];
  };
  const rows = await listed();
  assert.equal(where(rows[0]), "contoso.com", "the domain that the server is joined to");
  const given = rows.filter((change) => sayChange(change).startsWith("Permission of "));
  assert.deepEqual([given.length, ...new Set(given.map(where))], [6, "fabrikam.com"]);
  of.answers["Get-CloudSyncServerFact"] = () => ({ ...healthyServer, domain: { unread: "denied" } });
  assert.equal(where((await listed())[0]), "the domain of SYNC01");
});

test("the administrator of the server's domain creates the gMSA: asked for where the plan does not read that domain", async () => {
  const registered = async (change: object, joined = "contoso.com") => {
    const questions: CredentialQuestion[] = [];
    const of = script({
      "Get-CloudSyncAgentFact": () => installedAgent,
      "Get-CloudSyncServerFact": () => ({
        ...healthyServer,
        domain: { value: { joined: joined !== "", name: joined } },
      }),
    });
    const { run } = testRun(of, {
      plan: parsePlan({ ...planned(), registrationMethod: "credential", ...change }, "test"),
      ask: {
        credential: (question) => {
          questions.push(question);
          return Promise.resolve({ user: question.user || "typed", password: question.title });
        },
        consent: () => Promise.resolve(false),
      },
    });
    await shownAndApplied(run, "confirm");
    const secrets = of.calls.find(({ op }) => op === "Register-CloudSyncAgent")?.how.secrets ?? {};
    const titles = (name: string) => (secrets[name] ?? []).map(({ password }) => password);
    return {
      asked: questions.slice(1).map(({ title, prompt }) => `${title}: ${prompt}`),
      account: titles("ServiceAccountCredential"),
      domains: titles("DomainCredential"),
    };
  };
  const named = (...names: string[]) => ({ domains: names.map((name) => ({ name })) });
  const ofFabrikam = "Administrator of fabrikam.com: A Domain or Enterprise Admin of fabrikam.com.";
  const ofContoso = "Administrator of contoso.com: A Domain or Enterprise Admin of contoso.com.";
  assert.deepEqual(await registered(named("fabrikam.com", "CONTOSO.com")), {
    asked: [ofFabrikam, ofContoso.replaceAll("contoso", "CONTOSO")],
    account: ["Administrator of CONTOSO.com"],
    domains: ["Administrator of fabrikam.com", "Administrator of CONTOSO.com"],
  });
  assert.deepEqual(await registered(named("fabrikam.com")), {
    asked: [`${ofContoso} Creates the gMSA there.`, ofFabrikam],
    account: ["Administrator of contoso.com"],
    domains: ["Administrator of fabrikam.com"],
  });
  const unknown = await registered(named("fabrikam.com"), "");
  assert.deepEqual(unknown.account, ["Administrator of the domain of SYNC01"]);
  const prepared = { ...named("fabrikam.com"), serviceAccount: custom.serviceAccount };
  assert.deepEqual(await registered(prepared), {
    asked: [ofFabrikam],
    account: [],
    domains: ["Administrator of fabrikam.com"],
  });
});

test("how the agent was registered is what the record tells, else what the plan wants", () => {
  const seen = (seenIn: "wizard" | "cmdlets"): Attestation => ({
    about: "domains",
    domains: [],
    seenIn,
    at: "2026-11-24T12:00:00.000Z",
    by: "ada",
  });
  const way = (registrationMethod: SetupPlan["registrationMethod"], said: readonly Attestation[]) =>
    asRegistered({ ...custom, registrationMethod }, said).registrationMethod;
  assert.equal(way("wizard", []), "wizard");
  assert.equal(way("wizard", [seen("wizard"), seen("cmdlets")]), "credential");
  assert.equal(way("accessToken", [seen("cmdlets")]), "accessToken");
  assert.equal(way("credential", [seen("wizard")]), "wizard");
});

test("the wizard's answers name the administrator of the server's domain where the agent reads another one", async () => {
  const answers = async (name: string) => {
    const { run } = testRun(script(), { plan: parsePlan({ ...planned(), domains: [{ name }] }, "test") });
    await run.check("server");
    const shown = run
      .stepOf("confirm")
      .form?.(run.known)
      .find(({ id }) => id === "answers");
    return shown?.kind === "readOnly" ? shown.value.split("\n")[1] : "";
  };
  assert.equal(await answers("contoso.com"), "Configure Service Account: create gMSA");
  assert.equal(
    await answers("fabrikam.com"),
    "Configure Service Account: create gMSA, as an administrator of contoso.com",
  );
});
