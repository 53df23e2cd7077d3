/**
 * Group managed service accounts that an agent may run as, and what stands in the way of making or finding one. The wizard's account has
 * the CN provAgentgMSA, and a sAMAccountName that begins with pGMSA_ ("Group managed service accounts", Microsoft). Pure.
 */
import type { DirectoryEntry, DirectoryFilter } from "../operations/directory.ts";
import { createdAccount, createdAccountBegins } from "./createdAccount.ts";
import type { Fact } from "../values/fact.ts";
import { valueOf } from "../values/fact.ts";
import type { Time } from "../values/time.ts";
import { hasFlag } from "./accountFlags.ts";
import { dnsOf, nameOf, valueAt } from "./distinguishedName.ts";
import { bytesIn, holds, integerOf, momentOf, sidIn, textOf } from "./entries.ts";
import { and, begins, equals, ofClass, or } from "./filters.ts";
import { readersOf, type PasswordReaders } from "./passwordReaders.ts";
import { notReadable, ofFound, type DirectoryQuestion } from "./question.ts";
import { baseIn, listSearch, rootDse } from "./searches.ts";
import { readDescriptor } from "./securityDescriptor.ts";
import type { Sid } from "./sid.ts";

/** An account that the wizard makes, or one that an administrator has prepared, by its sAMAccountName with the `$`. */
export type WantedAccount = { readonly kind: "create" } | { readonly kind: "custom"; readonly name: string };

export interface ManagedAccount {
  readonly dn: string;
  readonly cn: string;
  /** sAMAccountName, with its `$`. */
  readonly name: string;
  readonly sid: Sid | undefined;
  readonly isDisabled: boolean;
  /** `msDS-SupportedEncryptionTypes`; null where it has none. */
  readonly encryptionTypes: number | null;
  readonly changed: Time | undefined;
  readonly readers: Fact<PasswordReaders>;
}

const managedClass = "msDS-GroupManagedServiceAccount";
const most = 500;

const named = (planned: WantedAccount): readonly DirectoryFilter[] =>
  planned.kind === "custom"
    ? [equals("sAMAccountName", planned.name)]
    : [equals("cn", createdAccount), begins("sAMAccountName", createdAccountBegins)];

const accountOf = (entry: DirectoryEntry): ManagedAccount | undefined => {
  const name = textOf(entry, "sAMAccountName");
  if (name === undefined) return undefined;
  const [membership] = bytesIn(entry, "msDS-GroupMSAMembership");
  const descriptor = membership === undefined ? undefined : readDescriptor(membership);
  return {
    dn: entry.dn,
    cn: textOf(entry, "cn") ?? "",
    name,
    sid: sidIn(entry, "objectSid"),
    isDisabled: hasFlag(integerOf(entry, "userAccountControl"), "disabled"),
    encryptionTypes: integerOf(entry, "msDS-SupportedEncryptionTypes") ?? null,
    changed: momentOf(entry, "whenChanged"),
    readers:
      descriptor === undefined
        ? notReadable()
        : "unread" in descriptor
          ? descriptor
          : { value: readersOf(descriptor.value) },
  };
};

/** The accounts of the domain that has asked; none where there is none yet. */
export const managedAccountsQuestion = (
  planned: WantedAccount,
): DirectoryQuestion<Fact<readonly ManagedAccount[]>> => ({
  searches: [
    listSearch(baseIn("domain"), "subtree", and(ofClass(managedClass), or(...named(planned))), {
      text: ["cn", "sAMAccountName", "userAccountControl", "msDS-SupportedEncryptionTypes", "whenChanged"],
      bytes: ["objectSid", "msDS-GroupMSAMembership"],
      most,
    }),
  ],
  read: ([accounts]) =>
    ofFound(accounts, ({ entries }) => ({ value: entries.flatMap((one) => accountOf(one) ?? []) })),
});

/**
 * `otherClass`: the name belongs to something else. `disabled`: it is the account, and nobody can use it. `otherDomain`: an account of
 * that name is in another domain of the forest, and an agent looks in its server's own.
 */
export interface Conflict {
  readonly dn: string;
  readonly why: "otherClass" | "disabled" | "otherDomain";
}

const clashing = (planned: WantedAccount): DirectoryFilter =>
  planned.kind === "custom"
    ? or(
        equals("sAMAccountName", planned.name),
        // Without its $ it is what New-ADServiceAccount takes as the CN.
        equals("cn", planned.name.replace(/\$$/u, "")),
      )
    : or(equals("cn", createdAccount), equals("sAMAccountName", `${createdAccount}$`));

const whyOf = (entry: DirectoryEntry, domain: string): Conflict["why"] | undefined => {
  const name = nameOf(entry.dn) ?? [];
  const isHere =
    dnsOf(name.filter((_, place) => valueAt(name, place, "DC") !== undefined))?.toLowerCase() ===
    domain.toLowerCase();
  if (!holds(entry, "objectClass", managedClass)) return "otherClass";
  if (!isHere) return "otherDomain";
  return hasFlag(integerOf(entry, "userAccountControl"), "disabled") ? "disabled" : undefined;
};

/**
 * Whatever has the account's name, in the whole forest: for a global catalog, whose nameless root holds every domain. `domain`: DNS name
 * of the domain that the server is joined to.
 */
export const conflictsQuestion = (
  planned: WantedAccount,
  domain: string,
): DirectoryQuestion<Fact<readonly Conflict[]>> => ({
  searches: [
    listSearch(rootDse, "subtree", clashing(planned), {
      text: ["objectClass", "userAccountControl"],
      most,
    }),
  ],
  read: ([entries]) =>
    ofFound(entries, (one) => ({
      value: one.entries.flatMap((entry) => {
        const why = whyOf(entry, domain);
        return why ? [{ dn: entry.dn, why }] : [];
      }),
    })),
});

/** The account that is meant, of those that were found: by its CN where the wizard made it. */
export const plannedAccount = (
  planned: WantedAccount,
  accounts: Fact<readonly ManagedAccount[]>,
): ManagedAccount | undefined => {
  const all = valueOf(accounts) ?? [];
  const wanted = planned.kind === "custom" ? planned.name : createdAccount;
  return (
    all.find(
      ({ name, cn }) => (planned.kind === "custom" ? name : cn).toLowerCase() === wanted.toLowerCase(),
    ) ?? (planned.kind === "create" ? all[0] : undefined)
  );
};
