/** Who is signed in to the directory, and what that account may do there. Pure. */
import type { Fact } from "../values/fact.ts";
import { elapsedMs, type Time } from "../values/time.ts";
import { hasFlag } from "./accountFlags.ts";
import { managedAccounts } from "./accountsContainer.ts";
import { fileTime } from "./directoryTime.ts";
import { holds, integerOf, sidIn, sidsIn, textOf } from "./entries.ts";
import { and, equalsBytes, ofClass, or } from "./filters.ts";
import { ofEntry, ofFound, valued, type DirectoryQuestion } from "./question.ts";
import { baseIn, entrySearch, listSearch, rootDse } from "./searches.ts";
import { domainAndRid, rids, sidBytes, type Sid } from "./sid.ts";

export interface Bound {
  /** The account and its groups, nested ones too, in no order that tells which it is. */
  readonly sids: readonly Sid[];
  readonly domainAdmin: boolean;
  /** Domains whose Domain Admins it is in, the one that was asked among them. */
  readonly adminOf: readonly Sid[];
  readonly enterpriseAdmin: boolean;
  /** Its password is refused where Kerberos is not spoken ("Protected Users security group", Microsoft). */
  readonly protectedUser: boolean;
}

export interface BoundFacts {
  readonly bound: Fact<Bound>;
  /** Whether it may create a managed account in the domain's own container for them. */
  readonly mayCreateAccount: Fact<boolean>;
  /** Whether it may change the permissions at the domain's root, where an agent's account gets its own. */
  readonly mayGivePermissions: Fact<boolean>;
}

const memberships = (sids: readonly Sid[], ownDomain: Sid | undefined): Bound => {
  const of = (rid: number): readonly Sid[] =>
    sids.flatMap((sid) => {
      const parts = domainAndRid(sid);
      return parts?.rid === rid ? [parts.domain] : [];
    });
  const adminOf = of(rids.domainAdmins);
  return {
    sids,
    adminOf,
    domainAdmin: ownDomain !== undefined && adminOf.includes(ownDomain),
    enterpriseAdmin: of(rids.enterpriseAdmins).length > 0,
    protectedUser: of(rids.protectedUsers).length > 0,
  };
};

/** DACL_SECURITY_INFORMATION, among the bits of `sDRightsEffective`: [MS-ADTS] 3.1.1.4.5.4. */
const dacl = 0x4;

/** RootDSE tells the identifiers of whoever asks (`tokenGroups`: [MS-ADTS] 3.1.1.3.2). */
export const boundQuestion: DirectoryQuestion<BoundFacts> = {
  searches: [
    entrySearch(rootDse, { bytes: ["tokenGroups"] }),
    entrySearch(baseIn("domain"), { text: ["sDRightsEffective"], bytes: ["objectSid"] }),
    entrySearch(baseIn("domain", managedAccounts), { text: ["allowedChildClassesEffective"] }),
  ],
  read: ([root, domain, container]) => {
    const own = ofEntry(domain, (entry) => sidIn(entry, "objectSid"));
    return {
      bound: ofEntry(root, (entry) => {
        const sids = sidsIn(entry, "tokenGroups");
        return sids.length === 0 ? undefined : memberships(sids, "value" in own ? own.value : undefined);
      }),
      mayCreateAccount: ofEntry(container, (entry) =>
        holds(entry, "allowedChildClassesEffective", "msDS-GroupManagedServiceAccount"),
      ),
      mayGivePermissions: ofEntry(domain, (entry) => {
        const rights = integerOf(entry, "sDRightsEffective");
        return rights === undefined ? undefined : (rights & dacl) !== 0;
      }),
    };
  },
};

/** How an account's password stands in time. `soon`: within the days in which Windows warns of it. */
export type PasswordState =
  | { readonly kind: "never" }
  | { readonly kind: "mustChange" }
  | { readonly kind: "expired" | "soon" | "later"; readonly at: Time };

export interface BoundAccount {
  readonly dn: string;
  readonly name: string;
  readonly sid: Sid;
  readonly password: Fact<PasswordState>;
}

/** "Interactive logon: Prompt user to change password before expiration", Microsoft: 5 days where nothing is set. */
const soonMs = 5 * 86_400_000;
/** Identifiers that are looked up at once. */
const most = 500;

const passwordOf = (
  {
    flags,
    lastSet,
    expires,
  }: { readonly flags: number | undefined; readonly lastSet: string; readonly expires: string },
  now: Time,
): PasswordState | undefined => {
  if (hasFlag(flags, "passwordNeverExpires")) return { kind: "never" };
  if (fileTime(lastSet)?.kind === "notSet") return { kind: "mustChange" };
  const end = fileTime(expires);
  if (end?.kind !== "at") return end?.kind === "never" ? { kind: "never" } : end && { kind: "mustChange" };
  const leftMs = elapsedMs(now, end.at);
  return { kind: leftMs <= 0 ? "expired" : leftMs <= soonMs ? "soon" : "later", at: end.at };
};

/** The account itself, of the domain that is asked: the one user among the identifiers. Null where it is of another domain. */
export const accountQuestion = (
  { sids }: Pick<Bound, "sids">,
  now: Time,
): DirectoryQuestion<Fact<BoundAccount | null>> => {
  const bytes = sids
    .filter((sid) => domainAndRid(sid) !== undefined)
    .slice(0, most)
    .flatMap((sid) => sidBytes(sid) ?? []);
  if (bytes.length === 0) return { searches: [], read: () => ({ value: null }) };
  return {
    searches: [
      listSearch(
        baseIn("domain"),
        "subtree",
        and(ofClass("user"), or(...bytes.map((one) => equalsBytes("objectSid", one)))),
        {
          text: ["sAMAccountName", "userAccountControl", "pwdLastSet", "msDS-UserPasswordExpiryTimeComputed"],
          bytes: ["objectSid"],
          most: 1,
        },
      ),
    ],
    read: ([answer]) =>
      ofFound(answer, ({ entries: [entry] }): Fact<BoundAccount | null> => {
        if (entry === undefined) return { value: null };
        const sid = sidIn(entry, "objectSid");
        const name = textOf(entry, "sAMAccountName");
        const password = passwordOf(
          {
            flags: integerOf(entry, "userAccountControl"),
            lastSet: textOf(entry, "pwdLastSet") ?? "",
            expires: textOf(entry, "msDS-UserPasswordExpiryTimeComputed") ?? "",
          },
          now,
        );
        return valued(sid && name ? { dn: entry.dn, name, sid, password: valued(password) } : undefined);
      }),
  };
};
