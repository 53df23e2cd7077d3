import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { Runs } from "../setup/engine/runs.ts";
import { StatusItem, type Status } from "./surfaces/statusItem.ts";
import { stateDetail, stateWord } from "../setup/stateWords.ts";

/** The first thing at work on a server, else the first that is waited for; the active server goes first. */
const statusOf = (runs: Runs): Status | undefined => {
  const steps = [runs.active, ...runs.all].flatMap((run) => run.steps.map((step) => ({ run, step })));
  const isNow = (kind: string) => steps.find(({ run, step }) => run.stateOf(step.id).kind === kind);
  const now = isNow("running") ?? isNow("waiting");
  if (!now) return undefined;
  const { run, step } = now;
  const state = run.stateOf(step.id);
  const percent =
    state.kind === "running" && state.percent !== undefined ? ` ${Math.round(state.percent)} %` : "";
  return {
    icon: state.kind === "running" ? "sync~spin" : "watch",
    text: `${run.name}: ${step.title()}${percent}`,
    tooltip: `${stateWord(state)}: ${stateDetail(state) ?? ""}`,
    click: {
      command: "cloudSyncSetup.openStep",
      title: l10n.t("Open"),
      about: { server: run.target.id, step: step.id },
    },
  };
};

/** An item while something runs or is waited for, with the server's name; a click opens the step. */
export const statusBar = (runs: Runs): vscode.Disposable => {
  const item = new StatusItem("cloudSyncSetup.status", l10n.t("Cloud Sync Agent Setup"));
  const update = () => {
    item.show(statusOf(runs));
  };
  update();
  return vscode.Disposable.from(item, new vscode.Disposable(runs.onChange(update)));
};
