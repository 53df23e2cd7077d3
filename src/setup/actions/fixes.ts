/** What a step does whose findings bring their own fixes: it lists them, and applies those that were chosen. */
import * as l10n from "@vscode/l10n";
import { chosenFixes } from "../finding.ts";
import type { SetupPlan } from "../plan.ts";
import type { StepState } from "../stepState.ts";
import type { Step, StepAction } from "../step.ts";
import { listedFirst } from "./listedFirst.ts";
import { callsOf, changesOf, runCalls } from "./calls.ts";

export const fixing = {
  changes: (ctx, { findings }) => changesOf(ctx, callsOf(findings, ctx.plan)),
  apply: (ctx, { findings }) => runCalls(ctx, callsOf(findings, ctx.plan)),
} satisfies Pick<Step, "changes" | "apply">;

/** The buttons of such a step. Checking is the first thing to do until there is something to say or to wait for. */
export const fixActions = (
  state: StepState,
  { skippedFixes }: Pick<SetupPlan, "skippedFixes">,
  changesShown: boolean,
): readonly StepAction[] => {
  const checked = state.findings.length > 0;
  return [
    ...(chosenFixes(state.findings, skippedFixes).length > 0
      ? listedFirst(
          { label: l10n.t("Apply the chosen fixes") },
          { changesShown, isNext: state.kind === "todo" },
        )
      : []),
    {
      id: "check",
      label: checked ? l10n.t("Check again") : l10n.t("Check"),
      primary: !checked && state.kind !== "waiting",
      does: "check",
    },
  ];
};
