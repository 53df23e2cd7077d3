import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenFixes, mendedLater, type Finding, type Fix } from "../../../src/setup/finding.ts";

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
