/** What a finding is about, as it is named. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { findingKey } from "../../../../src/setup/finding.ts";
import { parsePlan } from "../../../../src/setup/plan.ts";
import { aboutName } from "../../../../src/setup/text/aboutName.ts";
import { holdsHidden } from "../../../../src/setup/text/hidden.ts";
import { anyText } from "../../../anyText.ts";

test("what a finding is about is named as it is, unless it is long or cannot be seen", () => {
  for (const about of ["", "LocalMachine", "http://proxy:8080", "x".repeat(200)])
    assert.equal(aboutName(about), about);
  assert.equal(aboutName("x".repeat(201)).slice(0, 155), `${"x".repeat(150)}... #`);
  assert.match(aboutName("a\u202Eb"), /^a<U\+202E>b\.\.\. #[0-9a-z]+$/u);
  assert.match(aboutName(" a "), /^a\.\.\. #/u);
});

test("long texts that differ at their ends only have different names", () => {
  const names = Array.from({ length: 2000 }, (_, at) => aboutName("x".repeat(300) + String(at)));
  assert.equal(new Set(names).size, 2000);
});

test("whatever a finding is about, its name fits into page, journal and plan, and naming it twice changes nothing", () => {
  const any = fc.oneof(anyText(), anyText({ minLength: 140, maxLength: 400 }));
  fc.assert(
    fc.property(any, (about) => {
      const name = aboutName(about);
      assert.ok(name.length <= 200 && name === name.trim() && !holdsHidden(name));
      assert.equal(aboutName(name), name);
      const key = findingKey({ rule: "rule", about });
      assert.deepEqual(parsePlan({ skippedFixes: [key] }, "x").skippedFixes, [key]);
    }),
  );
});
