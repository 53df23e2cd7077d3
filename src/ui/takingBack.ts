/** The commands that take permissions back, on a page: nothing here runs them. */
import * as l10n from "@vscode/l10n";
import type * as vscode from "vscode";
import type { Run } from "../setup/engine/run.ts";
import { inform } from "./surfaces/notifications.ts";
import { ReadOnlyPages } from "./surfaces/pages.ts";

/** What the button or the command is called that shows them. */
export const takingBackLabel = (): string => l10n.t("Show how to take permissions back");

/** Whether the record tells of permissions that were given. */
export const hasGiven = ({ known }: Pick<Run, "known">): boolean =>
  known.attestations.some(({ about }) => about === "permissions");

export class TakingBack implements vscode.Disposable {
  readonly #language: string;
  readonly #pages = new ReadOnlyPages("cloud-sync-permissions", () =>
    l10n.t("Ask for the commands again: this page was not kept."),
  );

  /** `language` of the page, as BCP 47 names it. */
  constructor(language: string) {
    this.#language = language;
  }

  dispose(): void {
    this.#pages.dispose();
  }

  async show(run: Run): Promise<void> {
    const { takingBackPage, textPage } = await import("./documents.ts");
    const page = takingBackPage(run.record, { language: this.#language, server: run.name });
    if (page) await this.#pages.show(`${page.title}.txt`, textPage(page));
    else
      void inform(l10n.t("The record of {0} tells of no permissions that were given in a domain.", run.name));
  }
}
