/** The directory does not accept an account, although name and password are right. */
import * as l10n from "@vscode/l10n";
import { askOwner } from "../../preflight/owner.ts";
import { read, upgrade, type KnownFailure } from "../signs/failure.ts";
import { allOf, anyOf, code, observed, says } from "../signs/sign.ts";
import { passwordRefused, wrongCredentials } from "../signs/signs.ts";

const no = (value: boolean | undefined): boolean | undefined => (value === undefined ? undefined : !value);

const schemaNeverLoads = anyOf(
  observed("schemaNeverLoads"),
  allOf(
    anyOf(says("AD schema"), says("Active Directory schema")),
    anyOf(says("times out"), says("timed out"), says("time-out"), says("timeout")),
  ),
);

export const credentials: readonly KnownFailure[] = [
  {
    // Most refused passwords were mistyped. What else it may be is said only where the facts prove it.
    id: "passwordRefused",
    matches: [passwordRefused],
    hints: [wrongCredentials],
    words: ({ account }) => ({
      title:
        account === undefined
          ? l10n.t("A user name or its password was refused.")
          : l10n.t("The password of {0} was refused.", account),
      cause: l10n.t(
        "It is mistyped, or the name is another account's. Each further try counts towards the account's lock-out.",
      ),
    }),
    fix: ({ account }) =>
      read(
        "credentialsAnswer",
        [
          account === undefined
            ? l10n.t("Type it again, and see to the keyboard's language and Caps Lock.")
            : l10n.t(
                "Type the password of {0} again, and see to the keyboard's language and Caps Lock.",
                account,
              ),
          l10n.t(
            "Refused once more, stop: find out first whether the account is locked, its password has expired, or it is a member of Protected Users.",
          ),
        ].join(" "),
      ),
    source: "credentialsAnswer",
  },
  {
    id: "notDomainAdmin",
    matches: [wrongCredentials],
    whenProven: [passwordRefused],
    facts: ({ domainAdmin }) => no(domainAdmin),
    words: () => ({
      title: l10n.t("The account is no Domain Admin or Enterprise Admin."),
      cause: l10n.t("The wizard calls credentials invalid where their rights are not enough."),
    }),
    fix: () =>
      askOwner(
        l10n.t("the owner of the domain"),
        l10n.t("Ask for an account that is a Domain Admin of the domain, or an Enterprise Admin."),
      ),
    source: "credentialsAnswer",
  },
  {
    id: "domainControllerUnreachable",
    matches: [wrongCredentials, schemaNeverLoads],
    whenProven: [passwordRefused],
    facts: ({ domainControllerReachable }) => no(domainControllerReachable),
    words: () => ({
      title: l10n.t("The server does not reach a domain controller, or one that is far away."),
      cause: l10n.t(
        "Without an answer of a domain controller, credentials count as invalid and the schema is never loaded.",
      ),
    }),
    fix: () =>
      read(
        "wizardErrors",
        l10n.t(
          'Open TCP ports 88, 389 and 3268 to the domain controllers; under "Select domain controller priority" put one of the same site first.',
        ),
      ),
    source: "wizardErrors",
  },
  {
    // The version history: 1.1.1365.0 signs in where a policy denies all NTLM.
    id: "ntlmDenied",
    matches: [wrongCredentials],
    whenProven: [passwordRefused],
    facts: ({ ntlmDenied }) => ntlmDenied,
    versions: { before: "1.1.1365.0" },
    words: () => ({
      title: l10n.t("A policy denies NTLM, and this agent needs it to check credentials."),
      cause: l10n.t("Agents before 1.1.1365.0 call credentials invalid where outgoing NTLM is denied."),
    }),
    fix: upgrade,
    source: "versions",
  },
  {
    id: "protectedUser",
    matches: [],
    whenProven: [wrongCredentials, passwordRefused],
    facts: ({ protectedUser }) => protectedUser,
    words: () => ({
      title: l10n.t("The account is a member of Protected Users."),
      cause: l10n.t(
        "The wizard's sign-in is refused for these accounts; every further try may lock the account.",
      ),
    }),
    fix: () =>
      askOwner(
        l10n.t("the owner of the domain"),
        l10n.t(
          "Ask for a Domain Admin that is no member of Protected Users, for the time of the installation.",
        ),
      ),
    source: "credentialsAnswer",
  },
  {
    id: "directoryPasswordExpired",
    matches: [code("0x80070532"), code("0x80070773"), says("password for this account has expired")],
    whenProven: [wrongCredentials, passwordRefused],
    facts: ({ passwordExpired }) => passwordExpired,
    words: () => ({
      title: l10n.t("The account's password has expired or must be changed."),
      cause: l10n.t("Active Directory refuses it until it is changed."),
    }),
    fix: () => read("install", l10n.t("Change the password, and enter the new one.")),
    source: "install",
  },
  {
    id: "domainNotFound",
    matches: [
      says("specified domain either does not exist or could not be contacted"),
      says("specified domain does not exist or cannot be contacted"),
      code("0x8007054b"),
    ],
    words: () => ({
      title: l10n.t("The server does not find the domain."),
      cause: l10n.t(
        "DNS of the server does not know the domain's controllers, or the name is the short one.",
      ),
    }),
    fix: () =>
      askOwner(
        l10n.t("the owner of DNS"),
        l10n.t("Ask for a conditional forwarder to the domain, and use its full DNS name."),
      ),
    source: "prerequisites",
  },
];
