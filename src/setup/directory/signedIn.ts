/** What an account was seen to be that signed in to a domain's directory, as it stands in the record. Pure. */
import * as l10n from "@vscode/l10n";
import type { DirectoryBind } from "../operations/directory.ts";
import { valueOf, type Fact } from "../values/fact.ts";
import { elapsedMs, type Time } from "../values/time.ts";
import type { RootKeys } from "./rootKeys.ts";
import { domainAndRid, type Sid } from "./sid.ts";
import type { SignedIn } from "./signInOf.ts";
import type { BoundAccount, PasswordState, SignInFacts } from "./whoIsBound.ts";

/** Guest, Domain Guests, and the group Guests of a controller ("Security identifiers", Microsoft). */
const guestRids: readonly number[] = [501, 514];
const guestsGroup = "S-1-5-32-546";
/** Where an account that nobody knows is let in as a guest, whoever asks is one. */
const isGuest = (sids: readonly Sid[]): boolean =>
  sids.some((sid) => sid === guestsGroup || guestRids.includes(domainAndRid(sid)?.rid ?? 0));

/** Who asked for what: the domain, and the account as it was entered. */
export interface SignInOf {
  readonly domain: string;
  readonly account: string;
  readonly bind: DirectoryBind;
}

const passwordOf = (account: Fact<BoundAccount | null>): SignedIn["password"] => {
  const known = valueOf(account);
  const state: PasswordState | undefined = known ? valueOf(known.password) : undefined;
  return state === undefined ? null : { kind: state.kind, ends: "at" in state ? state.at : null };
};

const keysOf = (keys: Fact<RootKeys>): SignedIn["rootKeys"] => {
  const known = valueOf(keys);
  return known === undefined ? null : { effective: [...known.effective], seesAll: known.seesAll };
};

export const signedInAs = (
  { domain, account, bind }: SignInOf,
  { bound, mayCreateAccount, mayGivePermissions, own, rootKeys }: SignInFacts,
): SignedIn => {
  const who = valueOf(bound);
  return {
    about: "signedIn",
    domain: domain.toLowerCase(),
    account,
    controller: bind.controller,
    view: bind.view,
    computer: bind.computer,
    domainAdmin: who?.domainAdmin ?? null,
    enterpriseAdmin: who?.enterpriseAdmin ?? null,
    adminOf: who === undefined || who.domainAdmin ? [] : [...who.adminOf],
    protectedUser: who?.protectedUser ?? null,
    guest: who === undefined ? null : isGuest(who.sids),
    password: passwordOf(own),
    mayCreateAccount: valueOf(mayCreateAccount) ?? null,
    mayGivePermissions: valueOf(mayGivePermissions) ?? null,
    rootKeys: keysOf(rootKeys),
  };
};

/** Days in which Windows warns of a password's end: "Interactive logon: Prompt user to change password before expiration". */
const soonMs = 5 * 86_400_000;

/** How the password stands now, which was read earlier; undefined where it was not. */
export const passwordNow = ({ password }: SignedIn, now: Time): PasswordState["kind"] | undefined => {
  if (password === null) return undefined;
  const { kind, ends } = password;
  if (ends === null || kind === "never" || kind === "mustChange") return kind;
  const leftMs = elapsedMs(now, ends);
  return leftMs <= 0 ? "expired" : leftMs <= soonMs ? "soon" : "later";
};

/** Whether it may administer the domain; undefined where that is not known. */
export const administers = ({ domainAdmin, enterpriseAdmin }: SignedIn): boolean | undefined =>
  domainAdmin === true || enterpriseAdmin === true
    ? true
    : domainAdmin === null || enterpriseAdmin === null
      ? undefined
      : false;

/** What the account is there, in words. */
export const sayStanding = (of: SignedIn): string => {
  const standing = [
    ...(of.domainAdmin === true ? [l10n.t("Domain Admin of {0}", of.domain)] : []),
    ...(of.enterpriseAdmin === true ? [l10n.t("Enterprise Admin")] : []),
    ...(of.adminOf.length > 0 ? [l10n.t("Domain Admin of another domain ({0})", of.adminOf.join(", "))] : []),
    ...(of.protectedUser === true ? [l10n.t("member of Protected Users")] : []),
    ...(of.guest === true ? [l10n.t("guest")] : []),
  ];
  if (standing.length > 0) return standing.join(", ");
  return administers(of) === undefined
    ? l10n.t("what it is there was not told")
    : l10n.t("neither Domain Admin nor Enterprise Admin");
};
