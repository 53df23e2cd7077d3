/** What the steps say in the scenarios of the directory, over real LDAP to the practice server's own. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Scenario } from "../../lab/scenarios/index.ts";
import type { Finding } from "../../src/setup/finding.ts";
import { orderField } from "../../src/setup/actions/controllerLists.ts";
import { undo } from "../../src/setup/steps/undo.ts";
import type { StepId } from "../../src/setup/step.ts";
import { until } from "../until.ts";
import { press } from "./person.ts";
import { on, type PracticedRun } from "./practicedRun.ts";

const inScenario = (scenario: Scenario, work: (at: PracticedRun) => Promise<void>, plan: object = {}) =>
  on(scenario, { plan }, work);

const checked = async ({ run }: PracticedRun, step: StepId) => {
  await run.check(step);
  return run.stateOf(step);
};
/** What is not as it should be. */
const wrong = (findings: readonly Finding[]): readonly string[] =>
  findings
    .filter(({ verdict }) => verdict !== "pass")
    .map(({ rule, about, verdict }) => `${rule} ${about ? `${about} ` : ""}${verdict}`);
const one = (findings: readonly Finding[], rule: string): Finding => {
  const found = findings.find((each) => each.rule === rule);
  assert.ok(found, findings.map((each) => each.rule).join());
  return found;
};

test("healthy: the account's step finds a key that counts, and nothing in the way", () =>
  inScenario("healthy", async (at) => {
    const { kind, findings } = await checked(at, "serviceAccount");
    assert.deepEqual([kind, wrong(findings)], ["answered", []]);
    assert.match(one(findings, "kdsRootKey").summary, /can be used/u);
  }));

test("no-kds-key: the account's step shows the command that makes the key, and where it is run", () =>
  inScenario("no-kds-key", async (at) => {
    const { kind, findings } = await checked(at, "serviceAccount");
    assert.deepEqual([kind, wrong(findings)], ["todo", ["kdsRootKey fail"]]);
    const key = one(findings, "kdsRootKey");
    assert.ok(key.verdict === "fail" && key.fix.kind === "command");
    assert.match(key.fix.text, /Add-KdsRootKey -EffectiveImmediately/u);
    assert.match(key.fix.runOn, /domain controller/u);
  }));

test("young-kds-key: the account's step waits until ten hours are over, and looks by itself whether they are", () =>
  inScenario("young-kds-key", async (at) => {
    const looking = at.run.check("serviceAccount");
    await until(() => at.run.stateOf("serviceAccount").kind === "waiting");
    const state = at.run.stateOf("serviceAccount");
    assert.ok(state.kind === "waiting" && state.until !== undefined);
    assert.deepEqual([state.forWhat, wrong(state.findings)], ["kdsKey", ["kdsRootKey warning"]]);
    const hoursLeft = (Date.parse(state.until) - Date.now()) / 3_600_000;
    assert.ok(hoursLeft > 7.9 && hoursLeft <= 8, String(hoursLeft));
    // A new start of VS Code waits on, as soon as the wait is in the record.
    await until(async () => (await at.journal()).includes("kdsKey"));
    const again = await at.again();
    assert.equal(again.stateOf("serviceAccount").kind, "waiting");
    at.lab.change(({ directory }) => {
      const made = new Date(Date.now() - 10.1 * 3_600_000).toISOString();
      directory.kdsKeys = [{ madeAt: made, countsFrom: made }];
    });
    await looking;
    const { kind, findings } = at.run.stateOf("serviceAccount");
    assert.deepEqual([kind, wrong(findings)], ["answered", []]);
    again.dispose();
  }));

test("encryption-mismatch: the server's types are written on the account after a list, and taken back by an undo", () =>
  inScenario("encryption-mismatch", async (at) => {
    const differs = "encryptionTypes pGMSA_784aba0b$ warning";
    const { findings } = await checked(at, "serviceAccount");
    assert.deepEqual(wrong(findings), [differs]);
    assert.deepEqual(
      one(findings, "encryptionTypes")
        .evidence.slice(0, 2)
        .map(({ name, value }) => [name, value.replace(/^.*\((\d+)\)$/u, "$1")]),
      [
        ["pGMSA_784aba0b$", "28"],
        ["SYNC01", "24"],
      ],
    );
    await at.run.choose("serviceAccount", "encryptionTypes:pGMSA_784aba0b$", true);
    await press(at.run, "serviceAccount", "changes");
    assert.deepEqual(at.lab.state().directory.changed, {}, "a list changes nothing");
    await press(at.run, "serviceAccount", "apply");
    assert.deepEqual(wrong(at.run.stateOf("serviceAccount").findings), []);
    const { can } = at.run.undoable;
    assert.equal(can.length, 1);
    at.run.register(undo(can));
    await at.run.changes("undo");
    await at.run.apply("undo");
    assert.deepEqual(wrong((await checked(at, "serviceAccount")).findings), [differs]);
  }));

