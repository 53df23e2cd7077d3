/** A step of two as its page shows it, whose check finds what a test says. */
import * as v from "valibot";
import { stepView, type StepView } from "../../../src/messages/view.ts";
import type { Finding } from "../../../src/setup/finding.ts";
import type { Checked } from "../../../src/setup/stepState.ts";
import type { Step } from "../../../src/setup/step.ts";
import { stepViewOf } from "../../../src/ui/stepView.ts";
import { script, testRun, type TestRun } from "./scriptedServer.ts";

export const noon = "2026-11-24T12:00:00.000Z";

export const stepOf = (more: Partial<Step> & { found?: Checked } = {}): Step => ({
  id: "prerequisites",
  lines: [],
  title: () => "Prerequisites",
  introduction: () => ["First line.", "Second line."],
  check: () => Promise.resolve(more.found ?? { kind: "todo", findings: [] }),
  actions: () => [],
  ...more,
});
const after = stepOf({ id: "download", title: () => "Download" });

export const runOf = (step: Step, more: Parameters<typeof testRun>[1] = {}): TestRun =>
  testRun(script(), { accepted: false, steps: [step, after], ...more });

export const viewOf = ({ run }: TestRun): StepView => v.parse(stepView, stepViewOf(run, "prerequisites"));

export const about = (rule: string, scope = ""): Omit<Finding, "verdict" | "fix" | "unread"> => ({
  rule,
  about: scope,
  summary: `Summary of ${rule}`,
  evidence: [{ name: `Name of ${rule}`, value: `Value of ${rule}` }],
  why: `Why ${rule}`,
  source: "prerequisites",
});
export const found = (...findings: readonly Finding[]): Checked => ({ kind: "todo", findings });
export const fixable: Finding = {
  ...about("tls", "net"),
  verdict: "fail",
  fix: { kind: "operation", label: "Turn it on", calls: [] },
};
export const notKnown: Finding = { ...about("policy"), verdict: "unknown", unread: "denied" };
