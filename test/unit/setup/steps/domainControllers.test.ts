/** The order of preferred domain controllers as a person sees and changes it, and what of it holds. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { SetupPlan } from "../../../../src/setup/plan.ts";
import { questionsOf } from "../../../../src/setup/engine/form.ts";
import type { OneQuestion } from "../../../../src/setup/question.ts";
import { sayStatement } from "../../../../src/setup/report/recorded.ts";
import { registeredAgent, tenant } from "../../support/facts.ts";
import { controllerProbes, goodDirectory } from "../../support/networkFacts.ts";
import { ops, planned, script, testRun, type Script, type TestRun } from "../../support/scriptedServer.ts";
import { press } from "../../../press.ts";

const [a, b, c, d] = ["dc1", "dc2", "dc3", "dc4"].map((name) => `${name}.contoso.com`) as [
  string,
  string,
  string,
  string,
];
const step = "domainControllers";
const field = "order.contoso.com";
const site = (name: string, of: string) => ({
  serverName: `CN=${name},CN=Servers,CN=${of},CN=Sites,CN=Configuration,DC=contoso,DC=com`,
});

/** Four controllers: one near, one far and fast, one far and slow, one that does not answer. */
const network: Script["answers"] = {
  "Get-CloudSyncDomainControllerFact": () => ({
    names: { value: [a, b, c, d] },
    site: { value: "Paris" },
    inSite: { value: [b] },
  }),
  "Get-CloudSyncControllerFact": () => ({
    ports: [
      ...controllerProbes(a, b, c),
      ...controllerProbes(d).map((probe) => ({
        ...probe,
        connect: { value: { outcome: "timedOut", ms: 5000, message: "" } },
      })),
    ],
    directories: [
      { ...goodDirectory(a, { ms: 40, ...site("DC1", "Berlin") }), again: [] },
      { ...goodDirectory(b, { ms: 20, ...site("DC2", "Paris") }), again: [] },
      { ...goodDirectory(c, { ms: 4, ...site("DC3", "Berlin") }), again: [] },
      { host: d, directory: { unread: "no connection" }, again: [] },
    ],
  }),
};

const withOrder = (...order: string[]): SetupPlan => {
  const plan = planned();
  return {
    ...plan,
    tenant,
    registrationMethod: "credential",
    domains: plan.domains.map((one) => ({ ...one, preferredDomainControllers: order })),
  };
};

const list = ({ run }: TestRun): OneQuestion<"orderedList"> => {
  const form = questionsOf({ step: run.stepOf(step), known: run.known, answers: run.plan.answers });
  const found = form.find(({ id }) => id === field);
  assert.ok(found?.kind === "orderedList");
  return found;
};
const order = ({ run }: TestRun) => run.plan.now.domains[0]?.preferredDomainControllers;
const arranged = (at: TestRun, by: string) => list(at).arrange?.find(({ id }) => id === by)?.ids;
const marks = (at: TestRun) =>
  [...list(at).items, ...(list(at).add?.others ?? [])].map(({ id, marks: of = [] }) => [id, ...of]);

