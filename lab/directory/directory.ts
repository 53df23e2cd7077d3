/** The entries of one server, by name. */
import { below, contextOf, elsewhere, readContexts, type Contexts } from "./contexts.ts";
import { textOf, textsOf, withValues, type Entry } from "./entry.ts";
import { readLinks, withBackLinks, type Links } from "./links.ts";
import { isWithin, keyOf, parentOf } from "./names.ts";
import { badName, noSuchObject, Refused } from "./results.ts";

export const scopes = ["base", "oneLevel", "subtree"] as const;
export type Scope = (typeof scopes)[number];

/** What a search walks over, and the parts of it that other servers hold. */
export interface Reach {
  readonly entries: readonly Entry[];
  readonly elsewhere: readonly string[];
}

/** `20261130180000.0Z` (RFC 4517, section 3.3.13, as Active Directory writes it). */
export const generalizedTime = (at: Date): string => `${at.toISOString().replaceAll(/\.\d+|[^\d]/gu, "")}.0Z`;

const known = (dn: string): string => {
  const key = keyOf(dn);
  if (key === undefined) throw new Refused(badName(dn));
  return key;
};

export class Directory {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => Date;
  /** What follows from all entries. Made when it is needed, forgotten at every change. */
  #read: { readonly links: Links; readonly contexts: Contexts } | undefined;

  /** `now`: its clock, which the RootDSE tells where it tells a time. */
  constructor(entries: readonly Entry[], now: () => Date = () => new Date()) {
    this.#now = now;
    for (const entry of entries) this.put(entry);
  }

  get rootDse(): Entry {
    return this.#entries.get("") ?? { dn: "", attributes: [] };
  }

  /** Adds the entry, or puts it in the place of the one of that name. */
  put(entry: Entry): void {
    const key = keyOf(entry.dn);
    if (key === undefined) throw new Error(`${entry.dn} is no distinguished name.`);
    this.#entries.set(key, entry);
    this.#read = undefined;
  }

  /** Has these entries and no other from now on. */
  become(entries: readonly Entry[]): void {
    this.#entries.clear();
    for (const entry of entries) this.put(entry);
    this.#read = undefined;
  }

  get(dn: string): Entry | undefined {
    const key = keyOf(dn);
    const entry = key === undefined ? undefined : this.#entries.get(key);
    return entry && this.#asFound(entry);
  }

  /** The entry; refuses as the directory does where it has none. */
  at(dn: string): Entry {
    const key = known(dn);
    const entry = this.#entries.get(key);
    if (entry) return this.#asFound(entry);
    throw new Refused(elsewhere(this.#all.contexts, dn, key) ?? this.#missing(key));
  }

  /** The first such entry, looked at without its back links. */
  find(isWanted: (entry: Entry) => boolean): Entry | undefined {
    const entry = [...this.#entries.values()].find(isWanted);
    return entry && this.#asFound(entry);
  }

  /** All such entries, looked at without their back links. */
  every(isWanted: (entry: Entry) => boolean): readonly Entry[] {
    return [...this.#entries.values()].filter(isWanted);
  }

  /**
   * What stands in the scope. A naming context below that of the base is another one: it is not walked over but named, in a
   * continuation reference. A global catalog walks over all that it has, from an empty name too (MS-ADTS, 3.1.1.3.1.3.2).
   */
  reach(base: string, scope: Scope, isCatalog: boolean): Reach {
    const at = known(base);
    if (base !== "" || scope === "base") this.at(base);
    else if (!isCatalog) throw new Refused(noSuchObject(""));
    const { contexts } = this.#all;
    const context = contextOf(contexts, at);
    const isThere = (key: string): boolean => {
      if (scope === "base") return key === at;
      const isBelow = scope === "oneLevel" ? parentOf(key) === at : isWithin(key, at);
      return key !== "" && isBelow && (isCatalog || contextOf(contexts, key) === context);
    };
    return {
      entries: [...this.#entries].filter(([key]) => isThere(key)).map(([, entry]) => this.#asFound(entry)),
      elsewhere: isCatalog || scope === "base" ? [] : below(contexts, at, scope === "oneLevel"),
    };
  }

  /** Whether one entry leads to the other by that attribute, directly or over others (LDAP_MATCHING_RULE_IN_CHAIN). */
  leadsTo(from: Entry, attribute: string, to: string): boolean {
    const wanted = keyOf(to);
    const seen = new Set<string>();
    const waiting = [...textsOf(from, attribute)];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const key = keyOf(next);
      if (key === undefined || seen.has(key)) continue;
      if (key === wanted) return true;
      seen.add(key);
      waiting.push(...textsOf(this.get(next) ?? { dn: next, attributes: [] }, attribute));
    }
    return false;
  }

  get #all(): { readonly links: Links; readonly contexts: Contexts } {
    if (this.#read) return this.#read;
    const entries = [...this.#entries.values()];
    this.#read = { links: readLinks(entries), contexts: readContexts(this.rootDse, entries) };
    return this.#read;
  }

  /** With what is computed at every look: back links, and the time in the RootDSE. */
  #asFound(entry: Entry): Entry {
    if (entry.dn !== "") return withBackLinks(this.#all.links, entry);
    return textOf(entry, "currentTime") === undefined
      ? entry
      : withValues(entry, "currentTime", [generalizedTime(this.#now())]);
  }

  #missing(key: string) {
    let above = parentOf(key);
    while (above !== "" && !this.#entries.has(above)) above = parentOf(above);
    return noSuchObject(this.#entries.get(above)?.dn ?? "");
  }
}
