/** What was shown to change, and whether what would change now is still that. Pure. */
import * as l10n from "@vscode/l10n";
import { thingOf, type Change } from "../change.ts";
import { sayPlace } from "../place.ts";
import { ProblemError } from "../problem.ts";
import type { Checked } from "../stepState.ts";
import { sayChange } from "../told/changes.ts";
import { sameJson } from "../values/json.ts";
import { shownValue } from "../values/shownValue.ts";

/** What was shown before a yes. Applying carries out what `found` led to, and changes nothing that is not in the list. */
export interface Planned {
  /** What the check found that the list was made from. */
  readonly found: Checked;
  readonly changes: readonly Change[];
  /** Those that were not in the list before this one, where that one was no longer true. */
  readonly added: readonly Change[];
}

/** Whether a change is the one that was shown; what it replaces counts where its undo would put that back. */
const isShown = (now: Change, shown: Change): boolean =>
  thingOf(now) === thingOf(shown) &&
  sameJson(now.after, shown.after) &&
  ((now.undo ?? shown.undo) === undefined || sameJson(now.before, shown.before));

/** The changes that were not shown. What is already as it was to become is in neither list. */
export const notShown = (now: readonly Change[], shown: readonly Change[]): readonly Change[] =>
  now.filter((change) => !shown.some((one) => isShown(change, one)));

/** `server`: what the server is called. */
export const changesDiffer = (differing: readonly Change[], server: string): ProblemError =>
  new ProblemError({
    code: "changesDiffer",
    happened: l10n.t(
      "What would change is no longer what was shown: {0}",
      differing
        .map((change) =>
          l10n.t(
            "{0} on {1}, from {2} to {3}",
            sayChange(change),
            sayPlace(change.on, server),
            shownValue(change.before),
            shownValue(change.after),
          ),
        )
        .join("; "),
    ),
    means: l10n.t(
      "Nothing was changed that was not in the list. What was done before this is in the record.",
    ),
    next: [l10n.t("Read the list again: it is as things are now, and what is new in it is marked.")],
  });

/** @throws ProblemError where something is to be changed and nothing was shown. */
export const nothingShown = (): ProblemError =>
  new ProblemError({
    code: "notShown",
    happened: l10n.t("What would change was not shown yet, or is no longer true."),
    means: l10n.t("Nothing was changed."),
    next: [l10n.t("Show what will change first.")],
  });