test("without a list any controller is used; known ones are offered with what was measured, nearest and fastest first", async () => {
  const at = testRun(script(network), { plan: withOrder() });
  assert.match(
    list(at).help ?? "",
    /There is no list: the agent asks any domain controller of contoso\.com/u,
  );
  assert.deepEqual(list(at).add?.others, [], "nobody has looked yet");
  await at.run.check(step);
  assert.equal(at.run.stateOf(step).kind, "answered");
  const others = list(at).add?.others ?? [];
  assert.deepEqual(
    others.map(({ id, measured }) => [id, measured?.text, measured?.share]),
    [
      [b, "20 ms", 0.5],
      [c, "4 ms", 0.1],
      [a, "40 ms", 1],
      [d, "no answer", undefined],
    ],
  );
  assert.match(others[0]?.detail ?? "", /in the server's site Paris/u);
  assert.deepEqual(marks(at), [[b], [c], [a], [d]], "nothing is new where there is no list");
  await at.run.answer(step, field, { kind: "arrange", by: "proposed" });
  assert.deepEqual(order(at), [b, c, a], "who does not answer is not proposed");
  assert.equal(arranged(at, "proposed"), undefined, "it is as it is proposed");
});

test("the list is changed by order, name, removal and latency, and each change is taken back from the record", async () => {
  const at = testRun(script(network), { plan: withOrder(a, b) });
  await at.run.check(step);
  assert.equal(arranged(at, "undo"), undefined);
  await at.run.answer(step, field, [b, a]);
  await at.run.answer(step, field, { kind: "add", name: ` ${c} ` });
  assert.deepEqual(order(at), [b, a, c]);
  await at.run.answer(step, field, { kind: "arrange", by: "latency" });
  assert.deepEqual(order(at), [c, b, a]);
  await at.run.answer(step, field, { kind: "remove", id: b });
  assert.deepEqual(order(at), [c, a]);
  await at.run.answer(step, field, { kind: "arrange", by: "undo" });
  assert.deepEqual(order(at), [c, b, a]);
  assert.deepEqual(arranged(at, "undo"), [c, a], "taking back is a change, too");
  const again = testRun(script(network), { plan: withOrder(c, b, a), events: at.events });
  assert.deepEqual(arranged(again, "undo"), [c, a], "a later start reads the same record");
});

test("a name that is none, is there already or is one too many says so, and the list stays", async () => {
  const full = Array.from({ length: 20 }, (_, index) => `dc${index}.contoso.com`);
  for (const [of, name, wrong] of [
    [[a], "dc9", /Expected a full DNS name/u],
    [[a], a.toUpperCase(), /is in the list already/u],
    [[a], `${a}.`, /is in the list already/u],
    [full, "dc99.contoso.com", /A list takes 20 at most/u],
    [[a], "dc9\u202E.contoso.com", /Expected/u],
  ] as const) {
    const at = testRun(script(), { plan: withOrder(...of) });
    await at.run.answer(step, field, { kind: "add", name });
    assert.deepEqual(order(at), of);
    assert.match(at.run.plan.answers.draftOf(step, field)?.wrong ?? "", wrong);
  }
});

test("what is true now is compared with the list: gone, silent, read-only, new, of another domain", async () => {
  const gone = "dc9.contoso.com";
  const readOnly = "1.2.840.113556.1.4.1920";
  const of = script({
    ...network,
    "Get-CloudSyncControllerFact": () => ({
      ports: controllerProbes(a, b),
      directories: [
        goodDirectory(a, { supportedCapabilities: ["1.2.840.113556.1.4.800", readOnly] }),
        goodDirectory(b),
      ],
    }),
  });
  const at = testRun(of, { plan: withOrder(a, gone, "dc.fabrikam.com") });
  await at.run.check(step);
  assert.deepEqual(marks(at).slice(0, 4), [
    [a, "read-only"],
    [gone, "gone"],
    ["dc.fabrikam.com", "gone", "not in the domain contoso.com"],
    [b, "new"],
  ]);
  const found = at.run
    .stateOf(step)
    .findings.map(({ rule, about, verdict }) => `${rule} ${about} ${verdict}`);
  for (const one of [
    `controller.gone ${gone} warning`,
    `controller.readOnly ${a} warning`,
    `controller.added ${b} pass`,
    "controllerOutside dc.fabrikam.com warning",
  ])
    assert.ok(found.includes(one), `${one} in ${found.join("; ")}`);
});

test("what could not be measured is not known, and nothing is called gone", async () => {
  const of = script({
    ...network,
    "Get-CloudSyncDomainControllerFact": () => ({
      names: { unread: "DNS is silent" },
      site: { value: null },
      inSite: { value: [] },
    }),
  });
  const at = testRun(of, { plan: withOrder("dc9.contoso.com") });
  await at.run.check(step);
  assert.deepEqual(marks(at)[0], ["dc9.contoso.com"]);
});

test("nothing is measured before a domain is named", async () => {
  const of = script(network);
  const at = testRun(of);
  await at.run.check(step);
  assert.equal(at.run.stateOf(step).kind, "todo");
  assert.ok(!ops(of).includes("Get-CloudSyncControllerFact"));
});

const registered = (answers: Script["answers"] = {}) =>
  script({
    ...network,
    "Get-CloudSyncAgentFact": () => registeredAgent,
    "Get-CloudSyncRegisteredDomain": () => ({ domains: { value: ["contoso.com"] } }),
    ...answers,
  });
const credentials = ["entra", "domain"].map((user) => ({ user, password: "x" }));

test("after the registration another order holds once the domain is added again: said at once, listed, agreed to, done", async () => {
  const of = registered();
  const at = testRun(of, { plan: withOrder(a, b), yes: true, credentials: [...credentials, ...credentials] });
  await at.run.check("confirm");
  await at.run.changes("confirm");
  await press(at.run, "confirm", "again");
  const handed = () =>
    of.calls
      .filter(({ op, how }) => op === "Register-CloudSyncAgent" && how.whatIf !== true)
      .map(({ args }) => args);
  assert.equal(handed().length, 1);
  await at.run.check(step);
  const buttons = () => at.run.actionsOf(step).map(({ id }) => id);
  assert.deepEqual(buttons(), ["check"]);
  assert.equal(list(at).help, undefined);

  await at.run.answer(step, field, [b, a]);
  assert.match(list(at).help ?? "", /holds once the domain is added again on this agent/u);
  assert.deepEqual(buttons(), ["changes", "again", "check"]);
  await at.run.changes(step);
  const listed = (at.run.changesOf(step) ?? []).filter(({ what }) => what === "preferredController");
  assert.deepEqual(
    listed.map(({ after }) => after),
    [b, a],
  );
  assert.ok(listed.every(({ certainty }) => certainty !== "exact"));
  await press(at.run, step, "again");
  assert.deepEqual(
    handed().map((args) => (args as { domains: unknown }).domains),
    [
      [{ name: "contoso.com", preferredDomainControllers: [a, b] }],
      [{ name: "contoso.com", preferredDomainControllers: [b, a] }],
    ],
  );
  assert.deepEqual(buttons(), ["check"]);
  assert.deepEqual(
    at.run.stateOf(step).findings.filter(({ rule }) => rule === "orderHeld"),
    [],
  );
});

test("of an agent whose order is not in the record, any order of the plan is said not to hold; no list is no order", async () => {
  const at = testRun(registered(), { plan: withOrder(a) });
  await at.run.check(step);
  const found = at.run.stateOf(step).findings.find(({ rule }) => rule === "orderHeld");
  assert.ok(found);
  assert.ok(found.evidence.some(({ value }) => value === "not known"));
  const none = testRun(registered(), { plan: withOrder() });
  await none.run.check(step);
  assert.equal(none.run.stateOf(step).kind, "answered");
  assert.ok(none.run.stateOf(step).findings.every(({ rule }) => rule !== "orderHeld"));
});

test("the record says which order was handed over", async () => {
  const of = registered();
  const at = testRun(of, { plan: withOrder(a, b), yes: true, credentials });
  await at.run.check("confirm");
  await at.run.changes("confirm");
  await press(at.run, "confirm", "again");
  const said = at.events.flatMap((event) =>
    event.kind === "said" && event.statement.about === "controllers" ? [event.statement] : [],
  );
  assert.deepEqual(said, [
    { about: "controllers", orders: [{ domain: "contoso.com", controllers: [a, b] }], how: "cmdlets" },
  ]);
  assert.match(
    said.map(sayStatement).join(),
    /^Handed over to the cmdlets as preferred domain controllers of contoso\.com: dc1\.contoso\.com, dc2\.contoso\.com$/u,
  );
});

test("looking at the list once more, or applying what is done already, leaves what other steps found as it is", async () => {
  const at = testRun(registered(), { plan: withOrder() });
  await at.run.check("server");
  await at.run.changes(step);
  await at.run.apply(step);
  assert.equal(at.run.stateOf("server").kind, "done");
  await at.run.check("serviceAccount");
  const before = at.run.stateOf("serviceAccount").kind;
  await at.run.changes(step);
  await at.run.apply(step);
  assert.equal(at.run.stateOf("serviceAccount").kind, before);
});