test("permissions-missing: the permissions' step names what the directory does not show", () =>
  inScenario(
    "permissions-missing",
    async (at) => {
      const { kind, findings } = await checked(at, "permissions");
      assert.deepEqual(
        [kind, wrong(findings).filter((each) => each.startsWith("permissions"))],
        ["todo", ["permissions contoso.com fail"]],
      );
      const missing = one(findings, "permissions").evidence.filter(({ value }) => value === "missing");
      assert.equal(missing.length, 9);
    },
    { serviceAccount: { kind: "custom", name: "provAgent01$" } },
  ));

test("controllers-unreachable: two of three do not answer, are no part of the proposed order, and keep nobody from the directory", () =>
  inScenario("controllers-unreachable", async (at) => {
    assert.equal((await checked(at, "domainControllers")).kind, "answered");
    const list = at.run
      .stepOf("domainControllers")
      .form?.(at.run.known)
      .find((field) => field.kind === "orderedList" && field.id === orderField("contoso.com"));
    assert.ok(list?.kind === "orderedList");
    assert.deepEqual(
      list.add?.others.map(({ id, detail }) => [id, /not reached/u.test(detail ?? "")]),
      [
        ["dc1.contoso.com", false],
        ["dc2.contoso.com", true],
        ["dc3.contoso.com", true],
      ],
    );
    assert.deepEqual(list.arrange?.find(({ id }) => id === "proposed")?.ids, ["dc1.contoso.com"]);
    const directory = await checked(at, "directory");
    assert.match(one(directory.findings, "domainInDirectory").summary, /answers/u);
  }));

const both = [
  { name: "contoso.com", administrator: "CONTOSO\\root" },
  { name: "emea.contoso.com", administrator: "EMEA\\root" },
];

test("two-domains: each names the other, and each lets in its own administrator", () =>
  inScenario(
    "two-domains",
    async (at) => {
      const seen = await checked(at, "directory");
      assert.deepEqual(
        seen.findings
          .filter(({ rule }) => rule === "forestDomains")
          .map(({ about, summary }) => [about, summary]),
        [
          ["contoso.com", "The forest has other domains: emea.contoso.com."],
          ["emea.contoso.com", "The forest has other domains: contoso.com."],
        ],
      );
      await press(at.run, "directory", "signIn");
      const { kind, findings } = at.run.stateOf("directory");
      assert.deepEqual([kind, wrong(findings)], ["answered", []]);
      assert.deepEqual(
        findings.filter(({ rule }) => rule === "domainAdministrator").map(({ summary }) => summary),
        ["CONTOSO\\root may administer contoso.com.", "EMEA\\root may administer emea.contoso.com."],
      );
    },
    { domains: both },
  ));

test("two-domains: a wrong password is told in the directory's own words, and whoever was let in before is in the record", () =>
  inScenario(
    "two-domains",
    async (at) => {
      await at.run.check("directory");
      await press(at.run, "directory", "signIn");
      const state = at.run.stateOf("directory");
      assert.ok(state.kind === "failed", JSON.stringify(state));
      assert.equal(
        state.problem.happened,
        "emea.contoso.com does not accept the user name or the password of EMEA\\wrong.",
      );
      assert.match(state.problem.means, /the account is locked for everybody/u);
      const journal = await at.journal();
      assert.match(journal, /"about":"signedIn","domain":"contoso\.com"/u);
      assert.doesNotMatch(journal, /"about":"signedIn","domain":"emea/u);
      assert.doesNotMatch(journal, /practice-Secret/u);
    },
    { domains: [both[0], { name: "emea.contoso.com", administrator: "EMEA\\wrong" }] },
  ));
