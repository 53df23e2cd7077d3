/** The rights on the account's own object, read back from there. Pure. */
import * as l10n from "@vscode/l10n";
import { heardOf, viewRow, type Answered } from "../directory/heard.ts";
import { isRestricted, restrictionOf } from "../directory/restriction.ts";
import type { SecurityDescriptor } from "../directory/securityDescriptor.ts";
import { found, judge, pass, type Finding, type RuleText } from "../finding.ts";
import type { Fact } from "../values/fact.ts";

/**
 * What the directory shows of an `account`. Restricting is recommended, not needed: where nobody did (`wasRestricted`), nothing is said of
 * rights that are not.
 */
export const restrictionFindings = (
  account: string,
  wasRestricted: boolean,
  answered: Answered<Fact<SecurityDescriptor>>,
): readonly Finding[] => {
  const text: RuleText = {
    rule: "accountRestricted",
    about: account,
    why: l10n.t("Whoever may change the account's object can let himself read its password."),
    source: "permissions",
  };
  const what = l10n.t("The rights on the object of {0}", account);
  const own = heardOf(answered, (said) => said);
  if ("unread" in own && !wasRestricted) return [];
  return judge(text, what, own, (descriptor) => {
    const restriction = restrictionOf(descriptor);
    const view = "value" in answered ? [viewRow(answered.value.bind)] : [];
    if (isRestricted(restriction))
      return pass(text, l10n.t("The rights on the object of {0} are restricted.", account), view);
    if (!wasRestricted) return [];
    const { inherits, others } = restriction;
    return found(
      text,
      "warning",
      l10n.t("The rights on the object of {0} were restricted, and are not any more.", account),
      [
        { name: l10n.t("Inherited from above"), value: inherits ? l10n.t("yes") : l10n.t("no") },
        {
          name: l10n.t("Who has more than is left to anybody"),
          value:
            others === null
              ? l10n.t("everybody")
              : others.length === 0
                ? l10n.t("nobody")
                : others.join(", "),
        },
        ...view,
      ],
      {
        kind: "link",
        link: "permissions",
        whatToDo: l10n.t("Ask who changed them, then restrict them again in this step."),
      },
    );
  });
};
