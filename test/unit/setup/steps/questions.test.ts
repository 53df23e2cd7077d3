/** What the forms ask: an option is what it says, an example fits, and what is not answered is empty. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { overNetwork } from "../../../../src/setup/reachWords.ts";
import { emptyPlan, parsePlan, type SetupPlan } from "../../../../src/setup/plan.ts";
import type { OneQuestion } from "../../../../src/setup/question.ts";
import type { FormContext, StepId } from "../../../../src/setup/step.ts";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import { formContext, planned, testSettings } from "../../support/scriptedServer.ts";

const url = testSettings.installerUrl;
const steps = procedures.install.steps;
/** The questions of each of many stand among the others. */
const asked = (id: StepId, known: FormContext): readonly OneQuestion[] =>
  (steps.find((step) => step.id === id)?.form?.(known) ?? []).flatMap((one) =>
    one.kind === "many" ? Array.from({ length: one.count }, (_, at) => one.of(at)).flat() : [one],
  );
const question = (id: StepId, field: string, plan: SetupPlan): OneQuestion | undefined =>
  asked(id, formContext(plan)).find((one) => one.id === field);

/** Every question is asked in one of these. */
const unanswered = parsePlan({ domains: [{ name: "contoso.com" }] }, "test");
const file: SetupPlan = { ...unanswered, installer: { source: "file" }, registrationMethod: "credential" };
const custom: SetupPlan = { ...file, serviceAccount: { kind: "custom" } };
const token: SetupPlan = { ...unanswered, registrationMethod: "accessToken" };
const forest: SetupPlan = { ...unanswered, permissions: { givenBy: "enterpriseAdmin" } };
const plans = [emptyPlan(), planned(), unanswered, custom, token, forest];

test("every step has a title and says what it is for", () => {
  for (const step of steps) {
    assert.match(step.title(), /\w/u, step.id);
    const introduction = step.introduction(overNetwork);
    assert.ok(introduction.length > 0 && introduction.every((text) => text !== ""), step.id);
  }
});

test("an option that is chosen is what the form shows then", () => {
  const chosen: string[] = [];
  for (const plan of plans)
    for (const { id } of steps)
      for (const one of asked(id, formContext(plan))) {
        if (one.kind !== "choice") continue;
        for (const { value } of one.options) {
          const after = question(id, one.id, parsePlan(one.set(plan, value), "test"));
          assert.equal(after?.kind === "choice" && after.value, value, `${id}.${one.id}`);
          chosen.push(`${id}.${one.id} ${value}`);
        }
      }
  assert.deepEqual([...new Set(chosen)].sort(), [
    "confirm.registration accessToken",
    "confirm.registration credential",
    "confirm.registration wizard",
    "download.source file",
    "download.source url",
    "permissions.givenBy domainAdmins",
    "permissions.givenBy enterpriseAdmin",
    "permissions.set all",
    "permissions.set listed",
    "permissions.set needed",
    "server.cloud china",
    "server.cloud global",
    "server.cloud usGov",
    "serviceAccount.kind create",
    "serviceAccount.kind custom",
  ]);
});

test("the example in a field is an answer that fits, and nonsense is not", () => {
  const examples: string[] = [];
  for (const plan of plans)
    for (const { id } of steps)
      for (const one of asked(id, formContext(plan))) {
        if (one.kind !== "text") continue;
        assert.notEqual(one.wrong("no\nsense"), undefined, `${id}.${one.id}`);
        if (one.placeholder === undefined) continue;
        assert.equal(one.wrong(one.placeholder), undefined, `${id}.${one.id}`);
        examples.push(one.id);
      }
  assert.deepEqual([...new Set(examples)].sort(), [
    "account",
    "administrator",
    "domain",
    "enterpriseAdmin",
    "name",
    "path",
    "tenant",
  ]);
});

test("what was not answered is empty, and the address is the one of the settings", () => {
  const shown = (id: StepId, field: string, plan: SetupPlan) => {
    const one = question(id, field, plan);
    return one?.kind === "text" || one?.kind === "choice" ? one.value : undefined;
  };
  assert.equal(shown("download", "url", unanswered), url);
  assert.equal(shown("download", "path", file), "");
  assert.equal(shown("serviceAccount", "kind", unanswered), "");
  assert.equal(shown("serviceAccount", "name", custom), "");
  assert.equal(shown("directory", "administrator", unanswered), "");
  assert.equal(shown("confirm", "account", file), "");
  assert.equal(shown("confirm", "tenant", token), "");
});

test("what was answered is shown", () => {
  const shown = (id: StepId, field: string, plan: SetupPlan) => {
    const one = question(id, field, plan);
    return one?.kind === "text" && one.value;
  };
  const path = "C:\\Temp\\agent.exe";
  const full: SetupPlan = {
    ...planned(),
    registrationMethod: "credential",
    installer: { source: "file", path },
    serviceAccount: { kind: "custom", name: "provAgent01$" },
  };
  assert.equal(shown("download", "path", full), path);
  assert.equal(shown("serviceAccount", "name", full), "provAgent01$");
  assert.equal(shown("directory", "administrator", full), "CONTOSO\\root");
  assert.equal(shown("confirm", "account", full), "admin@contoso.onmicrosoft.com");
});

test("the licence counts as accepted by who accepted it last, whatever else was said", () => {
  const at = "2026-11-24T12:00:00.000Z";
  const accepted = (attestations: FormContext["attestations"]) => {
    const one = asked("download", formContext(emptyPlan(), { attestations })).find(
      ({ id }) => id === "licence",
    );
    return one?.kind === "agreement" ? [one.accepted?.by, one.statement] : [];
  };
  const active = { about: "active", computer: "SYNC01", at, by: "carl" } as const;
  const statement = { about: "licence" } as const;
  assert.deepEqual(accepted([active]), [undefined, statement]);
  const said = [{ ...statement, at, by: "ada" }, { ...statement, at, by: "bob" }, active];
  assert.deepEqual(accepted(said), ["bob", statement]);
});

test("a check follows the answers that decide what is found; what is not known is accepted by name where the server is judged", () => {
  const of = (which: "checksAnswers" | "acceptsUnknown") =>
    steps.filter((step) => step[which] === true).map(({ id }) => id);
  assert.deepEqual(of("checksAnswers"), ["serviceAccount", "directory", "permissions"]);
  assert.deepEqual(of("acceptsUnknown"), ["prerequisites", "download", "install", "verify"]);
});
