/** The account itself, and what stands in the way of making or finding it. Pure. */
import * as l10n from "@vscode/l10n";
import type { AccountsContainer } from "../directory/accountsContainer.ts";
import { heardOf, viewRow } from "../directory/heard.ts";
import type { Conflict } from "../directory/managedAccounts.ts";
import { found, judge, notKnown, pass, type Evidence, type Finding, type RuleText } from "../finding.ts";
import { quotedForPowerShell } from "../text/quoting.ts";
import { createdAccount } from "../directory/createdAccount.ts";
import { accountFound, type AccountSeen } from "./accountSeen.ts";
import { askOwner } from "./owner.ts";

const viewOf = ({ facts }: AccountSeen): readonly Evidence[] =>
  "value" in facts ? [viewRow(facts.value.bind)] : [];

const wanted = ({ planned }: AccountSeen): string =>
  planned.kind === "custom" ? planned.name : createdAccount;

export const accountText = (): RuleText => ({
  rule: "serviceAccountInDirectory",
  why: l10n.t("The agent's service runs as this account, of the domain that the server is joined to."),
  source: "serviceAccount",
});

/** Microsoft's own way to make one ("Group managed service accounts", custom account); whoever prepares it knows its server. */
const makeIt = (name: string, { domain, computer }: AccountSeen["server"]): string => {
  const bare = name.replace(/\$$/u, "");
  return [
    `New-ADServiceAccount -Name ${quotedForPowerShell(bare)}`,
    `-DNSHostName ${quotedForPowerShell(`${bare}.${domain}`)}`,
    `-PrincipalsAllowedToRetrieveManagedPassword ${quotedForPowerShell(`${computer}$`)} -Enabled $true`,
  ].join(" ");
};

const notThere = (seen: AccountSeen): readonly Finding[] => {
  const { planned, server } = seen;
  const evidence = [
    { name: l10n.t("Account"), value: wanted(seen) },
    { name: l10n.t("Domain"), value: server.domain },
    ...viewOf(seen),
  ];
  return planned.kind === "create"
    ? pass(accountText(), l10n.t("There is no such account yet: registering creates it."), evidence)
    : found(
        accountText(),
        "fail",
        l10n.t("{0} has no managed account {1}.", server.domain, planned.name),
        evidence,
        {
          kind: "command",
          runOn: l10n.t("a computer with the Active Directory module, as Domain Admin of {0}", server.domain),
          text: makeIt(planned.name, server),
        },
      );
};

const account = (seen: AccountSeen): readonly Finding[] => {
  const read = heardOf(seen.facts, ({ accounts }) => accounts);
  return judge(accountText(), l10n.t("The account {0}", wanted(seen)), read, () => {
    const one = accountFound(seen);
    return one === undefined
      ? notThere(seen)
      : pass(
          accountText(),
          seen.planned.kind === "create"
            ? l10n.t("The account is there already: registering uses it.")
            : l10n.t("The account is there."),
          [{ name: one.name, value: one.dn }, ...viewOf(seen)],
        );
  });
};

const why: Readonly<Record<Conflict["why"], (dn: string) => string>> = {
  otherClass: (dn) => l10n.t("{0} has the account's name, and is no group managed service account.", dn),
  disabled: (dn) => l10n.t("{0} is disabled: no service can run as it.", dn),
  otherDomain: (dn) => l10n.t("{0} has the account's name in another domain of the forest.", dn),
};
const whatToAsk: Readonly<Record<Conflict["why"], () => string>> = {
  otherClass: () =>
    l10n.t("Ask whether it may be renamed. Until then the account is neither made nor found."),
  disabled: () => l10n.t("Ask why, and whether it may be enabled."),
  otherDomain: () =>
    l10n.t("Nothing has to be done where each domain has an agent of its own. Else ask whose it is."),
};

const conflicts = (seen: AccountSeen): readonly Finding[] => {
  const text: RuleText = {
    rule: "accountConflict",
    why: l10n.t("What has the account's name already stands in the way of making or finding it."),
    source: "serviceAccount",
  };
  const read = heardOf(seen.conflicts, (all) => all);
  const view = "value" in seen.conflicts ? [viewRow(seen.conflicts.value.bind)] : [];
  const what = l10n.t("Other entries of that name in the forest");
  return judge(text, what, read, (all) =>
    all.length === 0
      ? pass(text, l10n.t("Nothing else in the forest has the account's name."), view)
      : all.flatMap((one) =>
          found(
            { ...text, about: one.dn },
            one.why === "otherDomain" ? "warning" : "fail",
            why[one.why](one.dn),
            view,
            askOwner(l10n.t("the owner of the domain"), whatToAsk[one.why]()),
          ),
        ),
  );
};

const repaired = "B:32:1EB93889E40C45DF9F0C64D23BBB6237:CN=Managed Service Accounts";

const named = ({ named: read }: AccountsContainer, text: RuleText, view: readonly Evidence[]) =>
  judge(text, l10n.t("What the domain names as its container for managed accounts"), read, (standing) => {
    switch (standing) {
      case "right":
        return pass(
          text,
          l10n.t("The container Managed Service Accounts is there, and the domain names it."),
          view,
        );
      case "elsewhere":
        return found(
          text,
          "warning",
          l10n.t("The domain names another container for managed accounts: the agent's is made there."),
          view,
          {
            kind: "link",
            link: "noSuchObject",
            whatToDo: l10n.t("Look whether that is meant. Nothing has to be changed for the agent."),
          },
        );
      case "deleted":
      case "absent":
        return found(
          text,
          "fail",
          standing === "deleted"
            ? l10n.t("The domain names a deleted object as its container Managed Service Accounts.")
            : l10n.t("The domain names no container for managed accounts."),
          [{ name: "otherWellKnownObjects", value: standing }, ...view],
          askOwner(
            l10n.t("the owner of the domain"),
            l10n.t(
              "Ask for otherWellKnownObjects to be repaired to {0},<domain>; Microsoft asks for a support ticket.",
              repaired,
            ),
          ),
        );
    }
  });

/** Where the account is made. One that is there already needs no place any more. */
const container = (seen: AccountSeen): readonly Finding[] => {
  if (seen.planned.kind === "custom" || accountFound(seen) !== undefined) return [];
  const text: RuleText = {
    rule: "accountsContainer",
    why: l10n.t('Without its container no account is made: "There is no such object on the server".'),
    source: "noSuchObject",
  };
  const what = l10n.t("The container Managed Service Accounts");
  const { facts } = seen;
  if ("unread" in facts) return [notKnown(text, what, facts.unread)];
  const { container: place } = facts.value.said;
  return judge(text, what, place.isThere, (isThere) =>
    isThere
      ? named(place, text, viewOf(seen))
      : found(
          text,
          "fail",
          l10n.t("{0} has no container Managed Service Accounts.", seen.server.domain),
          viewOf(seen),
          askOwner(
            l10n.t("the owner of the domain"),
            l10n.t(
              "Ask for adprep.exe /domainprep of Windows Server 2012 or later. It changes the whole domain and cannot be taken back.",
            ),
          ),
        ),
  );
};

export const accountPlaceFindings = (seen: AccountSeen): readonly Finding[] => [
  ...container(seen),
  ...account(seen),
  ...conflicts(seen),
];
