/** The ports that this version does not have: why nothing is told by them. */
import * as l10n from "@vscode/l10n";

export const notThereYet = {
  directory: () => l10n.t("This version does not look into the directory."),
  cloud: () => l10n.t("This version does not ask the tenant."),
};
