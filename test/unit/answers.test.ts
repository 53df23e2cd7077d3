/** Answers on their way into the plan. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { script, testRun } from "./scriptedServer.ts";

test("an answer that lacks another one beside it changes nothing yet", async () => {
  const at = testRun(script());
  await at.run.answer("directory", "administrator", "CONTOSO\\root");
  assert.deepEqual([at.events, at.saved], [[], []]);
  assert.deepEqual(at.run.answers.draftOf("directory", "administrator"), { value: "CONTOSO\\root" });
});

test("an option that does not exist is not taken, whatever is answered after it", async () => {
  const { run } = testRun(script());
  await run.answer("download", "source", "file");
  await run.answer("download", "source", "ftp");
  assert.deepEqual(run.answers.draftOf("download", "source"), { value: "ftp", wrong: "ftp" });
  await run.answer("download", "path", "C:\\Temp\\agent.exe");
  assert.deepEqual(run.known.plan.installer, { source: "file", path: "C:\\Temp\\agent.exe" });
});

test("what was typed in one step does not go in with an answer of another", async () => {
  const { run } = testRun(script());
  await run.answer("directory", "administrator", "CONTOSO\\root");
  const domains = [{ name: "contoso.com", preferredDomainControllers: [] }];
  await run.usePlan({ ...run.known.plan, domains });
  await run.answer("confirm", "registration", "credential");
  assert.deepEqual(run.known.plan.domains, domains);
  assert.equal(run.answers.draftOf("directory", "administrator")?.value, "CONTOSO\\root");
});
