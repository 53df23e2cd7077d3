/** The frame of a page: its panel, its title, what the page may load. The title is made plain. */
import * as vscode from "vscode";
import { plainText } from "../../setup/text/plainText.ts";

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
