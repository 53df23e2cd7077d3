/** How a step stands, in words: the same in panel, tree and status bar. */
import * as l10n from "@vscode/l10n";
import type { StepState } from "./stepState.ts";
import { howToWait, type Wait } from "./wait.ts";
import { clockTime } from "./values/moments.ts";

export const stateWord = (state: StepState): string => {
  switch (state.kind) {
    case "todo":
      return l10n.t("To do");
    case "answered":
      return l10n.t("Answered");
    case "running":
      return l10n.t("Running");
    case "waiting":
      return l10n.t("Waiting");
    case "done":
      return l10n.t("Done");
    case "stale":
      return l10n.t("Was done; not seen again yet");
    case "failed":
      return l10n.t("Failed");
  }
};

const sayWait = ({ forWhat, since, until }: Wait): string =>
  until === undefined
    ? l10n.t("{0}, since {1}", howToWait(forWhat).now(), clockTime(since))
    : l10n.t("{0}, since {1}, until {2}", howToWait(forWhat).now(), clockTime(since), clockTime(until));

/** What is being done or waited for, or when it was seen; undefined where the word says everything. */
export const stateDetail = (state: StepState): string | undefined => {
  switch (state.kind) {
    case "running":
      return state.doing;
    case "waiting":
      return sayWait(state);
    case "done":
    case "stale":
      return l10n.t("seen {0}", clockTime(state.at));
    case "failed":
      return state.problem.happened;
    default: {
      const failed = state.findings.filter(({ verdict }) => verdict === "fail").length;
      return failed > 0 ? l10n.t("{0} failed", failed) : undefined;
    }
  }
};
