import assert from "node:assert/strict";
import { test } from "node:test";
import { Groups } from "../../../../src/setup/engine/groups.ts";
import { parsePlan, type DomainPlan } from "../../../../src/setup/plan.ts";
import type { ManyQuestion } from "../../../../src/setup/question.ts";
import { stepViewOf } from "../../../../src/ui/stepView.ts";
import { healthyServer } from "../../support/facts.ts";
import { script, testRun, type TestRun } from "../../support/scriptedServer.ts";

const asking = (...names: string[]): ManyQuestion => ({
  kind: "many",
  id: "domains",
  label: "Domains",
  count: names.length,
  of: () => [],
  named: (at) => names[at] ?? "",
  add: "Add",
});
const keys = (groups: Groups, ...names: string[]) =>
  groups.of("directory", asking(...names)).map(({ key, isNew }) => (isNew ? `${key} new` : key));

test("an item keeps its key while others come and go, and while its own name changes", () => {
  const groups = new Groups();
  assert.deepEqual(keys(groups, "a", "b", "c"), ["1", "2", "3"]);
  assert.deepEqual(keys(groups, "a", "b", "c"), ["1", "2", "3"]);
  assert.deepEqual(keys(groups, "b", "c"), ["2", "3"]);
  assert.deepEqual(keys(groups, "b", "x"), ["2", "3"], "renamed");
  assert.deepEqual(keys(groups, "x", "b"), ["3", "2"], "in another order");
  assert.deepEqual(keys(groups, "y", "x", "b"), ["4", "3", "2"]);
  assert.deepEqual(keys(groups), []);
  assert.deepEqual(keys(groups, "b"), ["5"], "a key that is gone does not come back");
});

test("one more is asked for at a time, and keeps its key when it is answered", () => {
  const groups = new Groups();
  keys(groups, "a");
  groups.add("directory", asking("a"));
  groups.add("directory", asking("a"));
  assert.deepEqual(keys(groups, "a"), ["1", "2 new"]);
  assert.deepEqual(keys(groups, "a", "b"), ["1", "2"]);
  groups.add("directory", { ...asking("a", "b"), add: undefined } as unknown as ManyQuestion);
  assert.deepEqual(keys(groups, "a", "b"), ["1", "2"], "where no more can be added");
  groups.add("directory", asking("a", "b"));
  groups.drop("directory", asking("a", "b"));
  assert.deepEqual(keys(groups, "a", "b"), ["1", "2"]);
});

const domain = (name: string, administrator?: string): DomainPlan => ({
  name,
  preferredDomainControllers: [],
  ...(administrator === undefined ? {} : { administrator }),
});
const shown = ({ run }: TestRun) => {
  const [field] = stepViewOf(run, "directory").fields;
  assert.ok(field?.kind === "many");
  return field;
};
const brief = (at: TestRun) =>
  shown(at).items.map(({ id, label, fields, remove }) => [
    id,
    label,
    ...fields.map((one) => (one.kind === "text" ? one.value : "")),
    ...(remove === undefined ? [] : [remove]),
  ]);
const answer = ({ run }: TestRun, key: string, question: string, value: string) =>
  run.answer("directory", `domains.${key}.${question}`, value);
const two = () =>
  parsePlan({ domains: [domain("contoso.com", "CONTOSO\\root"), domain("fabrikam.com")] }, "test");

