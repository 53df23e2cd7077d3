/** Names of a plan that may deceive: where they are said, and what is asked before a password goes to them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { questionsOf } from "../../../../src/setup/engine/form.ts";
import punycode from "punycode/punycode.js";
import {
  doubtsOfHost,
  doubtsOfManagedAccount,
  doubtsOfUser,
} from "../../../../src/setup/plans/lookalikes.ts";
import { parsePlan, type SetupPlan } from "../../../../src/setup/plan.ts";
import {
  accountDoubts,
  domainDoubts,
  domainLines,
  planDoubts,
  wholePlanDoubts,
} from "../../../../src/setup/plans/names.ts";
import type { StepId } from "../../../../src/setup/step.ts";
import { changePage } from "../../../../src/setup/plans/pages.ts";
import type { YesQuestion } from "../../../../src/setup/ports.ts";
import { installedAgent } from "../../support/facts.ts";
import { ops, script, testRun, shownAndApplied } from "../../support/scriptedServer.ts";
import { sayChange } from "../../../../src/setup/told/changes.ts";
import { shownValue } from "../../../../src/setup/values/shownValue.ts";
import { sayPlace } from "../../../../src/setup/place.ts";

const cyrillic = "c\u043Entoso.com";
const of = (...domains: unknown[]): SetupPlan =>
  parsePlan(
    {
      registrationMethod: "credential",
      serviceAccount: { kind: "create" },
      entraAccount: "admin@contoso.onmicrosoft.com",
      domains,
    },
    "test",
  );
const contoso = { name: "contoso.com", administrator: "CONTOSO\\root" };
const hostile = of(
  { ...contoso, preferredDomainControllers: ["dc1.contoso.com", "dc.evil.example"] },
  { name: cyrillic, administrator: "FABRIKAM\\root", preferredDomainControllers: [`dc2.${cyrillic}`] },
);
const named = ["dc1.contoso.com", "dc.evil.example", cyrillic, `dc2.${cyrillic}`, "FABRIKAM\\root"];

test("a name of other letters than a to z is shown with their numbers, and as DNS knows it", () => {
  assert.deepEqual(doubtsOfHost("dc1.contoso-01.example_2.com"), []);
  assert.deepEqual(doubtsOfHost("CONTOSO.com"), []);
  const rows = (name: string) => Object.fromEntries(doubtsOfHost(name).map((row) => [row.name, row.value]));
  assert.deepEqual(rows(cyrillic), {
    "Scripts in one word": `c\u043Entoso: Latin, Cyrillic`,
    "Letters other than a to z": "\u043E U+043E Cyrillic",
    "In DNS": "xn--cntoso-wqf.com",
  });
  assert.deepEqual(rows("XN--cntoso-wqf.com"), {
    "Stands for": cyrillic,
    "Scripts in one word": "c\u043Entoso: Latin, Cyrillic",
    "Letters other than a to z": "\u043E U+043E Cyrillic",
  });
});

test("whatever only looks like a letter from a to z is told, in one script or in several", () => {
  for (const name of [
    "c\u03BFntoso.com", // Greek omicron
    "cont\u0585so.com", // Armenian oh
    "\uFF43ontoso.com", // full width
    "\u{1D41C}ontoso.com", // mathematical bold
    "contos\u1ECD.com", // dot below
    "conto\u017Fo.com", // long s
    "\u0441\u043E\u0440\u0435.com", // Cyrillic alone
    "\u217Dontoso.com", // Roman numeral
    "dc\u0661.contoso.com", // Arabic digit
    "b\u00FCcher.example",
    "xn--80ak6aa92e.com",
    "xn--contoso-.com",
    "dc.xn--99999999.com",
  ])
    assert.notDeepEqual(doubtsOfHost(name), [], name);
  assert.ok(doubtsOfHost("\u0441\u043E\u0440\u0435.com").some(({ value }) => value.startsWith("xn--")));
  // Japanese is written in three scripts, and beside Latin letters.
  assert.ok(!doubtsOfHost("\u4F8B\u3048\u30C6com.jp").some(({ name }) => name === "Scripts in one word"));
});

test("what cannot be seen in a coded name is shown by its number", () => {
  for (const [hidden, number] of [
    ["\u202E", "<U+202E>"],
    ["\u200B", "<U+200B>"],
  ] as const) {
    const rows = doubtsOfHost(punycode.toASCII(`con${hidden}toso.com`));
    assert.equal(rows[0]?.value, `con${number}toso.com`);
    for (const { value } of rows) assert.ok(!value.includes(hidden));
  }
});

test("a user's name is in doubt where one word mixes scripts, or where its domain is", () => {
  for (const name of [
    "CONTOSO\\J\u00FCrgen",
    "B\u00DCCHER\\root",
    "\u0410\u043D\u043D\u0430@contoso.com",
    "ada@contoso.com",
  ])
    assert.deepEqual(doubtsOfUser(name), [], name);
  for (const name of [
    "C\u041ENTOSO\\root",
    "CONTOSO\\r\u043Eot",
    `root@${cyrillic}`,
    "root@xn--cntoso-wqf.com",
  ])
    assert.notDeepEqual(doubtsOfUser(name), [], name);
  assert.equal(accountDoubts({ entraAccount: `admin@${cyrillic}` })[0]?.rule, "lookalike");
  assert.deepEqual(accountDoubts({}), []);
});

test("a managed account's name is in doubt where a letter of it is none from a to z, in one script or in several", () => {
  for (const name of ["provAgent01$", "PGMSA_784aba0b$", "a.b-c_d$"])
    assert.deepEqual(doubtsOfManagedAccount(name), [], name);
  for (const name of [
    "prov\u0410gent01$", // Cyrillic A
    "\u0441\u043E\u0440\u0435$", // Cyrillic alone
    "prov\u0391gent$", // Greek Alpha
    "\uFF50rovAgent$", // full width
    "provAgent\u0661$", // Arabic digit
    "J\u00FCrgen$",
  ])
    assert.notDeepEqual(doubtsOfManagedAccount(name), [], name);
  assert.deepEqual(doubtsOfManagedAccount("prov\u0410gent01$"), [
    { name: "Scripts in one word", value: "prov\u0410gent01: Latin, Cyrillic" },
    { name: "Letters other than a to z", value: "\u0410 U+0410 Cyrillic" },
  ]);
});

test("whoever gives the permissions is in doubt like whoever adds a domain, and stands beside the domain's name", () => {
  const giver = "CONTOSO\\\u0430da";
  const named: SetupPlan = {
    ...of(contoso),
    domains: [{ ...contoso, permissionsAdministrator: giver, preferredDomainControllers: [] }],
    permissions: { enterpriseAdmin: "CONTOSO\\\u0435a" },
  };
  assert.deepEqual(
    planDoubts(named).map(({ about }) => about),
    [giver, "CONTOSO\\\u0435a"],
  );
  assert.deepEqual(
    wholePlanDoubts({ ...of(contoso), servers: [{ name: "SYNC01", permissions: named.permissions }] }).map(
      ({ about }) => about,
    ),
    ["CONTOSO\\\u0435a"],
  );
  assert.ok(domainLines(named.domains).includes(`${giver} gives the permissions in contoso.com`));
});

test("an account in doubt is a warning in its step, before the registration and on the page of a plan file, and needs a yes", async () => {
  const name = "prov\u0410gent01$";
  const plan: SetupPlan = { ...of(contoso), serviceAccount: { kind: "custom", name } };
  assert.deepEqual(
    planDoubts(plan).map(({ rule, about, verdict }) => [rule, about, verdict]),
    [["lookalike", name, "warning"]],
  );
  assert.deepEqual(planDoubts({ ...plan, serviceAccount: { kind: "create" } }), []);
  for (const step of ["serviceAccount", "confirm"] as const)
    assert.match(await shown(step, plan), /may be another name.*U\+0410 Cyrillic/u, step);
  assert.match(
    changePage("x", { differences: [], after: plan, notHere: [] }),
    /Compare these names first:[^]*U\+0410 Cyrillic/u,
  );
  const refused = await registered(plan, false);
  assert.equal(refused.asked.length, 1);
  assert.ok(!refused.isRegistered);
  const [question] = refused.asked;
  assert.ok(typeof question === "object" && question.detail.includes(name));
  assert.ok((await registered(plan, true)).isRegistered);
});

test("a controller that does not bear its domain's name is a warning, each name once", () => {
  const doubts = domainDoubts(hostile);
  assert.deepEqual(
    doubts.map(({ rule, about, verdict }) => [rule, about, verdict]),
    [
      ["controllerOutside", "dc.evil.example", "warning"],
      ["lookalike", cyrillic, "warning"],
      ["lookalike", `dc2.${cyrillic}`, "warning"],
    ],
  );
  for (const [controller, isOutside] of [
    ["DC1.Contoso.COM", false],
    ["dc1.child.contoso.com", true],
    ["dc1.evilcontoso.com", true],
    ["contoso.com", true],
    ["dc1.contoso.com.evil.example", true],
  ] as const)
    assert.equal(
      domainDoubts(of({ ...contoso, preferredDomainControllers: [controller] })).length,
      isOutside ? 1 : 0,
      controller,
    );
});

/** Everything the person sees of a step: its form and its findings. */
const shown = async (step: StepId, plan: SetupPlan): Promise<string> => {
  const at = testRun(script({ "Get-CloudSyncAgentFact": () => installedAgent }), { plan });
  await at.run.check(step);
  const { known, plan: of } = at.run;
  const form = questionsOf({ step: at.run.stepOf(step), known, answers: of.answers });
  return JSON.stringify([
    form.map((question) =>
      "value" in question ? question.value : "items" in question ? [question.label, question.items] : "",
    ),
    at.run.stateOf(step).findings.map(({ evidence, summary }) => [summary, evidence]),
  ]).replaceAll("\\\\", "\\");
};

