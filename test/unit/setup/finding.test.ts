import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  aboutName,
  chosenFixes,
  findingKey,
  mendedLater,
  type Finding,
  type Fix,
} from "../../../src/setup/finding.ts";
import { holdsHidden } from "../../../src/setup/text/hidden.ts";
import { parsePlan } from "../../../src/setup/plan.ts";
import { anyText } from "../../anyText.ts";

const found = (fix: Fix): Finding => ({
  rule: fix.kind,
  about: "",
  summary: "x",
  evidence: [],
  why: "x",
  source: "install",
  verdict: "fail",
  fix,
});

test("only what the product itself can do is a chosen fix", () => {
  const operation = { kind: "operation", label: "x", calls: [] } as const;
  const findings = [
    found({ kind: "command", runOn: "x", text: "x" }),
    found({ kind: "owner", owner: "x", whatToAsk: "x" }),
    found({ kind: "link", link: "portal", whatToDo: "x" }),
    found(operation),
  ];
  assert.deepEqual(chosenFixes(findings, []), [operation]);
  assert.deepEqual(chosenFixes(findings, ["operation"]), []);
});

test("a failure lets pass the step before the one that mends it, by what its cure says, whatever page that links to", () => {
  const cured = { kind: "link", link: "portal", whatToDo: "x", mendedBy: "newerAgent" } as const;
  const passed = mendedLater(found(cured), "newerAgent", "go on");
  assert.deepEqual(passed, { ...found(cured), verdict: "warning", fix: { ...cured, whatToDo: "go on" } });
  for (const other of [
    found({ kind: "link", link: "versions", whatToDo: "x" }),
    found({ ...cured, mendedBy: "registration" }),
    found({ kind: "owner", owner: "x", whatToAsk: "x" }),
    { ...found(cured), verdict: "unknown", unread: "x" } as Finding,
  ])
    assert.equal(mendedLater(other, "newerAgent", "go on"), other);
});

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
