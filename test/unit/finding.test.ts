import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenFixes, type Finding, type Fix } from "../../src/setup/finding.ts";

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
  const operation = { kind: "operation", label: "x", calls: [], needsRestart: false } as const;
  const findings = [
    found({ kind: "command", runOn: "x", text: "x" }),
    found({ kind: "owner", owner: "x", whatToAsk: "x" }),
    found({ kind: "link", link: "portal", whatToDo: "x" }),
    found(operation),
  ];
  assert.deepEqual(chosenFixes(findings, []), [operation]);
  assert.deepEqual(chosenFixes(findings, ["operation"]), []);
});
