import * as vscode from "vscode";
import type { Run } from "../setup/engine/run.ts";
import { contextValues } from "./contextValues.ts";

/** Mirrors a run into context keys; the walkthrough's ticks follow them. Sends only what changed. */
export const contextKeys = (run: Run): vscode.Disposable => {
  const sent = new Map<string, boolean>();
  const update = () => {
    for (const [key, value] of contextValues(run)) {
      if (sent.get(key) === value) continue;
      sent.set(key, value);
      void vscode.commands.executeCommand("setContext", key, value);
    }
  };
  update();
  return new vscode.Disposable(run.onChange(update));
};
