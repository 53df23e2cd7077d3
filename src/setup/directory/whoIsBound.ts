/** Who is signed in to the directory, and what that account may do there. Pure. */
import type { DirectoryEntry } from "../operations/directory.ts";
import type { Fact } from "../values/fact.ts";
import { elapsedMs, type Time } from "../values/time.ts";
import { hasFlag } from "./accountFlags.ts";
import { entryNamed } from "./accountName.ts";
import { managedAccounts } from "./accountsContainer.ts";
import { fileTime } from "./directoryTime.ts";
import { holds, integerOf, sidIn, sidsIn, textOf } from "./entries.ts";
import { and, ofClass } from "./filters.ts";
import { ofEntry, ofFound, together, valued, type DirectoryQuestion } from "./question.ts";
import { rootKeysQuestion, type RootKeys } from "./rootKeys.ts";
import { baseIn, entrySearch, listSearch, rootDse } from "./searches.ts";
import { domainAndRid, rids, type Sid } from "./sid.ts";

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
/** More than two accounts of a domain that have a name in common: one by its own, one by its principal name. */
const most = 10;

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

const accountOf = (entry: DirectoryEntry, now: Time): Fact<BoundAccount> => {
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
};

/**
 * The entry of whoever is bound, by the name that was entered and by the identifiers that tell whether it is that account. Null where it
 * is of another domain.
 */
export const accountQuestion = (
  account: string,
  now: Time,
): DirectoryQuestion<(bound: Fact<Pick<Bound, "sids">>) => Fact<BoundAccount | null>> => ({
  searches: [
    listSearch(baseIn("domain"), "subtree", and(ofClass("user"), entryNamed(account)), {
      text: ["sAMAccountName", "userAccountControl", "pwdLastSet", "msDS-UserPasswordExpiryTimeComputed"],
      bytes: ["objectSid"],
      most,
    }),
  ],
  read:
    ([answer]) =>
    (bound) => {
      if ("unread" in bound) return bound;
      return ofFound(answer, ({ entries }): Fact<BoundAccount | null> => {
        const own = entries.find((entry) => {
          const sid = sidIn(entry, "objectSid");
          return sid !== undefined && bound.value.sids.includes(sid);
        });
        return own === undefined ? { value: null } : accountOf(own, now);
      });
    },
});

export interface SignInFacts extends BoundFacts {
  readonly own: Fact<BoundAccount | null>;
  readonly rootKeys: Fact<RootKeys>;
}

/** All that a sign-in is to tell of an account, as it was entered, in one request: each one more would be another bind. */
export const signInQuestion = (account: string, now: Time): DirectoryQuestion<SignInFacts> => {
  const both = together({
    facts: boundQuestion,
    own: accountQuestion(account, now),
    rootKeys: rootKeysQuestion,
  });
  return {
    searches: both.searches,
    read: (answers) => {
      const { facts, own, rootKeys } = both.read(answers);
      return { ...facts, rootKeys, own: own(facts.bound) };
    },
  };
};
