/**
 * Which naming contexts a server has, and who has the others: what the RootDSE and the crossRef objects of the forest say
 * (MS-ADTS, 3.1.1.1.5 and 6.1.1.2.1.1). Names are keys, as `keyOf` makes them.
 */
import { textOf, textsOf, type Entry } from "./entry.ts";
import { dnsNameOf, isWithin, keyOf, parentOf } from "./names.ts";
import { referral, referralUrl, type Result } from "./results.ts";

interface CrossReference {
  readonly context: string;
  readonly dn: string;
  /** DNS name of whoever has it. */
  readonly host: string;
}

export interface Contexts {
  /** Of this server, the longest first. */
  readonly held: readonly string[];
  /** Of the forest, the longest first. */
  readonly forest: readonly CrossReference[];
}

const longestFirst = (one: string, other: string): number => other.length - one.length;

export const readContexts = (rootDse: Entry, entries: Iterable<Entry>): Contexts => ({
  held: textsOf(rootDse, "namingContexts")
    .map((dn) => keyOf(dn) ?? "")
    .sort(longestFirst),
  forest: [...entries]
    .flatMap((entry) => {
      const dn = textOf(entry, "nCName");
      const context = dn === undefined ? undefined : keyOf(dn);
      const host = textOf(entry, "dnsRoot");
      return dn === undefined || context === undefined || host === undefined ? [] : [{ dn, context, host }];
    })
    .sort((one, other) => longestFirst(one.context, other.context)),
});

/** The naming context that a name is in; empty for one in none of them, as the RootDSE. */
export const contextOf = ({ held }: Contexts, key: string): string =>
  held.find((context) => isWithin(key, context)) ?? "";

/** Continuation references: naming contexts directly below the one that is searched from there (MS-ADTS, 3.1.1.4.7). */
export const below = (contexts: Contexts, at: string, isOneLevel: boolean): string[] => {
  const searched = contextOf(contexts, at);
  return contexts.forest
    .filter(
      ({ context }) =>
        contextOf(contexts, parentOf(context)) === searched &&
        (isOneLevel ? parentOf(context) === at : isWithin(context, at)),
    )
    .map(({ host, dn }) => referralUrl(host, dn));
};

/**
 * To whom is referred for what is not here (MS-ADTS, 3.1.1.4.6): by the crossRef object with the longest name that fits; without one, by
 * the DC parts of the name. Undefined where it would be here.
 */
export const elsewhere = ({ held, forest }: Contexts, dn: string, key: string): Result | undefined => {
  const nearest = forest.find(({ context }) => isWithin(key, context));
  if (nearest) return held.includes(nearest.context) ? undefined : referral(nearest.host, dn);
  const host = dnsNameOf(dn);
  return host === "" || held.some((context) => isWithin(key, context)) ? undefined : referral(host, dn);
};
