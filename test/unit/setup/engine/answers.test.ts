/** Answers on their way into the plan. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { script, testRun } from "../../support/scriptedServer.ts";

test("an answer that lacks another one beside it changes nothing yet", async () => {
  const at = testRun(script());
  await at.run.answer("directory", "domains.1.administrator", "CONTOSO\\root");
  assert.deepEqual([at.events, at.saved], [[], []]);
  assert.deepEqual(at.run.plan.answers.draftOf("directory", "domains.1.administrator"), {
    value: "CONTOSO\\root",
  });
});

test("an option that does not exist is not taken, whatever is answered after it", async () => {
  const { run } = testRun(script());
  await run.answer("confirm", "registration", "credential");
  await run.answer("confirm", "registration", "magic");
  assert.deepEqual(run.plan.answers.draftOf("confirm", "registration"), {
    value: "magic",
    wrong: "magic is none of the options.",
  });
  await run.answer("confirm", "account", "admin@contoso.onmicrosoft.com");
  const { registrationMethod, entraAccount } = run.known.plan;
  assert.deepEqual([registrationMethod, entraAccount], ["credential", "admin@contoso.onmicrosoft.com"]);
});

test("what was typed in one step does not go in with an answer of another", async () => {
  const { run } = testRun(script());
  await run.answer("directory", "domains.1.administrator", "CONTOSO\\root");
  const domains = [{ name: "contoso.com", preferredDomainControllers: [] }];
  await run.plan.use({ ...run.known.plan, domains });
  await run.answer("confirm", "registration", "credential");
  assert.deepEqual(run.known.plan.domains, domains);
  assert.equal(run.plan.answers.draftOf("directory", "domains.1.administrator")?.value, "CONTOSO\\root");
});
