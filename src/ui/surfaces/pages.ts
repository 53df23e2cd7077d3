/** Documents that nobody edits: what is too long for a message, or too much somebody else's. */
import * as vscode from "vscode";
import { plainText } from "../../setup/text/plainText.ts";

/** A preview may be drawn again long after VS Code has closed its document: of so many the texts are kept. */
const keptPreviews = 10;

/** Pages of one kind. Each is kept as long as it is open. */
export class ReadOnlyPages implements vscode.Disposable {
  readonly #scheme: string;
  readonly #texts = new Map<string, string>();
  #previewed: readonly string[] = [];
  readonly #ends: vscode.Disposable;
  #count = 0;

  /** `scheme` belongs to this kind of page alone; `gone` is what a page says that was not kept. */
  constructor(scheme: string, gone: () => string) {
    this.#scheme = scheme;
    this.#ends = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? gone(),
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (!this.#previewed.includes(uri.toString())) this.#texts.delete(uri.toString());
      }),
    );
  }

  dispose(): void {
    this.#ends.dispose();
  }

  /** Shows a text under a name with its ending, such as `.txt`. */
  async show(name: string, text: string): Promise<void> {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(this.#keep(name, text)));
  }

  /**
   * Shows Markdown as it reads, in VS Code's own preview, which runs no scripts and follows no commands; what others wrote is
   * in it as `markdownText` and `markdownBlock` make it. Where the preview is switched off, the text is shown.
   */
  async showPreview(name: string, markdown: string): Promise<void> {
    const page = this.#keep(`${name}.md`, markdown);
    this.#previewed = [...this.#previewed, page.toString()];
    for (const gone of this.#previewed.slice(0, -keptPreviews)) this.#texts.delete(gone);
    this.#previewed = this.#previewed.slice(-keptPreviews);
    try {
      await vscode.commands.executeCommand("markdown.showPreview", page);
    } catch {
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(page));
    }
  }

  #keep(name: string, text: string): vscode.Uri {
    this.#count += 1;
    // A name is one part of a path, whatever it holds.
    const file = plainText(name, 120).replaceAll(/[\\/]/gu, "_");
    const page = vscode.Uri.from({ scheme: this.#scheme, path: `/${this.#count}/${file}` });
    this.#texts.set(page.toString(), text);
    return page;
  }
}

/** Shows a file of the person's own. */
export const showFile = async (file: vscode.Uri): Promise<void> => {
  await vscode.window.showTextDocument(file);
};
