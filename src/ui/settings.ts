import * as vscode from "vscode";

const section = () => vscode.workspace.getConfiguration("cloudSyncSetup");

/** Only the machine's own value counts: the settings are machine-scoped, and VS Code holds a workspace's back. */
export const settings = {
  /** Program and arguments that start PowerShell; empty for Windows PowerShell 5.1 by its absolute path. */
  powershellCommand: (): readonly string[] => section().get<readonly string[]>("powershellCommand", []),
  tokenAudience: (): string => section().get<string>("tokenAudience", ""),
  installerUrl: (): string => section().get<string>("installerUrl", ""),
};
