/** Tiers stand side by side, and none of them hides what another one found. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { sideBySide, type Job } from "../../../scripts/tools/sideBySide.ts";

/** Jobs that write down when they begin and end. */
const jobs = (): { log: string[]; job: (name: string, more?: Partial<Job>) => Job } => {
  const log: string[] = [];
  return {
    log,
    job: (name, more = {}) => ({
      work: async () => {
        log.push(`${name} begins`);
        await turn();
        log.push(`${name} ends`);
      },
      ...more,
    }),
  };
};

test("as many jobs as there are places are done at once, in their order", async () => {
  const { log, job } = jobs();
  await sideBySide(
    ["a", "b", "c"].map((name) => job(name)),
    2,
  );
  assert.deepEqual(log, ["a begins", "b begins", "a ends", "c begins", "b ends", "c ends"]);
});

test("jobs of one line are done one after the other, and keep no others waiting", async () => {
  const { log, job } = jobs();
  await sideBySide([job("a", { line: "x" }), job("b", { line: "x" }), job("c")], 3);
  assert.deepEqual(log, ["a begins", "c begins", "a ends", "b begins", "c ends", "b ends"]);
});

test("a job that must still wait takes no place, and is not begun where what it waits for fails", async () => {
  const { log, job } = jobs();
  const later = (async () => {
    for (let at = 0; at < 5; at++) await turn();
  })();
  const never = Promise.reject(new Error("not to be had"));
  const work = sideBySide([job("a", { after: later }), job("b", { after: never }), job("c")], 1);
  await assert.rejects(work, ({ errors }: AggregateError) => String(errors[0]).includes("not to be had"));
  assert.deepEqual(log, ["c begins", "c ends", "a begins", "a ends"]);
});

test("a job that fails ends no other, and is told at the end", async () => {
  const { log, job } = jobs();
  const work = sideBySide([{ work: () => Promise.reject(new Error("broken")) }, job("a")], 1);
  await assert.rejects(work, ({ errors }: AggregateError) => String(errors[0]).includes("broken"));
  assert.deepEqual(log, ["a begins", "a ends"]);
});
