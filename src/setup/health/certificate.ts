/** Is the agent's certificate valid? Pure. */
import * as l10n from "@vscode/l10n";
import { found, judge, pass, type Finding, type RuleText } from "../finding.ts";
import type { AgentHealth } from "../operations/agent.ts";
import { elapsedMs, type Time } from "../values/time.ts";
import { titleOf } from "../stepTitles.ts";

/** A certificate renews itself; one that is about to end has not. */
const shortestValidityMs = 7 * 24 * 3_600_000;

export const certificateFound = (
  { certificates }: Pick<AgentHealth, "certificates">,
  now: Time,
): readonly Finding[] => {
  const text: RuleText = {
    rule: "certificate",
    why: l10n.t("The agent proves itself to the service with a certificate that it renews itself."),
    source: "troubleshoot",
  };
  return judge(text, l10n.t("Certificate of the agent"), certificates, (all) => {
    const newest = all.toSorted((one, other) => other.notAfter.localeCompare(one.notAfter))[0];
    // Where it is kept is not documented: none found says nothing.
    if (!newest) return [];
    const evidence = [
      { name: l10n.t("Subject"), value: newest.subject },
      { name: l10n.t("Valid until"), value: newest.notAfter },
    ];
    const left = elapsedMs(now, newest.notAfter);
    const again = {
      kind: "link",
      link: "install",
      whatToDo: l10n.t('Register again in the step "{0}".', titleOf("confirm")),
      mendedBy: "registration",
    } as const;
    if (left <= 0) return found(text, "fail", l10n.t("The certificate has ended."), evidence, again);
    return left < shortestValidityMs
      ? found(text, "warning", l10n.t("The certificate ends soon and was not renewed."), evidence, again)
      : pass(text, l10n.t("The certificate is valid."), evidence);
  });
};