test("every domain and every preferred controller of a plan stands in the form, whatever the way to register", async () => {
  const ways = ["wizard", "credential", "accessToken"] as const;
  for (const registrationMethod of ways)
    for (const steps of [["directory", "domainControllers"], ["confirm"]] as const) {
      const pages = steps.map((step) => shown(step, { ...hostile, registrationMethod }));
      const page = (await Promise.all(pages)).join();
      const step = steps.join();
      for (const name of named) assert.ok(page.includes(name), `${step}, ${registrationMethod}: ${name}`);
      assert.match(
        page,
        /dc\.evil\.example.*not in the domain contoso\.com/su,
        `${step}, ${registrationMethod}`,
      );
    }
});

test("every domain and every preferred controller stands in the list of what registering changes", async () => {
  const at = testRun(script({ "Get-CloudSyncAgentFact": () => installedAgent }), { plan: hostile });
  await at.run.changes("confirm");
  assert.deepEqual(
    at.run
      .changesOf("confirm")
      ?.flatMap((change) =>
        /domain/iu.test(sayChange(change))
          ? [[sayPlace(change.on, "SYNC01"), sayChange(change), shownValue(change.after)]]
          : [],
      ),
    [
      ["the tenant", "Domain of the agent", "contoso.com"],
      ["contoso.com", "Preferred domain controller", "dc1.contoso.com"],
      ["contoso.com", "Preferred domain controller, not in the domain contoso.com", "dc.evil.example"],
      ["the tenant", "Domain of the agent", cyrillic],
      [cyrillic, "Preferred domain controller", `dc2.${cyrillic}`],
    ],
  );
});

