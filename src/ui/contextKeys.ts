import * as vscode from "vscode";
import type { Run } from "../setup/run.ts";
import { ticked } from "./ticked.ts";

/** Mirrors each step into a context key; the walkthrough's ticks follow them. Sends only what changed. */
export const contextKeys = (run: Run): vscode.Disposable => {
  const sent = new Map<string, boolean>();
  const set = (key: string, value: boolean) => {
    if (sent.get(key) === value) return;
    sent.set(key, value);
    void vscode.commands.executeCommand("setContext", key, value);
  };
  const update = () => {
    for (const { id } of run.steps) set(`cloudSyncSetup.${id}.done`, ticked(run.stateOf(id)));
    set(
      "cloudSyncSetup.busy",
      run.steps.some(({ id }) => run.stateOf(id).kind === "running"),
    );
  };
  update();
  return new vscode.Disposable(run.onChange(update));
};
