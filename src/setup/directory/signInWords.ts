/**
 * Why Active Directory let nobody in, by its own number: these are errors of Windows ([MS-ERREF] 2.2), which a controller names in
 * what it says of a bind (`bindDataOf`). Pure.
 */
import * as l10n from "@vscode/l10n";
import type { Problem } from "../problem.ts";

type Words = Pick<Problem, "happened" | "means" | "next">;

/** How the account stands in what is said, and the directory in which it is. */
export interface SignIn {
  readonly who: string;
  readonly where: string;
}

/** Locked is locked for everybody who uses the account, services too: "Account lockout threshold", Microsoft. */
const tryCosts = (): string =>
  l10n.t(
    "Each further try with a wrong password counts: after as many as the domain allows, the account is locked for everybody who uses it.",
  );
const noTry = (): string =>
  l10n.t("Until that is changed, another try with the same password fails as well.");

/** `525`, `52e`: a controller may say either of a name that it does not know, so that nobody learns which names there are. */
const known: Readonly<Record<string, (of: SignIn) => Words>> = {
  "525": ({ who, where }) => ({
    happened: l10n.t("{0} does not know the account {1}.", where, who),
    means: l10n.t("No password was compared. The account may be of another domain, or be written otherwise."),
    next: [l10n.t("Enter the name as CONTOSO\\name or name@contoso.com, with the domain it is of.")],
  }),
  "52e": ({ who, where }) => ({
    happened: l10n.t("{0} does not accept the user name or the password of {1}.", where, who),
    means: tryCosts(),
    next: [
      l10n.t("Look at the name first: CONTOSO\\name or name@contoso.com, of the domain that is asked."),
      l10n.t("Then enter the password again. Where you are not sure of it, ask for it before another try."),
    ],
  }),
  "52f": ({ who, where }) => ({
    happened: l10n.t("{0} does not let {1} sign in in this way.", where, who),
    // "Protected Users security group" and "Authentication policies and authentication policy silos", Microsoft.
    means: l10n.t(
      "The account is restricted: a member of Protected Users signs in by Kerberos alone, and an authentication policy may keep an account to some computers.",
    ),
    next: [l10n.t("Use another administrator, whom neither restricts.")],
  }),
  "530": ({ who, where }) => ({
    happened: l10n.t("{0} does not let {1} sign in at this hour.", where, who),
    means: l10n.t("The account's logon hours leave out this time. {0}", noTry()),
    next: [l10n.t("Try again within its hours, have them changed, or use another administrator.")],
  }),
  "531": ({ who, where }) => ({
    happened: l10n.t("{0} does not let {1} sign in from this computer.", where, who),
    means: l10n.t("The account may sign in from named computers alone. {0}", noTry()),
    next: [l10n.t("Have this computer added to its workstations, or use another administrator.")],
  }),
  "532": ({ who, where }) => ({
    happened: l10n.t("The password of {1} has expired, says {0}.", where, who),
    means: noTry(),
    next: [
      l10n.t("Change the password, for example by signing in to a computer of the domain."),
      l10n.t("Then enter the new one here: an agent cannot be set up with an expired one."),
    ],
  }),
  "533": ({ who, where }) => ({
    happened: l10n.t("The account {1} is disabled, says {0}.", where, who),
    means: noTry(),
    next: [l10n.t("Have it enabled, or use another administrator.")],
  }),
  "701": ({ who, where }) => ({
    happened: l10n.t("The account {1} has expired, says {0}.", where, who),
    means: l10n.t("Its end has come, not that of its password. {0}", noTry()),
    next: [l10n.t("Have the account's end moved, or use another administrator.")],
  }),
  "773": ({ who, where }) => ({
    happened: l10n.t("The password of {1} must be changed before it is used, says {0}.", where, who),
    means: noTry(),
    next: [
      l10n.t("Sign in to a computer of the domain with this account once, and choose a new password."),
      l10n.t("Then enter the new one here."),
    ],
  }),
  "775": ({ who, where }) => ({
    happened: l10n.t("The account {1} is locked, says {0}.", where, who),
    means: l10n.t(
      "Too many wrong passwords were entered, here or elsewhere. While it is locked, the right one is refused too.",
    ),
    next: [
      l10n.t("Have the account unlocked, or wait as long as the domain's policy says."),
      l10n.t("Find out where the wrong password comes from before another try, or it is locked again."),
    ],
  }),
};
export const knownSignInNumbers = Object.keys(known);

/** `data`: Active Directory's number. One that is not known is named, with what another try may cost. */
export const signInWords = (data: string | null, of: SignIn): Words => {
  const number = data?.toLowerCase() ?? "";
  const words = Object.hasOwn(known, number) ? known[number] : undefined;
  if (words) return words(of);
  return {
    happened:
      number === ""
        ? l10n.t("{0} does not let {1} in.", of.where, of.who)
        : l10n.t("{0} does not let {1} in: error {2} of Windows.", of.where, of.who, `0x${number}`),
    means: tryCosts(),
    next: [l10n.t("Look at the name and the password, and ask whether the account may sign in there.")],
  };
};
