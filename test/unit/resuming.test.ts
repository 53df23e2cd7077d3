/** What a new start of VS Code makes of a run that an earlier one left. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { JournalEvent } from "../../src/setup/journal.ts";
import { ProblemError } from "../../src/setup/problem.ts";
import { healthyServer, installedAgent, noAgent } from "./facts.ts";
import { gone, ops, script, testRun, until } from "./scriptedServer.ts";

const left = (step: string, state: "done" | "answered" | "waiting", forWhat?: "restart"): JournalEvent => ({
  at: "2026-11-24T11:00:00.000Z",
  by: "ada",
  server: "SYNC01",
  step,
  kind: "checked",
  state,
  proof: [],
  ...(forWhat ? { forWhat } : {}),
});
const connected = left("server", "done");

test("a restart that was awaited goes on being awaited while the server does not answer", async () => {
  let silent = 2;
  const of = script({
    "Get-ServerFacts": () => {
      if (silent-- > 0) throw gone();
      return healthyServer;
    },
  });
  const at = testRun(of, { events: [connected, left("prerequisites", "waiting", "restart")] });
  assert.equal(at.run.stateOf("prerequisites").kind, "waiting");
  const seen: string[] = [];
  at.run.onChange(() => seen.push(at.run.stateOf("prerequisites").kind));
  await at.run.freshen("prerequisites");
  assert.equal(at.run.stateOf("prerequisites").kind, "done");
  assert.ok(seen.includes("waiting") && !seen.includes("failed"));
  assert.deepEqual(at.clock.sleeps, [5000, 5000]);
});

test("silence is said after twenty minutes, and any other problem at once", async () => {
  const of = script({
    "Get-ServerFacts": () => {
      throw gone();
    },
  });
  const at = testRun(of, { events: [left("prerequisites", "waiting", "restart")] });
  await at.run.check("prerequisites");
  const silent = at.run.stateOf("prerequisites");
  assert.equal(silent.kind === "failed" && silent.problem.code, "restartNotSeen");
  of.answers["Get-ServerFacts"] = () => {
    throw new ProblemError({ ...gone().problem, code: "noPowerShell" });
  };
  const other = testRun(of, { events: [left("prerequisites", "waiting", "restart")] });
  await other.run.check("prerequisites");
  const failed = other.run.stateOf("prerequisites");
  assert.equal(failed.kind === "failed" && failed.problem.code, "noPowerShell");
});

test("a restored wait that nobody took up can be ended", () => {
  const at = testRun(script(), { events: [left("prerequisites", "waiting", "restart")] });
  at.run.cancel("prerequisites");
  assert.equal(at.run.stateOf("prerequisites").kind, "todo");
  at.run.cancel("server");
  assert.equal(at.run.stateOf("server").kind, "todo");
});

test("a wait for anything but a restart is not trusted at the next start", () => {
  const at = testRun(script(), { events: [left("verify", "waiting")] });
  assert.equal(at.run.stateOf("verify").kind, "todo");
});

test("showing a step looks at the server first, so that its form can propose the domain", async () => {
  const at = testRun(script(), { events: [connected] });
  await at.run.freshen("directory");
  assert.equal(at.run.stateOf("server").kind, "done");
  assert.equal(at.run.known.domain, "contoso.com");
  assert.equal(at.run.stateOf("directory").kind, "todo");
});

test("showing a step looks at it again where its word is old, and only then", async () => {
  const of = script({ "Get-AgentFacts": () => installedAgent });
  const at = testRun(of, { events: [connected, left("install", "done")] });
  await at.run.freshen("install");
  assert.equal(at.run.stateOf("install").kind, "done");
  const before = ops(of).length;
  await at.run.freshen("install");
  assert.equal(ops(of).length, before);
});

test("where nobody connected yet, showing a step asks the server nothing", async () => {
  const of = script();
  await testRun(of).run.freshen("directory");
  assert.deepEqual(ops(of), []);
});

test("where the server cannot be reached, the step keeps its last word", async () => {
  const of = script({
    "Get-ServerFacts": () => {
      throw gone();
    },
  });
  const at = testRun(of, { events: [connected, left("install", "done")] });
  await at.run.freshen("install");
  assert.equal(at.run.stateOf("server").kind, "failed");
  assert.equal(at.run.stateOf("install").kind, "stale");
});

test("showing a step leaves other work alone", async () => {
  const wizard = { ...installedAgent, setupPrograms: { value: ["AADConnectProvisioningAgentWizard.exe"] } };
  const of = script({ "Get-AgentFacts": () => wizard });
  const at = testRun(of, { events: [left("install", "done")] });
  const waiting = at.run.check("confirm");
  await until(() => at.run.stateOf("confirm").kind === "waiting");
  await at.run.freshen("install");
  assert.equal(at.run.stateOf("install").kind, "stale");
  assert.equal(at.run.busyWith, "confirm");
  of.answers["Get-AgentFacts"] = () => noAgent;
  await waiting;
});
