/** The port that this version does not have: why nothing is told by it. */
import * as l10n from "@vscode/l10n";

export const notThereYet = {
  cloud: () => l10n.t("This version does not ask the tenant."),
};
