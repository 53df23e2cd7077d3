/** An order of items, and what of it arrives from a page. Pure. */
import * as l10n from "@vscode/l10n";

/** One of the things that are put in an order; no two have the same id. */
export interface Item {
  readonly id: string;
  readonly label: string;
  /** Why it stands where it does, or what else is known of it. */
  readonly detail?: string;
  /** What sets it apart, a word or two each. */
  readonly marks?: readonly string[];
  readonly measured?: Measured;
}

/** What was measured of an item. */
export interface Measured {
  /** The value with its unit, such as `4 ms`; or that there is none. */
  readonly text: string;
  /** Of the largest in the list, 0 to 1; left out where nothing was measured. */
  readonly share?: number;
}

/** How something comes into a list that is not in it. */
export interface Adding {
  readonly label: string;
  readonly placeholder?: string;
  /** What is wrong with a name that was typed, or undefined. */
  readonly wrong: (name: string) => string | undefined;
  /** What is known and not in the list; the id of one is a name that can be added. */
  readonly others: readonly Item[];
}

/** A button that puts the whole list in an order: by what was measured, or as it was before. */
export interface Arrangement {
  readonly id: string;
  readonly label: string;
  /** The list as it would be; undefined where there is nothing to go by, or it would stay as it is. */
  readonly ids: readonly string[] | undefined;
}

/** A list, with what can be done to it beside putting it in order. */
export interface List {
  readonly items: readonly Item[];
  /** Whether items can be taken out. */
  readonly removes?: true;
  readonly add?: Adding;
  readonly arrange?: readonly Arrangement[];
}

/** What is done to a list beside putting it in order. */
export type ListChange =
  | { readonly kind: "remove"; readonly id: string }
  | { readonly kind: "add"; readonly name: string }
  | { readonly kind: "arrange"; readonly by: string };

/** What the list is to be, and what is wrong with it. */
export interface WantedList {
  readonly ids: readonly string[];
  readonly wrong: string | undefined;
}

/** The list after a change; undefined where it cannot be made to this list. A page may be a moment behind. */
export const changedList = (
  { items, removes, add, arrange }: List,
  change: ListChange,
): WantedList | undefined => {
  const ids = items.map(({ id }) => id);
  switch (change.kind) {
    case "remove":
      return removes === true && ids.includes(change.id)
        ? { ids: ids.filter((id) => id !== change.id), wrong: undefined }
        : undefined;
    case "add": {
      const name = change.name.trim();
      return add && { ids: [...ids, name], wrong: add.wrong(name) };
    }
    case "arrange": {
      const wanted = arrange?.find(({ id }) => id === change.by)?.ids;
      return wanted && { ids: wanted, wrong: undefined };
    }
  }
};

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
