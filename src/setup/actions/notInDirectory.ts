import * as l10n from "@vscode/l10n";
import { finding, type Evidence, type Finding, type RuleText } from "../finding.ts";
import { notThereYet } from "../notThereYet.ts";

/** What only the directory could tell, and was not asked there: not known, and it says why. */
export const notInDirectory = (rule: RuleText, what: string, evidence: readonly Evidence[]): Finding => ({
  ...finding(rule, l10n.t("Not checked in the directory: {0}.", what), evidence),
  verdict: "unknown",
  unread: notThereYet.directory(),
});
