/** The item of the status bar. Every text is made plain; its icon is named apart. */
import * as vscode from "vscode";
import { plainText } from "../../setup/text/plainText.ts";
import { commandOf, type Click } from "./click.ts";

/** What stands in the status bar. */
export interface Status {
  /** Name of one of VS Code's icons, with its modifier. */
  readonly icon: string;
  readonly text: string;
  readonly tooltip: string;
  readonly click: Click;
}

/** An item of the status bar, which is there only while there is something to say. */
export class StatusItem implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;

  constructor(id: string, name: string) {
    this.#item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Left);
    this.#item.name = name;
  }

  show(status: Status | undefined): void {
    if (!status) {
      this.#item.hide();
      return;
    }
    this.#item.text = `$(${status.icon}) ${plainText(status.text, 120)}`;
    this.#item.tooltip = plainText(status.tooltip);
    this.#item.command = commandOf(status.click);
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }
}
