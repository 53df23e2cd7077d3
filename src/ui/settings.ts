import * as vscode from "vscode";
import type { StepSettings } from "../setup/step.ts";

const section = () => vscode.workspace.getConfiguration("cloudSyncSetup");

/** Only the machine's own value counts: the settings are machine-scoped, and VS Code holds a workspace's back. */
export const settings = {
  /** One that whoever asks declares itself. */
  named: (name: string): unknown => section().get(name),
  /** Those that steps read: one that they name and that has no line here does not compile. */
  ofSteps: (): StepSettings => ({
    installerUrl: section().get<string>("installerUrl", ""),
    tokenAudience: section().get<string>("tokenAudience", ""),
  }),
  /** A file of authorities that a directory's certificates are held to beside the system's. */
  directoryCaFile: (): string => section().get<string>("directoryCaFile", ""),
  /** Whether this machine may ask a directory where the server's session cannot. */
  directoryFromThisMachine: (): boolean => section().get<boolean>("directoryFromThisMachine", true),
};
