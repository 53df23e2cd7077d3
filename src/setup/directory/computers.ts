/** A computer, the groups it is in, and who identifiers are. Pure. */
import type { DirectoryEntry } from "../operations/directory.ts";
import type { Fact } from "../values/fact.ts";
import type { Time } from "../values/time.ts";
import { integerOf, momentOf, sidIn, sidsIn, textOf, textsOf } from "./entries.ts";
import { and, equals, equalsBytes, ofClass, or } from "./filters.ts";
import { ofEntry, ofFound, valued, type DirectoryQuestion } from "./question.ts";
import { baseAt, baseIn, entrySearch, listSearch } from "./searches.ts";
import { sidBytes, type Sid } from "./sid.ts";

export interface Computer {
  readonly dn: string;
  readonly sid: Sid;
  /** `msDS-SupportedEncryptionTypes`; null where it has none. */
  readonly encryptionTypes: number | null;
  readonly operatingSystem: string | undefined;
}

const computerOf = (entry: DirectoryEntry): Computer | undefined => {
  const sid = sidIn(entry, "objectSid");
  if (sid === undefined) return undefined;
  return {
    dn: entry.dn,
    sid,
    encryptionTypes: integerOf(entry, "msDS-SupportedEncryptionTypes") ?? null,
    operatingSystem: textOf(entry, "operatingSystem"),
  };
};

/** By the name that the computer gives itself, without its `$`; null where the domain has none of that name. */
export const computerQuestion = (name: string): DirectoryQuestion<Fact<Computer | null>> => ({
  searches: [
    listSearch(baseIn("domain"), "subtree", and(ofClass("computer"), equals("sAMAccountName", `${name}$`)), {
      text: ["msDS-SupportedEncryptionTypes", "operatingSystem"],
      bytes: ["objectSid"],
      most: 1,
    }),
  ],
  read: ([answer]) =>
    ofFound<Computer | null>(answer, ({ entries: [entry] }) =>
      entry === undefined ? { value: null } : valued(computerOf(entry)),
    ),
});

/** Every group an account is in, nested ones too; `dn` as the directory gave it: they are computed for one entry at a time. */
export const groupsQuestion = (dn: string): DirectoryQuestion<Fact<readonly Sid[]>> => ({
  searches: [entrySearch(baseAt(dn), { bytes: ["tokenGroups"] })],
  read: ([answer]) => ofEntry(answer, (entry) => sidsIn(entry, "tokenGroups")),
});

export interface Known {
  readonly sid: Sid;
  readonly dn: string;
  /** DOMAIN's own name for it: sAMAccountName, else the first part of its entry's name. */
  readonly name: string;
  readonly classes: readonly string[];
  readonly changed: Time | undefined;
}

/** More are asked for in another question: a filter of a thousand identifiers is refused by some. */
export const mostSids = 100;

/** Who identifiers of the domain are, the first `mostSids` of them; those that it does not know are left out. */
export const namesQuestion = (sids: readonly Sid[]): DirectoryQuestion<Fact<readonly Known[]>> => {
  const bytes = sids.slice(0, mostSids).flatMap((sid) => sidBytes(sid) ?? []);
  if (bytes.length === 0) return { searches: [], read: () => ({ value: [] }) };
  return {
    searches: [
      listSearch(baseIn("domain"), "subtree", or(...bytes.map((one) => equalsBytes("objectSid", one))), {
        text: ["objectClass", "sAMAccountName", "name", "whenChanged"],
        bytes: ["objectSid"],
        most: mostSids,
      }),
    ],
    read: ([answer]) =>
      ofFound(answer, ({ entries }) => ({
        value: entries.flatMap((entry) => {
          const sid = sidIn(entry, "objectSid");
          const name = textOf(entry, "sAMAccountName") ?? textOf(entry, "name") ?? entry.dn;
          return sid
            ? [
                {
                  sid,
                  dn: entry.dn,
                  name,
                  classes: textsOf(entry, "objectClass"),
                  changed: momentOf(entry, "whenChanged"),
                },
              ]
            : [];
        }),
      })),
  };
};
