/** An order of items that arrives from a page. Pure. */
import * as l10n from "@vscode/l10n";

/** One of the things that are put in an order; no two have the same id. */
export interface Item {
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
}

/** What is wrong with it: each item has to be in it, once, and nothing else; undefined where nothing is. */
export const wrongInOrder = (items: readonly Item[], ids: readonly string[]): string | undefined => {
  const stays = l10n.t("The order stays as it was.");
  // First, so that a list without end is not searched.
  if (ids.length > items.length)
    return [
      l10n.t("There are {0} in the list, and {1} were put in order.", items.length, ids.length),
      stays,
    ].join(" ");
  const labels = new Map(items.map(({ id, label }) => [id, label]));
  const seen = new Set<string>();
  for (const id of ids) {
    const label = labels.get(id);
    if (label === undefined) return [l10n.t("{0} is not in the list.", id.slice(0, 100)), stays].join(" ");
    if (seen.has(id)) return [l10n.t("{0} would be in the list twice.", label), stays].join(" ");
    seen.add(id);
  }
  const missing = items.find(({ id }) => !seen.has(id));
  return missing && [l10n.t("{0} would be missing from the list.", missing.label), stays].join(" ");
};
