/** What a domain's directory must be for cloud sync, as its controllers tell it. Pure. */
import * as l10n from "@vscode/l10n";
import { controllersQuestion, isNewEnough } from "../directory/controllers.ts";
import { forestQuestion, type ForestDomain, type Trust } from "../directory/forest.ts";
import { viewRow, type Answered } from "../directory/heard.ts";
import { sayLevel } from "../directory/levels.ts";
import { together } from "../directory/question.ts";
import { found, judge, notKnown, pass, type Evidence, type Finding, type RuleText } from "../finding.ts";
import { forestFindings, type DomainFacts, type DomainSeen } from "./forestRules.ts";

export const domainQuestion = together({ forest: forestQuestion, controllers: controllersQuestion });

const reached = (name: string): RuleText => ({
  rule: "domainInDirectory",
  about: name,
  why: l10n.t("The agent reads this domain: the server must find a domain controller of it."),
  source: "prerequisites",
});

/** That DNS knows none is an answer; whatever else failed leaves open how the domain is. */
const notReached = (
  name: string,
  { unread, failure }: Extract<Answered<never>, { readonly unread: string }>,
): readonly Finding[] =>
  failure?.stage === "lookup" && failure.reason === "notFound"
    ? found(
        reached(name),
        "fail",
        l10n.t("DNS knows no domain controller of {0}.", name),
        [{ name: l10n.t("Reason"), value: unread }],
        {
          kind: "owner",
          owner: l10n.t("the owner of DNS"),
          whatToAsk: l10n.t(
            "Look at the name first: it is the full DNS name. Else ask for a conditional forwarder to the domain.",
          ),
        },
      )
    : [notKnown(reached(name), l10n.t("The directory of {0}", name), unread)];

const answers = ({ name, said, view }: DomainSeen): readonly Finding[] =>
  judge(reached(name), l10n.t("The directory of {0}", name), said.forest.rootDse, (root) =>
    pass(reached(name), l10n.t("{0} answers.", name), [
      view,
      ...(root.site === undefined ? [] : [{ name: l10n.t("Its site"), value: root.site }]),
      ...(root.domainLevel === undefined
        ? []
        : [{ name: l10n.t("Functional level of the domain"), value: sayLevel(root.domainLevel) }]),
    ]),
  );

/** Microsoft, "Group managed service accounts": one controller of the domain at least has Windows Server 2012 or later. */
const controllers = ({ name, said, view }: DomainSeen): readonly Finding[] => {
  const text: RuleText = {
    rule: "controllerVersion",
    about: name,
    why: l10n.t(
      "One domain controller at least must have Windows Server 2012 or later: it makes the passwords of managed accounts.",
    ),
    source: "serviceAccount",
  };
  const what = l10n.t("Windows of the domain controllers");
  return judge(text, what, said.controllers, ({ controllers: all, isWhole }) => {
    const there = all.filter(({ standing }) => standing === "whole");
    const evidence = [
      ...there.map(({ host, operatingSystem }) => ({
        name: host,
        value: operatingSystem ?? l10n.t("not known"),
      })),
      view,
    ];
    const newEnough = there.filter((one) => isNewEnough(one) === true);
    if (newEnough.length > 0)
      return pass(
        text,
        l10n.t(
          "{0} of {1} domain controllers have Windows Server 2012 or later.",
          newEnough.length,
          there.length,
        ),
        evidence,
      );
    if (!isWhole || there.length === 0 || there.some((one) => isNewEnough(one) === undefined))
      return [notKnown(text, what, l10n.t("The directory does not say it of each domain controller."))];
    return found(
      text,
      "fail",
      l10n.t("No domain controller of {0} has Windows Server 2012 or later.", name),
      evidence,
      {
        kind: "owner",
        owner: l10n.t("the owner of the domain"),
        whatToAsk: l10n.t("Ask for a domain controller with Windows Server 2016 or later."),
      },
    );
  });
};

const domainRow = ({ name, netbiosName }: ForestDomain): Evidence => ({
  name: l10n.t("Domain of the forest"),
  value: netbiosName === undefined ? name : l10n.t("{0} ({1})", name, netbiosName),
});
const trustRow = ({ partner, direction }: Trust): Evidence => {
  const ways: Readonly<Record<NonNullable<Trust["direction"]>, string>> = {
    disabled: l10n.t("{0}: switched off", partner),
    inbound: l10n.t("{0}: trusts this domain", partner),
    outbound: l10n.t("{0}: is trusted by this domain", partner),
    both: l10n.t("{0}: each trusts the other", partner),
  };
  return { name: l10n.t("Trust"), value: direction === undefined ? partner : ways[direction] };
};

/** For information: each is a domain that the plan may name as well. */
const others = ({ name, said, view }: DomainSeen): readonly Finding[] => {
  const text: RuleText = {
    rule: "forestDomains",
    about: name,
    why: l10n.t(
      "One agent may read several domains whose controllers it reaches. Each is named in the plan by itself.",
    ),
    source: "prerequisites",
  };
  const { domains, trusts } = said.forest;
  return judge(text, l10n.t("Domains of the forest"), domains, (all) => {
    const rest = all.filter((one) => one.name.toLowerCase() !== name.toLowerCase());
    const trusted =
      "unread" in trusts
        ? [{ name: l10n.t("Trusts"), value: l10n.t("not known: {0}", trusts.unread) }]
        : trusts.value.filter(({ withinForest }) => !withinForest).map(trustRow);
    return pass(
      text,
      rest.length === 0
        ? l10n.t("The forest has no other domain.")
        : l10n.t("The forest has other domains: {0}.", rest.map((one) => one.name).join(", ")),
      [...rest.map(domainRow), ...trusted, view],
    );
  });
};

/** Everything that a look at a domain of the plan finds; where it was not reached, that alone. */
export const domainFindings = (name: string, asked: Answered<DomainFacts>): readonly Finding[] => {
  if ("unread" in asked) return notReached(name, asked);
  const { said, bind } = asked.value;
  const seen: DomainSeen = { name, said, view: viewRow(bind) };
  return [answers, forestFindings, controllers, others].flatMap((rule) => rule(seen));
};
