/** An answer is of the shape of what was asked, or nothing is concluded from it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { resultsBy, resultOf } from "../../../src/setup/result.ts";
import { reading, text } from "../../../src/setup/operations/entry.ts";
import { ProblemError } from "../../../src/setup/problem.ts";

const asked = reading("Get-Thing", {}, v.strictObject({ name: text, parts: v.array(text) }));

test("an answer of the operation's own shape is what it is", () => {
  const value = { name: "a", parts: ["b"] };
  assert.deepEqual(resultOf(asked, value), value);
});

test("one of another shape is told by what is wrong where, for the log at most 4,000 characters", () => {
  const wrong = (value: unknown) => {
    try {
      resultOf(asked, value);
    } catch (error) {
      assert.ok(error instanceof ProblemError);
      return error.problem;
    }
    return assert.fail("it was taken");
  };
  const { code, happened, means, raw } = wrong({ name: 1, parts: ["b", 2] });
  assert.equal(code, "badAnswer");
  assert.equal(happened, "The answer to Get-Thing could not be understood.");
  assert.match(means, /^This is not what it should be: name: Invalid type/u);
  assert.match(raw ?? "", /^name: .*\nparts\.1: /u);
  assert.ok((wrong({ name: "a", parts: Array(10_000).fill(1) }).raw ?? "").length < 4200);
});

test("what a carrier gives is held to that; with -WhatIf nothing happened, and there is nothing to hold", async () => {
  const given: unknown[] = [{ name: "a", parts: [] }, null, null];
  const run = resultsBy({ run: () => Promise.resolve(given.shift()) });
  assert.deepEqual(await run(asked, {}), { name: "a", parts: [] });
  assert.equal(await run(asked, {}, { whatIf: true }), null);
  await assert.rejects(run(asked, {}), /Get-Thing could not be understood/u);
});
