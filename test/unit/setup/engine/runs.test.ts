/** Several servers at once: each has its own steps, its own work and its own record. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { JournalEvent } from "../../../../src/setup/journal.ts";
import { contextValues } from "../../../../src/ui/contextValues.ts";
import { stepViewOf } from "../../../../src/ui/stepView.ts";
import { healthyServer } from "../../support/facts.ts";
import { testRuns, type TestRuns } from "../../support/scriptedRuns.ts";
import { until } from "../../support/scriptedServer.ts";

const two = async (more: Parameters<typeof testRuns>[1] = {}) => {
  const at = await testRuns(["SYNC02"], more);
  const [first, second] = at.runs.all;
  assert.ok(first && second && at.runs.all.length === 2);
  return { ...at, first, second };
};
const kindsOf = (at: TestRuns, server: string): unknown[] =>
  (at.records.get(server) ?? []).map(({ kind, step }) => `${step} ${kind}`);

test("two servers work at the same time, and each has what it found and did in its own record", async () => {
  const at = await two();
  const { first, second, scripts } = at;
  let release: () => void = () => undefined;
  const answers = scripts.get(first.target.id)?.answers;
  assert.ok(answers);
  answers["Get-CloudSyncServerFact"] = () =>
    new Promise((resolve) => {
      release = () => {
        resolve(healthyServer);
      };
    });
  const working = first.check("server");
  await until(() => first.stateOf("server").kind === "running");
  assert.equal(at.runs.busy, first);
  await second.check("server");
  assert.equal(second.stateOf("server").kind, "done");
  assert.equal(first.stateOf("server").kind, "running", "the other is still at work");
  release();
  await working;
  assert.equal(first.stateOf("server").kind, "done");
  assert.equal(at.runs.busy, undefined);
  for (const { target } of [first, second]) {
    assert.deepEqual(kindsOf(at, target.id), ["server checked"]);
    for (const event of at.records.get(target.id) ?? []) assert.equal(event.server, target.id);
  }
});

test("a page shows the server that it is about, with its own states, and the plan that all share", async () => {
  const { first, second } = await two();
  await first.check("server");
  const views = [first, second].map((run) => stepViewOf(run, "server"));
  assert.deepEqual(
    views.map(({ server, state }) => [server.id, server.name, server.where, state.kind]),
    [
      [first.target.id, "SYNC01", "this machine", "done"],
      [second.target.id, "SYNC02", "", "todo"],
    ],
  );
  await first.answer("serviceAccount", "kind", "custom");
  const fields = [first, second].map((run) => stepViewOf(run, "serviceAccount").fields);
  assert.deepEqual(fields[0], fields[1]);
});

test("a list of what would change is no longer true on any server once the plan they share is another one", async () => {
  const { first, second } = await two();
  for (const run of [first, second]) {
    await run.changes("prerequisites");
    assert.ok(run.changesOf("prerequisites"));
  }
  await second.answer("serviceAccount", "kind", "custom");
  for (const run of [first, second]) assert.equal(run.changesOf("prerequisites"), undefined);
});

test("ticks are those of the active server, and whatever is at work anywhere can be cancelled", async () => {
  const at = await two();
  await at.first.check("server");
  const ticked = () => contextValues(at.runs).get("cloudSyncSetup.server.done");
  assert.equal(ticked(), true);
  await at.runs.activate(at.second.target.id);
  assert.equal(at.runs.active, at.second);
  assert.equal(ticked(), false);
  const answers = at.scripts.get(at.first.target.id)?.answers;
  assert.ok(answers);
  answers["Get-CloudSyncServerFact"] = (_, { signal }) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener("abort", () => {
        reject(new Error("ended"));
      });
    });
  const working = at.first.check("server");
  await until(() => at.first.stateOf("server").kind === "running");
  assert.equal(contextValues(at.runs).get("cloudSyncSetup.busy"), true);
  assert.equal(at.runs.busy, at.first);
  at.first.cancel("server");
  await working;
  assert.equal(contextValues(at.runs).get("cloudSyncSetup.busy"), false);
});

test("a server's record is read when the server is first opened, and no other's", async () => {
  const at = await two();
  assert.deepEqual(at.reads, []);
  contextValues(at.runs);
  assert.deepEqual(at.reads, []);
  await at.second.open();
  await at.second.check("server");
  assert.deepEqual(at.reads, [at.second.target.id]);
});

test("what was left in the middle on a server is known once its record is read, and is that server's", async () => {
  const first = "00000000-0000-4000-8000-000000000000";
  const began = (server: string, step: string): JournalEvent => ({
    at: "2026-11-24T11:00:00.000Z",
    by: "ada",
    server,
    step,
    kind: "started",
  });
  const at = await two({ records: new Map([[first, [began(first, "install")]]]) });
  assert.equal(at.first.interrupted, undefined);
  for (const run of at.runs.all) await run.open();
  assert.equal(at.first.interrupted, "install");
  assert.equal(at.second.interrupted, undefined);
});

test("what a server is called by itself changes nothing of whose record it is", async () => {
  const records = new Map<string, JournalEvent[]>();
  const at = await two({ records });
  await at.first.answer("download", "licence", true);
  const { id } = at.first.target;
  await at.targets.met(id, { guid: "G", name: "SYNC01-NEW" });
  assert.equal(at.runs.active.target.id, id);
  const again = await two({ records });
  await again.first.open();
  assert.deepEqual(
    again.first.known.attestations.map(({ about }) => about),
    ["licence"],
  );
});

test("a server that is removed is no longer worked with: its session ends, and who listens hears of it", async () => {
  const at = await two();
  const { id } = at.second.target;
  const heard: string[] = [];
  const stop = at.runs.onChange((server) => heard.push(server));
  await at.targets.remove(id);
  assert.deepEqual(at.closed, [id]);
  assert.ok(heard.includes(id));
  assert.equal(at.runs.find(id), undefined);
  assert.throws(() => at.runs.of(id), /No server/u);
  stop();
  heard.length = 0;
  await at.first.check("server");
  assert.deepEqual(heard, []);
  at.runs.dispose();
  assert.deepEqual(at.closed, [id, at.first.target.id]);
});

test("each server hears of its own changes under its own id", async () => {
  const at = await two();
  const heard = new Set<string>();
  at.runs.onChange((server) => heard.add(server));
  await at.second.check("server");
  assert.deepEqual([...heard], [at.second.target.id]);
});
