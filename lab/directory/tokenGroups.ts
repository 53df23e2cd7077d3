/** Who somebody is: the identifiers of an account's groups (`tokenGroups`: MS-ADTS, 3.1.1.4.5.19 and 3.1.1.3.2). */
import type { Directory } from "./directory.ts";
import { textsOf, valuesOf, withValues, type Entry } from "./entry.ts";
import { sidText } from "./sids.ts";

/** Somebody who is bound. */
export interface Who {
  readonly account: Entry;
  /** The directory of the account's own domain, where that is another one. */
  readonly home?: Directory;
}

/** The groups that the account is in, over others too, and by its primary group. */
export const groupSids = (directory: Directory, { dn }: Pick<Entry, "dn">): readonly Buffer[] => {
  // With its back links, which only an entry that is looked up has.
  const account = directory.get(dn) ?? { dn, attributes: [] };
  const domain = valuesOf(account, "objectSid").map((sid) => sidText(sid).replace(/-\d+$/u, ""))[0];
  const primary = textsOf(account, "primaryGroupID").map((rid) => `${domain ?? ""}-${rid}`);
  return directory
    .every(
      (group) =>
        valuesOf(group, "objectSid").some((sid) => primary.includes(sidText(sid))) ||
        directory.leadsTo(account, "memberOf", group.dn),
    )
    .flatMap((group) => valuesOf(group, "objectSid"));
};

/** Of the account and its groups. Those of a domain's own (S-1-5-32) count in that domain only. */
export const sidsOf = (directory: Directory, { account, home = directory }: Who): readonly Buffer[] => [
  ...valuesOf(account, "objectSid"),
  ...groupSids(home, account).filter((sid) => home === directory || !sidText(sid).startsWith("S-1-5-32-")),
];

/** The entry with what it tells of groups: the RootDSE of those of whoever asks, any other of its own. One that holds it keeps it. */
export const withTokenGroups = (directory: Directory, entry: Entry, who: Who | undefined): Entry => {
  if (valuesOf(entry, "tokenGroups").length > 0) return entry;
  if (entry.dn === "") return who ? withValues(entry, "tokenGroups", sidsOf(directory, who)) : entry;
  return withValues(entry, "tokenGroups", groupSids(directory, entry));
};