const registered = async (plan: SetupPlan, answer: boolean) => {
  const asked: (string | YesQuestion)[] = [];
  const server = script({ "Get-CloudSyncAgentFact": () => installedAgent });
  const at = testRun(server, {
    plan,
    ask: {
      credential: ({ title }) => {
        asked.push(title);
        return Promise.resolve({ user: "x", password: "y" });
      },
      consent: (question) => {
        asked.push(question);
        return Promise.resolve(answer);
      },
    },
  });
  await shownAndApplied(at.run, "confirm");
  return { asked, isRegistered: ops(server).includes("Register-CloudSyncAgent") };
};

test("no password is asked for, for names in doubt, before a yes that names them", async () => {
  const refused = await registered(hostile, false);
  assert.equal(refused.asked.length, 1);
  assert.ok(!refused.isRegistered);
  const taken = await registered(hostile, true);
  assert.ok(taken.isRegistered);
  for (const { asked } of [refused, taken]) {
    const [question] = asked;
    assert.ok(typeof question === "object");
    for (const name of ["dc.evil.example", "contoso.com", cyrillic])
      assert.ok(question.detail.includes(name), name);
  }
  const plain = await registered(of({ ...contoso, preferredDomainControllers: ["dc1.contoso.com"] }), false);
  assert.ok(plain.isRegistered, "nothing is asked where nothing is in doubt");
  const many = await registered(
    of({
      ...contoso,
      preferredDomainControllers: Array.from({ length: 20 }, (_, at) => `dc${at}.evil.example`),
    }),
    false,
  );
  const [question] = many.asked;
  assert.ok(typeof question === "object" && question.detail.split("\n").length <= 12);
});

test("a plan's domains are said whole: who adds each, and by which controllers", () => {
  assert.deepEqual(domainLines(hostile.domains), [
    "contoso.com, added by CONTOSO\\root",
    "Preferred domain controller: dc1.contoso.com",
    "Preferred domain controller: dc.evil.example - not in the domain contoso.com",
    `${cyrillic}, added by FABRIKAM\\root`,
    `Preferred domain controller: dc2.${cyrillic}`,
  ]);
  assert.deepEqual(domainLines([{ name: "contoso.com", preferredDomainControllers: [] }]), ["contoso.com"]);
});
