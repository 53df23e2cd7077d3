import * as l10n from "@vscode/l10n";
import type { Fix } from "../finding.ts";

/** The way on where only a newer agent does what is needed. */
export const upgradeAgent = (): Fix => ({
  kind: "link",
  link: "versions",
  whatToDo: l10n.t("Upgrade the agent."),
  mendedBy: "newerAgent",
});
