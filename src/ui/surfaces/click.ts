import type * as vscode from "vscode";
import type { StepRef } from "../../setup/stepRef.ts";

/** What a click does: a command of ours, with what it is about. */
export interface Click {
  readonly command: string;
  readonly title: string;
  readonly about: StepRef;
}

export const commandOf = ({ command, title, about }: Click): vscode.Command => ({
  command,
  title,
  arguments: [about],
});
