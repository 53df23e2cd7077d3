/** The ways in which a server, or what stands between, is not as it should be. A test turns them on and off while the server runs. */
import type { Entry } from "./entry.ts";
import { textOf, valuesOf, withValues } from "./entry.ts";
import type { Request } from "./messages.ts";
import { results, type Result } from "./results.ts";

export interface Way {
  /** Takes connections and says nothing on them, not even for TLS. */
  readonly silent?: boolean;
  /** Kinds of requests that are not answered. */
  readonly ignores?: readonly Request["kind"][];
  /** Each answer comes so many milliseconds later. */
  readonly lateMs?: number;
  /** In the middle of the answer to such a request the connection is reset. */
  readonly resetsIn?: Request["kind"];
  /** Instead of the answer to such a request come bytes that are no message. */
  readonly garbageIn?: Request["kind"];
  /** The answer to such a request begins, says that it has 2 GB, and goes on as long as somebody is there. */
  readonly endlessIn?: Request["kind"];
  /** After each page there is another one: the first again, or one without an entry. */
  readonly endlessPages?: "again" | "empty";
  /** Ends the connection after a bind that went well. */
  readonly closesAfterBind?: boolean;
  /** What is refused, and with what result. */
  readonly refuses?: (request: Request) => Result | undefined;
  /** Makes something else of an entry before it is sent. */
  readonly entry?: (entry: Entry) => Entry;
  /** Continuation references that come beside what is found. */
  readonly elsewhere?: readonly string[];
}

/** Refuses every search with that result. */
export const refusesSearches = (result: Result): Way => ({
  refuses: ({ kind }) => (kind === "search" ? result : undefined),
});

/** A server that is busy, reaches its time limit, a limit of its administrators, or wants a connection that nobody reads along. */
export const busy = refusesSearches(results.busy);
export const slowQuery = refusesSearches(results.timeLimit);
export const limitedByAdministrator = refusesSearches(results.administrativeLimit);
export const wantsConfidentiality: Way = {
  refuses: ({ kind }) => (kind === "bind" ? results.confidentialityRequired : undefined),
};

const referralUrls = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `ldap://dc${at}.contoso.com/DC=d${at},DC=contoso,DC=com`);

/** As many continuation references beside what is found, or as many servers in one referral. */
export const manyReferences = (count: number): Way => ({ elsewhere: referralUrls(count) });
export const manyReferrals = (count: number): Way =>
  refusesSearches({ code: 10, message: "", referrals: referralUrls(count) });

/** Every attribute comes twice, the second time with its first value alone. */
export const repeatsAttributes: Way = {
  entry: ({ dn, attributes }) => ({
    dn,
    attributes: attributes.flatMap((one) => [one, { ...one, values: one.values.slice(0, 1) }]),
  }),
};

/** Attributes that were asked for and are there do not come. */
export const withoutAttributes = (...names: readonly string[]): Way => ({
  entry: (entry) => names.reduce((rest, name) => withValues(rest, name, []), entry),
});

/** Values of this attribute are so many bytes and no more. */
export const cutsShort = (name: string, length: number): Way => ({
  entry: (entry) =>
    valuesOf(entry, name).length === 0
      ? entry
      : withValues(
          entry,
          name,
          valuesOf(entry, name).map((value) => value.subarray(0, length)),
        ),
});

/** Entries are called something that is no distinguished name. */
export const nameIsNone: Way = {
  entry: ({ attributes }) => ({ dn: "no distinguished name", attributes }),
};

/** The RootDSE is that of another controller, or of a directory that is not Active Directory's. */
export const saysOfItself = (values: Readonly<Record<string, string>>): Way => ({
  entry: (entry) =>
    entry.dn === ""
      ? Object.entries(values).reduce(
          (changed, [name, value]) =>
            textOf(changed, name) === undefined ? changed : withValues(changed, name, [value]),
          entry,
        )
      : entry,
});
