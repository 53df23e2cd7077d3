import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { Run } from "../setup/run.ts";
import { stateDetail, stateWord } from "./words.ts";

/** An item while something runs or is waited for, with the server's name; a click opens the step. */
export const statusBar = (run: Run): vscode.Disposable => {
  const item = vscode.window.createStatusBarItem("cloudSyncSetup.status", vscode.StatusBarAlignment.Left);
  item.name = l10n.t("Cloud Sync Agent Setup");
  const update = () => {
    const step = run.steps.find(({ id }) => ["running", "waiting"].includes(run.stateOf(id).kind));
    if (!step) {
      item.hide();
      return;
    }
    const state = run.stateOf(step.id);
    const percent =
      state.kind === "running" && state.percent !== undefined ? ` ${Math.round(state.percent)} %` : "";
    item.text = `${state.kind === "running" ? "$(sync~spin)" : "$(watch)"} ${run.server.name}: ${step.title()}${percent}`;
    item.tooltip = `${stateWord(state)}: ${stateDetail(state) ?? ""}`;
    item.command = { command: "cloudSyncSetup.openStep", title: l10n.t("Open"), arguments: [step.id] };
    item.show();
  };
  update();
  return vscode.Disposable.from(item, new vscode.Disposable(run.onChange(update)));
};
