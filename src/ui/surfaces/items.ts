/** Rows of trees, the item of the status bar, the frame of a panel. Every text is made plain; icons are named apart. */
import * as vscode from "vscode";
import type { StepRef } from "../../setup/stepRef.ts";
import { plainText } from "../../setup/text/plainText.ts";

/** What a click does: a command of ours, with what it is about. */
export interface Click {
  readonly command: string;
  readonly title: string;
  readonly about: StepRef;
}

const commandOf = ({ command, title, about }: Click): vscode.Command => ({
  command,
  title,
  arguments: [about],
});

export interface Row {
  readonly id: string;
  readonly label: string;
  readonly icon: vscode.ThemeIcon;
  readonly description: string;
  /** What the when-clauses of menus know it as. */
  readonly contextValue: string;
  readonly tooltip?: string;
  readonly click?: Click;
  readonly expanded?: boolean;
}

/** A row of a tree. A screen reader says label and tooltip. */
export const treeRow = (row: Row): vscode.TreeItem => {
  const label = plainText(row.label);
  const item = new vscode.TreeItem(
    label,
    row.expanded === true ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None,
  );
  item.id = row.id;
  item.iconPath = row.icon;
  item.description = plainText(row.description);
  item.contextValue = row.contextValue;
  if (row.tooltip !== undefined) {
    item.tooltip = plainText(row.tooltip);
    item.accessibilityInformation = { label: `${label}, ${item.tooltip}` };
  }
  if (row.click) item.command = commandOf(row.click);
  return item;
};

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

/** Where a page finds its script and its style, and what may load them. */
export interface PageSources {
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
}

/** A panel whose page may load from `folder` only. With `beside` it opens next to what is shown. */
export class PagePanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #folder: vscode.Uri;

  constructor(title: string, folder: vscode.Uri, icon: vscode.Uri, beside: boolean) {
    this.#folder = folder;
    this.#panel = vscode.window.createWebviewPanel(
      "cloudSyncSetup.step",
      plainText(title),
      beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active,
      { enableScripts: true, localResourceRoots: [folder] },
    );
    this.#panel.iconPath = icon;
  }

  set title(text: string) {
    const title = plainText(text);
    if (this.#panel.title !== title) this.#panel.title = title;
  }

  load(page: {
    readonly script: string;
    readonly style: string;
    readonly html: (sources: PageSources) => string;
  }): void {
    const { webview } = this.#panel;
    const uriOf = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(this.#folder, file)).toString();
    webview.html = page.html({
      cspSource: webview.cspSource,
      scriptUri: uriOf(page.script),
      styleUri: uriOf(page.style),
    });
  }

  post(message: unknown): void {
    void this.#panel.webview.postMessage(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#panel.webview.onDidReceiveMessage(listener);
  }

  onClosed(listener: () => void): void {
    this.#panel.onDidDispose(listener);
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#panel.dispose();
  }
}

/** Shows the rows of a view that the manifest names. */
export const showTree = <T>(view: string, rows: vscode.TreeDataProvider<T>): vscode.Disposable =>
  vscode.window.createTreeView(view, { treeDataProvider: rows });
