/**
 * The container Managed Service Accounts, and whether the domain names it as the place for them. Without the one or the other no
 * account is created: "There is no such object on the server"
 * (https://learn.microsoft.com/troubleshoot/entra/entra-id/ad-dmn-services/azure-ad-hybrid-sync-no-such-object-on-server). Pure.
 */
import type { Fact } from "../values/fact.ts";
import { isWithin, nameKey, nameOf, valueAt } from "./distinguishedName.ts";
import { textsOf } from "./entries.ts";
import { entryOf, ofEntry, type DirectoryQuestion } from "./question.ts";
import { baseIn, entrySearch } from "./searches.ts";

export const managedAccounts = "Managed Service Accounts";

export interface AccountsContainer {
  readonly isThere: Fact<boolean>;
  /** `elsewhere`: the domain names another place, where accounts are created then. */
  readonly named: Fact<"right" | "deleted" | "absent" | "elsewhere">;
}

/** GUID_MANAGED_SERVICE_ACCOUNTS_CONTAINER_W: [MS-ADTS] 6.1.1.4. */
const wellKnown = "B:32:1EB93889E40C45DF9F0C64D23BBB6237:";

/** Something that was deleted stands in Deleted Objects, with a line feed and its identifier in its name: [MS-ADTS] 3.1.1.5.5.1.1. */
const isDeleted = (dn: string): boolean =>
  (nameOf(dn) ?? []).some((_, place, name) => {
    const value = valueAt(name, place, "CN") ?? "";
    return value.includes("\nDEL:") || value.toLowerCase() === "deleted objects";
  });

const standing = (
  values: readonly string[],
  domain: string,
): "right" | "deleted" | "absent" | "elsewhere" => {
  const named = values.find((one) => one.toUpperCase().startsWith(wellKnown))?.slice(wellKnown.length);
  if (named === undefined) return "absent";
  if (isDeleted(named)) return "deleted";
  const [name, top] = [nameOf(named), nameOf(domain)];
  if (name === undefined || top === undefined || !isWithin(name, top)) return "elsewhere";
  return nameKey(name) === nameKey([[["CN", managedAccounts]], ...top]) ? "right" : "elsewhere";
};

export const accountsContainerQuestion: DirectoryQuestion<AccountsContainer> = {
  searches: [
    entrySearch(baseIn("domain", managedAccounts), { text: ["objectClass"] }),
    entrySearch(baseIn("domain"), { text: ["otherWellKnownObjects"] }),
  ],
  read: ([container, domain]) => {
    const entry = entryOf(container);
    return {
      isThere: "unread" in entry ? entry : { value: entry.value !== null },
      named: ofEntry(domain, (root) => standing(textsOf(root, "otherWellKnownObjects"), root.dn)),
    };
  },
};
