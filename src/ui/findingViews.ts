/** What the page is given of a finding: its evidence, the fix or the advice, and whether it asks to be accepted. Pure. */
import * as l10n from "@vscode/l10n";
import type { FindingView } from "../messages/view.ts";
import { aboutName } from "../setup/text/aboutName.ts";
import { findingKey, type Finding, type Fix } from "../setup/finding.ts";
import type { FormContext } from "../setup/step.ts";
import { clockTime } from "../setup/values/moments.ts";

const adviceOf = (fix: Exclude<Fix, { kind: "operation" }>): NonNullable<FindingView["advice"]> => {
  switch (fix.kind) {
    case "command":
      return {
        text: [...(fix.warning === undefined ? [] : [fix.warning]), l10n.t("Run on {0}:", fix.runOn)].join(
          " ",
        ),
        command: fix.text,
      };
    case "owner":
      return { text: l10n.t("Owned by {0}. {1}", fix.owner, fix.whatToAsk) };
    case "link":
      return { text: fix.whatToDo, link: fix.link };
  }
};

/** `accepts`: whether its step may go on with what is not known, once that was accepted. */
export const findingOf = (
  found: Finding,
  { plan, attestations }: FormContext,
  accepts: boolean,
): FindingView => {
  const { rule, about, verdict, summary, why, evidence, source } = found;
  const key = findingKey(found);
  const accepted = attestations.findLast((one) => one.about === "unknown" && one.finding === key);
  const fix = found.verdict === "fail" || found.verdict === "warning" ? found.fix : undefined;
  return {
    rule,
    about: aboutName(about),
    verdict,
    summary,
    why,
    evidence: [...evidence],
    source: { id: source, label: l10n.t("Where this comes from") },
    ...(fix?.kind === "operation"
      ? { fix: { label: fix.label, chosen: !plan.skippedFixes.includes(key) } }
      : {}),
    ...(fix && fix.kind !== "operation" ? { advice: adviceOf(fix) } : {}),
    ...(found.verdict === "unknown" && accepts
      ? {
          acceptance: {
            label: l10n.t("Accept that this is not known"),
            ...(accepted
              ? { accepted: l10n.t("Accepted by {0}, {1}", accepted.by, clockTime(accepted.at)) }
              : {}),
          },
        }
      : {}),
  };
};
