/** What the record tells of an administrator who signed in to a domain once: may it do what it is named for? Pure. */
import * as l10n from "@vscode/l10n";
import { sayView } from "../directory/heard.ts";
import type { SignedIn } from "../directory/signInOf.ts";
import { administers, passwordNow, sayStanding } from "../directory/signedIn.ts";
import { found, notKnown, pass, type Evidence, type Finding, type Fix, type RuleText } from "../finding.ts";
import type { Attestation } from "../journal.ts";
import type { Time } from "../values/time.ts";
import { askOwner } from "./owner.ts";

type Said = Attestation & SignedIn;

const rightsText = (domain: string): RuleText => ({
  rule: "domainAdministrator",
  about: domain,
  why: l10n.t(
    "Adding the domain needs its Domain or Enterprise Admin. The agent's wizard calls a password wrong where rights are missing.",
  ),
  source: "install",
});

/** Where nobody has signed in: it shows later, at the registration. */
export const notSignedIn = (domain: string, account: string): Finding =>
  notKnown(
    rightsText(domain),
    l10n.t("What {0} may do in {1}", account, domain),
    l10n.t("Nobody has signed in with this account from here yet."),
  );

const rows = (said: Said): readonly Evidence[] => [
  { name: l10n.t("Account"), value: said.account },
  { name: l10n.t("It is there"), value: sayStanding(said) },
  { name: l10n.t("Signed in"), value: said.at },
  { name: l10n.t("Answered by"), value: sayView(said) },
];

const askDomain = (whatToAsk: string): Fix => askOwner(l10n.t("the owner of the domain"), whatToAsk);
const again = (): string => l10n.t("Then sign in here again.");

const rights = (said: Said): readonly Finding[] => {
  const text = rightsText(said.domain);
  const { account, domain, guest } = said;
  if (guest === true)
    return found(
      text,
      "fail",
      l10n.t("{0} let {1} in as a guest: it knows no such account.", domain, account),
      rows(said),
      askDomain(
        l10n.t(
          "Look at the name first: CONTOSO\\name or name@contoso.com. Ask whether Guest must be switched on there. {0}",
          again(),
        ),
      ),
    );
  const may = administers(said);
  if (may === undefined)
    return [
      notKnown(
        text,
        l10n.t("What {0} may do in {1}", account, domain),
        l10n.t("The directory did not tell in which groups the account is."),
      ),
    ];
  return may
    ? pass(text, l10n.t("{0} may administer {1}.", account, domain), rows(said))
    : found(
        text,
        "fail",
        l10n.t("{0} is no Domain Admin of {1}, and no Enterprise Admin.", account, domain),
        rows(said),
        askDomain(
          l10n.t(
            "Ask for an account that is a Domain Admin of {0}, or an Enterprise Admin. {1}",
            domain,
            again(),
          ),
        ),
      );
};

/** Seen with agent 1.1.2334.0: its wizard calls the password wrong, and each further try counts. */
const protectedUser = (said: Said): readonly Finding[] => {
  const text: RuleText = {
    rule: "protectedUser",
    about: said.domain,
    why: l10n.t(
      "The agent's wizard calls the password of a member of Protected Users wrong, and every further try may lock the account.",
    ),
    source: "protectedUsers",
  };
  return said.protectedUser === true
    ? found(
        text,
        "fail",
        l10n.t("{0} is a member of Protected Users.", said.account),
        rows(said),
        askDomain(
          l10n.t(
            "Ask for a Domain Admin that is no member of Protected Users, for the time of the installation. {0}",
            again(),
          ),
        ),
      )
    : [];
};

/** Microsoft, "Install the provisioning agent": it must not be expired, and one that is changed meanwhile has to be entered again. */
const password = (said: Said, now: Time): readonly Finding[] => {
  const text: RuleText = {
    rule: "administratorPassword",
    about: said.domain,
    why: l10n.t(
      "The password must not be expired. Where it is changed during the installation, the agent is configured again with the new one.",
    ),
    source: "install",
  };
  const { account } = said;
  const evidence: readonly Evidence[] = [
    { name: l10n.t("Account"), value: account },
    ...(said.password?.ends ? [{ name: l10n.t("Its password ends"), value: said.password.ends }] : []),
  ];
  const change: Fix = {
    kind: "link",
    link: "install",
    whatToDo: l10n.t("Change the password first. {0}", again()),
  };
  switch (passwordNow(said, now)) {
    case undefined:
      return [];
    case "never":
    case "later":
      return pass(text, l10n.t("The password of {0} does not end soon.", account), evidence);
    case "soon":
      return found(
        text,
        "warning",
        l10n.t("The password of {0} ends within days.", account),
        evidence,
        change,
      );
    case "mustChange":
      return found(
        text,
        "fail",
        l10n.t("The password of {0} must be changed before it is used.", account),
        evidence,
        change,
      );
    case "expired":
      return found(text, "fail", l10n.t("The password of {0} has expired.", account), evidence, change);
  }
};

/** What the domain lets the account do, whatever groups it is in: entries may be guarded from administrators too. */
const mayDo = (said: Said, createsAccount: boolean): readonly Finding[] => {
  const lacks = [
    ...(createsAccount && said.mayCreateAccount === false
      ? [l10n.t("create managed accounts in its container for them")]
      : []),
    ...(said.mayGivePermissions === false ? [l10n.t("change the permissions at its root")] : []),
  ];
  const text: RuleText = {
    rule: "administratorRights",
    about: said.domain,
    why: l10n.t(
      "The installation creates the agent's account in the server's domain, and gives it permissions at the root of each.",
    ),
    source: "permissions",
  };
  return lacks.length === 0
    ? []
    : found(
        text,
        "warning",
        l10n.t("{0} may not do this in {1}: {2}.", said.account, said.domain, lacks.join("; ")),
        rows(said),
        askDomain(l10n.t("Ask for an account that may. {0}", again())),
      );
};

/** `createsAccount`: whether the agent's account is to be created in this domain. */
export const administratorFindings = (
  said: Said,
  { now, createsAccount }: { readonly now: Time; readonly createsAccount: boolean },
): readonly Finding[] => [
  ...rights(said),
  ...protectedUser(said),
  ...password(said, now),
  ...mayDo(said, createsAccount),
];
