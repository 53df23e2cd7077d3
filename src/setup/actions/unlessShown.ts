import * as l10n from "@vscode/l10n";

/** What a button needs that does what is listed: nothing before somebody could read the list. */
export const unlessShown = (changesShown: boolean): string | undefined =>
  changesShown ? undefined : l10n.t("Show what will change first.");
