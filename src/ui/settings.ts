import * as vscode from "vscode";

const section = () => vscode.workspace.getConfiguration("cloudSyncSetup");

/** Only the machine's own value counts: the settings are machine-scoped, and VS Code holds a workspace's back. */
export const settings = {
  /** One that whoever asks declares itself. */
  named: (name: string): unknown => section().get(name),
  tokenAudience: (): string => section().get<string>("tokenAudience", ""),
  installerUrl: (): string => section().get<string>("installerUrl", ""),
};
