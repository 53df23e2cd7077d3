/** The agent's logs as one file: listed and shown as they would be, written after a yes. */
import * as l10n from "@vscode/l10n";
import type * as vscode from "vscode";
import { leftOutSentence } from "../setup/report/leftOut.ts";
import { logPreview } from "../setup/report/logPreview.ts";
import { isNamedBundle } from "../setup/namedFile.ts";
import type { Run } from "../setup/engine/run.ts";
import { logs, type LogsSaved } from "../setup/steps/logs.ts";
import { askToHideNames } from "./hidingNames.ts";
import { proposedName } from "./proposedName.ts";
import { shownWhile } from "./shownWork.ts";
import { chosen, typed } from "./surfaces/boxes.ts";
import { inform } from "./surfaces/notifications.ts";
import { ReadOnlyPages } from "./surfaces/pages.ts";

/** What Microsoft's own tool collects. */
const hours = 24;

/** The pages shown before, and how a bundle is made. */
export class LogBundles implements vscode.Disposable {
  readonly #pages = new ReadOnlyPages("cloud-sync-logs", () =>
    l10n.t("Save the agent's logs again: this page was not kept."),
  );

  dispose(): void {
    this.#pages.dispose();
  }

  /** Asks, shows what would be in it, and writes it after a yes. Nothing happens where a question is closed. */
  async save(run: Run): Promise<void> {
    const path = await typed({
      title: l10n.t("Save the agent's logs"),
      prompt: l10n.t(
        "Name, or full path on a drive, of the new file on {0}, ending in .zip. A name alone is put into its folder for temporary files.",
        run.name,
      ),
      value: proposedName("cloud-sync-logs", run.name, new Date().toISOString(), "zip"),
      wrong: (named) =>
        isNamedBundle(named)
          ? undefined
          : l10n.t(
              "Expected a name alone, or a full path on a drive such as C:\\Temp\\logs.zip; not a share.",
            ),
    });
    if (path === undefined) return;
    const hideNames = await askToHideNames();
    if (hideNames === undefined) return;
    const told: LogsSaved = {};
    run.register(logs({ path, hours, hideNames }, told));
    const reading = { title: l10n.t("Reading logs on {0}", run.name), cancellable: true };
    await shownWhile(run, "logs", reading, () => run.changes("logs"));
    if (!told.preview) return;
    await this.#pages.show(`${l10n.t("What would be in the logs")}.txt`, logPreview(told.preview, hideNames));
    // A question in the middle of the window would keep the page from being read.
    const isWanted = await chosen(
      [
        { label: l10n.t("Save"), detail: l10n.t("Writes them into {0}", path), value: true },
        { label: l10n.t("Do not save"), value: false },
      ],
      {
        title: l10n.t("The page shows what is in them. Look before you pass it on."),
        staysOpen: true,
      },
    );
    if (isWanted !== true) return;
    const saving = { title: l10n.t("Saving logs on {0}", run.name), cancellable: true };
    await shownWhile(run, "logs", saving, () => run.apply("logs"));
    if (!told.saved) return;
    const { left, path: saved } = told.saved;
    void inform(
      `${l10n.t("The logs are in {0} on {1}. Look before you pass them on.", saved, run.name)} ${leftOutSentence(left)}`.trim(),
    );
  }
}
