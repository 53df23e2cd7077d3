import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { Run } from "../setup/engine/run.ts";
import { StatusItem } from "./surfaces/items.ts";
import { stateDetail, stateWord } from "../setup/words.ts";

/** An item while something runs or is waited for, with the server's name; a click opens the step. */
export const statusBar = (run: Run): vscode.Disposable => {
  const item = new StatusItem("cloudSyncSetup.status", l10n.t("Cloud Sync Agent Setup"));
  const update = () => {
    const step = run.steps.find(({ id }) => ["running", "waiting"].includes(run.stateOf(id).kind));
    if (!step) {
      item.show(undefined);
      return;
    }
    const state = run.stateOf(step.id);
    const percent =
      state.kind === "running" && state.percent !== undefined ? ` ${Math.round(state.percent)} %` : "";
    item.show({
      icon: state.kind === "running" ? "sync~spin" : "watch",
      text: `${run.server.name}: ${step.title()}${percent}`,
      tooltip: `${stateWord(state)}: ${stateDetail(state) ?? ""}`,
      click: { command: "cloudSyncSetup.openStep", title: l10n.t("Open"), about: step.id },
    });
  };
  update();
  return vscode.Disposable.from(item, new vscode.Disposable(run.onChange(update)));
};
