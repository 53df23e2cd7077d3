/** Saving logs is work on the server as any other: in its turn, and in the record. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Change } from "../../../../src/setup/change.ts";
import { ProblemError } from "../../../../src/setup/problem.ts";
import { logs, type LogsSaved } from "../../../../src/setup/steps/logs.ts";
import { gone, kinds, ops, script, shownAndApplied, testRun, until } from "../../support/scriptedServer.ts";
import { here } from "../../support/scriptedServer.ts";

const wanted = { path: "C:\\Temp\\logs.zip", hours: 24, hideNames: true };
const preview = { parts: [{ entry: "a.log", text: "x", complete: true }], left: [] };
const saved = { path: wanted.path, entries: ["a.log"], left: [] };
const change: Change = {
  on: here,
  certainty: "exact",
  what: "file",
  params: { path: wanted.path },
  before: null,
  after: "a.log",
};

const prepared = () => {
  const of = script({
    "Get-CloudSyncLogPreview": () => preview,
    "Save-CloudSyncLogBundle": (_, { onEvent, whatIf }) => {
      onEvent?.({ kind: "change", change });
      return whatIf === true ? {} : saved;
    },
  });
  const at = testRun(of);
  const told: LogsSaved = {};
  at.run.register(logs(wanted, told));
  return { of, at, told };
};

test("what would be in the logs is read first, and nothing is written by it", async () => {
  const { of, at, told } = prepared();
  await at.run.changes("logs");
  assert.deepEqual(ops(of), [
    "Save-CloudSyncLogBundle -WhatIf",
    "Get-CloudSyncLogPreview",
    "Save-CloudSyncLogBundle -WhatIf",
  ]);
  assert.deepEqual(told, { preview });
  assert.deepEqual(at.run.changesOf("logs"), [change]);
  assert.deepEqual(kinds(at, "logs"), ["previewed", "checked"]);
});

test("where the file cannot be written that is said before anything is read", async () => {
  const { of, at, told } = prepared();
  of.answers["Save-CloudSyncLogBundle"] = () => {
    throw gone();
  };
  await at.run.changes("logs");
  const state = at.run.stateOf("logs");
  assert.equal(state.kind === "failed" && state.problem.code, "sessionEnded");
  assert.deepEqual(told, {});
  assert.deepEqual(ops(of), ["Save-CloudSyncLogBundle -WhatIf"]);
});

test("what is written stands in the record, with the file as its proof", async () => {
  const { at, told } = prepared();
  await shownAndApplied(at.run, "logs");
  assert.deepEqual(told.saved, saved);
  assert.deepEqual(kinds(at, "logs"), [
    "previewed",
    "checked",
    "started",
    "consented",
    "intended",
    "change",
    "settled",
    "ended",
    "checked",
  ]);
  const state = at.run.stateOf("logs");
  assert.deepEqual(state.kind === "done" && state.proof, [{ name: "File", value: wanted.path }]);
});

test("while logs are saved nothing else changes the server, and it can be cancelled", async () => {
  const { of, at, told } = prepared();
  of.answers["Save-CloudSyncLogBundle"] = (_, { signal, whatIf }) =>
    new Promise((resolve, reject) => {
      if (whatIf === true) resolve({});
      signal?.addEventListener("abort", () => {
        reject(gone());
      });
    });
  const saving = shownAndApplied(at.run, "logs");
  await until(() => ops(of).includes("Save-CloudSyncLogBundle"));
  assert.equal(at.run.busyWith, "logs");
  await assert.rejects(
    at.run.apply("prerequisites"),
    (error) => error instanceof ProblemError && error.problem.code === "busy",
  );
  at.run.cancel("logs");
  await saving;
  assert.equal(told.saved, undefined);
});

test("what is written is what the page showed: a file that came since is left out and said, and stops nothing", async () => {
  const there = ["a.log"];
  const of = script({
    "Get-CloudSyncLogPreview": () => preview,
    "Save-CloudSyncLogBundle": ({ entries }, { onEvent, whatIf }) => {
      const taken = there.filter((one) => entries === null || (entries as string[]).includes(one));
      for (const after of taken) onEvent?.({ kind: "change", change: { ...change, after } });
      const left = there.filter((one) => !taken.includes(one));
      return whatIf === true
        ? {}
        : { ...saved, entries: taken, left: [{ why: "new", limit: 0, count: left.length, entries: left }] };
    },
  });
  const at = testRun(of);
  const told: LogsSaved = {};
  at.run.register(logs(wanted, told));
  await at.run.changes("logs");
  there.push("b.log");
  await at.run.apply("logs");
  assert.equal(at.run.stateOf("logs").kind, "done");
  assert.deepEqual(told.saved?.entries, ["a.log"]);
  assert.deepEqual(told.saved.left[0]?.entries, ["b.log"]);
  assert.deepEqual(of.calls.at(-1)?.args, { ...wanted, entries: ["a.log"] });
});
