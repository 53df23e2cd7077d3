import * as vscode from "vscode";
import type { Runs } from "../setup/engine/runs.ts";
import { contextValues } from "./contextValues.ts";

/** Mirrors the runs into context keys; the walkthrough's ticks follow them. Sends only what changed. */
export const contextKeys = (runs: Runs): vscode.Disposable => {
  const sent = new Map<string, boolean>();
  const update = () => {
    for (const [key, value] of contextValues(runs)) {
      if (sent.get(key) === value) continue;
      sent.set(key, value);
      void vscode.commands.executeCommand("setContext", key, value);
    }
  };
  update();
  return new vscode.Disposable(runs.onChange(update));
};
