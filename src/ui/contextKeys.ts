import * as vscode from "vscode";
import type { Run } from "../setup/engine/run.ts";
import { stepIds } from "../setup/step.ts";
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
    const shown = new Set(run.steps.map(({ id }) => id));
    for (const id of shown) set(`cloudSyncSetup.${id}.done`, ticked(run.stateOf(id)));
    for (const id of stepIds) set(`cloudSyncSetup.${id}.applies`, shown.has(id));
    set(
      "cloudSyncSetup.busy",
      run.steps.some(({ id }) => run.stateOf(id).kind === "running"),
    );
  };
  update();
  return new vscode.Disposable(run.onChange(update));
};
