/** Documents that nobody edits: what is too long for a message, or too much somebody else's. */
import * as vscode from "vscode";
import { plainText } from "../../setup/plainText.ts";

/** Pages of one kind. Each is kept as long as it is open. */
export class ReadOnlyPages implements vscode.Disposable {
  readonly #scheme: string;
  readonly #texts = new Map<string, string>();
  readonly #ends: vscode.Disposable;
  #count = 0;

  /** `scheme` belongs to this kind of page alone; `gone` is what a page says that was not kept. */
  constructor(scheme: string, gone: () => string) {
    this.#scheme = scheme;
    this.#ends = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? gone(),
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  dispose(): void {
    this.#ends.dispose();
  }

  /** Shows a text under a name with its ending: `.md` for Markdown, `.txt` for what is no markup. */
  async show(name: string, text: string): Promise<void> {
    this.#count += 1;
    // A name is one part of a path, whatever it holds.
    const file = plainText(name, 120).replaceAll(/[\\/]/gu, "_");
    const page = vscode.Uri.from({ scheme: this.#scheme, path: `/${this.#count}/${file}` });
    this.#texts.set(page.toString(), text);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(page));
  }
}

/** Shows a file of the person's own. */
export const showFile = async (file: vscode.Uri): Promise<void> => {
  await vscode.window.showTextDocument(file);
};
