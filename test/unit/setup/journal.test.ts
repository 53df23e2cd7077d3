/** What a record tells of those who worked, and of the steps. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { interruptedStep, statesFrom } from "../../../src/setup/engine/replay.ts";
import { attestationsIn, type JournalEvent } from "../../../src/setup/journal.ts";
import { elapsedMs } from "../../../src/setup/values/time.ts";
import { base, checked, ended, started } from "../support/events.ts";

test("statements keep who and when", () => {
  const said = attestationsIn([
    { ...base, step: "download", kind: "said", statement: { about: "licence" } },
    started("x"),
  ]);
  assert.deepEqual(said, [{ about: "licence", at: base.at, by: "ada" }]);
});

test("what was done is stale until it is seen again; nothing else of a former start is trusted", () => {
  const states = statesFrom([
    checked("server", "done"),
    checked("serviceAccount", "answered"),
    checked("prerequisites", "waiting"),
    checked("verify", "done"),
    checked("noSuchStep", "done"),
    started("directory"),
  ]);
  const findings = [] as const;
  const stale = { kind: "stale", proof: [{ name: "Version", value: "1" }], at: base.at, findings };
  assert.deepEqual(Object.fromEntries(states), {
    server: stale,
    // Another version's: kept as it is told, and in no list of steps.
    noSuchStep: stale,
    serviceAccount: { kind: "answered", findings },
    prerequisites: { kind: "todo", findings },
    verify: stale,
  });
});

test("a step that began and did not end, or waited for something outside, is the one to continue", () => {
  const known = new Set<string>(["install", "confirm", "server"]);
  const openStep = (events: readonly JournalEvent[]) => interruptedStep(events, (id) => known.has(id));
  const atWizard: JournalEvent = { ...checked("confirm", "waiting"), forWhat: "wizard" } as JournalEvent;
  assert.equal(openStep([started("install")]), "install");
  assert.equal(openStep([started("install"), ended("install")]), undefined);
  assert.equal(openStep([started("noSuchStep")]), undefined);
  assert.equal(openStep([started("undo")]), undefined, "of no procedure: its list shows what is left");
  assert.equal(openStep([atWizard]), "confirm");
  assert.equal(openStep([atWizard, checked("confirm", "done")]), undefined);
  assert.equal(openStep([atWizard, checked("server", "done")]), "confirm");
  const failed: JournalEvent = { ...base, step: "install", kind: "failed", code: "busy", happened: "x" };
  assert.equal(openStep([started("install"), failed]), undefined);
  assert.equal(openStep([]), undefined);
});

test("elapsed time is in milliseconds", () => {
  assert.equal(elapsedMs("2026-11-24T12:00:00.000Z", "2026-11-24T12:00:01.500Z"), 1500);
});
