/** What of a record cannot be read, and what of that was said already: each thing is said once. Pure. */
import * as l10n from "@vscode/l10n";
import type { JournalEvent, NotRead } from "../journal.ts";
import type { Problem } from "../problem.ts";

const nothing: NotRead = { lines: 0, newer: 0, skippedBytes: 0, aside: [] };

const all = (one: NotRead, more: NotRead): NotRead => ({
  lines: one.lines + more.lines,
  newer: one.newer + more.newer,
  skippedBytes: one.skippedBytes + more.skippedBytes,
  aside: [...one.aside, ...more.aside],
});

export class Unread {
  #found = nothing;
  #said = nothing;

  /** What was said before, by whichever window. */
  take(event: JournalEvent): void {
    if (event.kind === "notRead") this.#said = event;
  }

  /** All that was found until now, where something of it is new; undefined where it was said. */
  found(more: NotRead): NotRead | undefined {
    const found = (this.#found = all(this.#found, more));
    const said = this.#said;
    const isNew =
      found.lines > said.lines ||
      found.newer > said.newer ||
      // How much is left out grows with the record: that something is, is said.
      (found.skippedBytes > 0 && said.skippedBytes === 0) ||
      found.aside.some((file) => !said.aside.includes(file));
    if (!isNew) return undefined;
    const aside = [...new Set([...said.aside, ...found.aside])];
    return { ...found, aside };
  }
}

const mebibytes = (bytes: number): string => String(Math.ceil(bytes / 1024 / 1024));

/** In words: what is there, what it means, what to do. `file`: where the record is. */
export const recordNotRead = (server: string, file: string, what: NotRead): Problem => {
  const { lines, newer, skippedBytes, aside } = what;
  const happened = [
    ...(lines > 0 ? [l10n.t("Entries of the record of {0} that cannot be read: {1}.", server, lines)] : []),
    ...(newer > 0
      ? [l10n.t("Entries of the record of {0} that a newer version wrote: {1}.", server, newer)]
      : []),
    ...(skippedBytes > 0
      ? [
          l10n.t(
            "The record of {0} is too long to be read whole: its first {1} MB were left out.",
            server,
            mebibytes(skippedBytes),
          ),
        ]
      : []),
    ...(aside.length > 0
      ? [l10n.t("What stood in the place of the record of {0} was put aside: {1}.", server, aside.join(", "))]
      : []),
  ];
  return {
    code: "recordDamaged",
    happened: happened.join(" "),
    means: l10n.t(
      "Nothing of it was deleted. What can be read is used; the list of changes to undo and the change report lack the rest.",
    ),
    next: [
      ...(newer > 0 ? [l10n.t("Update the extension in this window, and reload the window.")] : []),
      ...(skippedBytes > 0
        ? [l10n.t("Close VS Code and move the file away if its old entries are needed no more: {0}.", file)]
        : []),
      ...(lines > 0 ? [l10n.t("The lines are where they were: {0}.", file)] : []),
      l10n.t("Check all setup steps: what is true on the server is seen again."),
    ],
  };
};