test("a domain is added with its own questions, and answered in whichever order", async () => {
  const at = testRun(script());
  await at.run.check("server");
  assert.deepEqual(brief(at), [["1", "Domain 1", "contoso.com", healthyServer.user]]);
  assert.equal(shown(at).add, undefined, "the first one comes first");
  await answer(at, "1", "domain", "contoso.com");
  assert.equal(shown(at).add, "Add a domain");
  at.run.addItem("directory", "domains");
  assert.deepEqual(brief(at)[1], ["2", "Domain 2", "", "", "Leave out"]);
  assert.equal(shown(at).add, undefined);
  await answer(at, "2", "administrator", "FABRIKAM\\root");
  assert.equal(at.run.known.plan.domains.length, 1);
  await answer(at, "2", "domain", "fabrikam.com");
  assert.deepEqual(at.run.known.plan.domains, [
    domain("contoso.com", healthyServer.user),
    domain("fabrikam.com", "FABRIKAM\\root"),
  ]);
  assert.deepEqual(
    brief(at).map(([key, name, , , remove]) => [key, name, remove]),
    [
      ["1", "contoso.com", "Remove contoso.com"],
      ["2", "fabrikam.com", "Remove fabrikam.com"],
    ],
  );
});

test("a domain that was added and not named is left out again, with what was typed for it", async () => {
  const at = testRun(script(), { plan: two() });
  brief(at);
  at.run.addItem("directory", "domains");
  await answer(at, "3", "domain", "not a domain!");
  assert.equal(at.run.plan.answers.draftOf("directory", "domains.3.domain")?.value, "not a domain!");
  await at.run.removeItem("directory", "domains", "3");
  assert.equal(at.run.plan.answers.draftOf("directory", "domains.3.domain"), undefined);
  assert.deepEqual(at.run.known.plan.domains, two().domains);
  assert.equal(shown(at).items.length, 2);
});

test("a domain is removed by its key: what was typed for another stays that one's", async () => {
  const at = testRun(script(), { plan: two() });
  brief(at);
  await answer(at, "2", "administrator", "no\nsense");
  await at.run.removeItem("directory", "domains", "1");
  assert.deepEqual(
    at.run.known.plan.domains.map(({ name }) => name),
    ["fabrikam.com"],
  );
  assert.deepEqual(brief(at), [["2", "fabrikam.com", "fabrikam.com", "no\nsense"]]);
  await at.run.removeItem("directory", "domains", "1");
  await at.run.removeItem("directory", "domains", "2");
  await at.run.removeItem("directory", "nonsense", "2");
  assert.equal(at.run.known.plan.domains.length, 1, "the last one stays, and what is gone is ignored");
});

test("a domain of a plan that another window changed meanwhile is found by its name, and not where it is gone", () => {
  const at = testRun(script(), { plan: two() });
  const [of] = at.run.stepOf("directory").form?.(at.run.known) ?? [];
  assert.ok(of?.kind === "many");
  const [, administrator] = of.of(1);
  const { remove } = of;
  assert.ok(administrator?.kind === "text" && remove);
  const swapped = { ...two(), domains: two().domains.toReversed() };
  assert.deepEqual(
    administrator.set(swapped, "FABRIKAM\\root").domains[0],
    domain("fabrikam.com", "FABRIKAM\\root"),
  );
  const gone = { ...two(), domains: [domain("contoso.com")] };
  assert.deepEqual(administrator.set(gone, "FABRIKAM\\root"), gone);
  assert.deepEqual(
    remove.set(swapped, 1).domains.map(({ name }) => name),
    ["contoso.com"],
  );
  assert.deepEqual(remove.set(gone, 1), gone);
});

test("a domain is named once", async () => {
  const at = testRun(script(), { plan: two() });
  brief(at);
  await answer(at, "2", "domain", "CONTOSO.com");
  assert.deepEqual(at.run.known.plan.domains, two().domains);
  assert.match(
    at.run.plan.answers.draftOf("directory", "domains.2.domain")?.wrong ?? "",
    /in the list already/u,
  );
});

test("another plan has items of its own, and none that was added to the one before", async () => {
  const at = testRun(script(), { plan: two() });
  brief(at);
  at.run.addItem("directory", "domains");
  await at.run.plan.useFile(parsePlan({ domains: [domain("tailspin.com")] }, "test"), "plan.json");
  assert.deepEqual(brief(at).length, 1);
  await answer(at, "2", "administrator", "FABRIKAM\\root");
  assert.deepEqual(at.run.known.plan.domains, [domain("tailspin.com")]);
});
