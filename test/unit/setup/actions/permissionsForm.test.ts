/** Which permissions are asked for, and by whose right. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { permissionsForm } from "../../../../src/setup/actions/permissionsForm.ts";
import { parsePlan, type SetupPlan } from "../../../../src/setup/plan.ts";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import type { Question } from "../../../../src/setup/question.ts";
import {
  permissionTypes,
  permissionWords,
  sayPermissionType,
} from "../../../../src/setup/told/permissionTypes.ts";
import { formContext, planned } from "../../support/scriptedServer.ts";

const two = parsePlan(
  { domains: [{ name: "contoso.com", administrator: "CONTOSO\\root" }, { name: "fabrikam.com" }] },
  "test",
);
const form = (plan: SetupPlan, upgrades = false) =>
  permissionsForm(formContext(plan, upgrades ? { procedure: procedures.upgrade } : {}));
const ask = <K extends Question["kind"]>(plan: SetupPlan, id: string, kind: K) => {
  const found = form(plan).find(
    (one): one is Extract<Question, { kind: K }> => one.id === id && one.kind === kind,
  );
  assert.ok(found, id);
  return found;
};
const set = (plan: SetupPlan) => ask(plan, "set", "choice");
const types = (plan: SetupPlan) => ask(plan, "types", "several");
/** As it is kept and read again. */
const kept = (plan: SetupPlan): SetupPlan => parsePlan(plan, "test");

test("a usual set is one choice, and what it is made of is ticked; another selection is none of the sets", () => {
  assert.deepEqual([set(two).value, types(two).value], ["needed", ["BasicRead", "PasswordHashSync"]]);
  const listed = kept(set(two).set(two, "listed"));
  assert.deepEqual(types(listed).value, ["BasicRead", "PasswordHashSync", "UserGroupCreateDelete"]);
  const all = kept(set(two).set(two, "all"));
  assert.deepEqual([all.permissions?.types, types(all).value.length], [["All"], 6]);
  const own = kept(types(all).set(all, ["PasswordWriteBack", "BasicRead"]));
  assert.deepEqual([set(own).value, own.permissions?.types], ["", ["BasicRead", "PasswordWriteBack"]]);
  assert.equal(set(kept(types(own).set(own, types(all).value))).value, "all");
  assert.deepEqual(set(own).set(own, "toString"), own);
});

test("each type says what it allows, and at least one is chosen", () => {
  const { options, wrong } = types(two);
  assert.deepEqual(
    options.map(({ value }) => value),
    permissionTypes.filter((type) => type !== "All"),
  );
  for (const type of permissionTypes) {
    assert.match(permissionWords(type), /reads|resets|creates/u);
    assert.equal(sayPermissionType(type), `${type} (${permissionWords(type)})`);
  }
  assert.equal(sayPermissionType("Other"), "Other");
  assert.deepEqual([wrong([]), wrong(["BasicRead"])], ["Choose one at least.", undefined]);
});

test("after an upgrade it is said that creating and deleting is not given by it", () => {
  const detail = (upgrades: boolean) => {
    const [first] = form(two, upgrades);
    return first?.kind === "choice" ? first.options.find(({ value }) => value === "listed")?.detail : "";
  };
  assert.match(detail(true) ?? "", /an upgrade does not give it/u);
  assert.doesNotMatch(detail(false) ?? "", /upgrade/u);
  assert.match(permissionWords("UserGroupCreateDelete"), /AdminSDHolder/u);
});

test("an administrator is asked for in each domain, and is not thereby whoever adds the domain", () => {
  const many = ask(two, "domainAdmins", "many");
  assert.equal(many.count, 2);
  assert.deepEqual([many.named(0), many.named(1), many.named(2)], ["contoso.com", "fabrikam.com", ""]);
  const at = (plan: SetupPlan, place: number) => {
    const [one] = ask(plan, "domainAdmins", "many").of(place);
    assert.ok(one?.kind === "text");
    return one;
  };
  assert.deepEqual([at(two, 0).value, at(two, 1).value, at(two, 2).value], ["CONTOSO\\root", "", ""]);
  assert.notEqual(at(two, 0).wrong("nobody"), undefined);
  const named = kept(at(two, 0).set(two, "CONTOSO\\rights"));
  assert.equal(at(named, 0).value, "CONTOSO\\rights");
  assert.equal(named.domains[0]?.administrator, "CONTOSO\\root");
  assert.equal(named.domains[1]?.permissionsAdministrator, undefined);
  assert.deepEqual(
    form({ ...two, domains: [] }).map(({ id }) => id),
    ["set", "types", "givenBy"],
  );
});

test("an Enterprise Admin is one for all domains", () => {
  const chosen = kept(ask(two, "givenBy", "choice").set(two, "enterpriseAdmin"));
  assert.equal(ask(chosen, "givenBy", "choice").value, "enterpriseAdmin");
  const named = kept(ask(chosen, "enterpriseAdmin", "text").set(chosen, "CONTOSO\\ea"));
  assert.deepEqual(named.permissions, { givenBy: "enterpriseAdmin", enterpriseAdmin: "CONTOSO\\ea" });
  assert.equal(ask(named, "enterpriseAdmin", "text").value, "CONTOSO\\ea");
  assert.deepEqual(ask(two, "givenBy", "choice").set(two, "anybody"), two);
  assert.equal(ask(planned(), "givenBy", "choice").value, "domainAdmins");
});
