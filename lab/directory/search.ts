/** A search: what is found, in which attributes, how much of it at once. */
import type { SearchControls } from "./controls.ts";
import { mayWrite } from "./accounts.ts";
import { onlyParts } from "./descriptor.ts";
import type { Directory } from "./directory.ts";
import { withValues, type Attribute, type Entry } from "./entry.ts";
import { matches } from "./filter.ts";
import type { SearchRequest } from "./messages.ts";
import { Refused, results, success, type Result } from "./results.ts";
import { isConstructed } from "./schema.ts";
import { withTokenGroups, type Who } from "./tokenGroups.ts";

/** MS-ADTS, 3.1.1.3.4.6 "LDAP Policies": the defaults. */
export const policies = { maxPageSize: 1000, maxValRange: 1500 } as const;

/** What has been found. A page that is not the last one names where it goes on. */
export interface Found {
  readonly entries: readonly Entry[];
  /** Continuation references. */
  readonly elsewhere: readonly string[];
  readonly result: Result;
  /** Of a paged search; empty with its last page. */
  readonly cookie: string | undefined;
}

/** `member;range=0-*`: the last one, and whether there is a range at all. */
interface Wanted {
  readonly name: string;
  readonly range: { readonly from: number; readonly to: number } | undefined;
}

const readWanted = (text: string): Wanted => {
  const [name = "", ...options] = text.split(";");
  const range = options
    .map((option) => /^range=(?<from>\d{1,9})-(?<to>\d{1,9}|\*)$/iu.exec(option)?.groups)
    .find((groups) => groups !== undefined);
  const to = range?.to === "*" ? Number.MAX_SAFE_INTEGER : Number(range?.to);
  return { name: name.toLowerCase(), range: range && { from: Number(range.from), to } };
};

/**
 * Range retrieval (MS-ADTS, 3.1.1.3.1.3.3): at most 1,500 values at once, with the range in the attribute's name and an asterisk for
 * its end with the last of them. Asked without a range for an attribute that has more, the directory answers both: the attribute
 * without a value, and its first range.
 */
const inRange = ({ name, values }: Attribute, { range }: Wanted): Attribute[] => {
  if (!range && values.length <= policies.maxValRange) return [{ name, values }];
  const from = range?.from ?? 0;
  const end = Math.min(values.length, (range?.to ?? values.length) + 1, from + policies.maxValRange);
  const last = end >= values.length ? "*" : String(end - 1);
  const part = { name: `${name};range=${from}-${last}`, values: values.slice(from, end) };
  return [...(range ? [] : [{ name, values: [] }]), part];
};

/** What an entry tells of what whoever asks may do (MS-ADTS, 3.1.1.4.5.4 and 3.1.1.4.5.10). */
const effective = ["sDRightsEffective", "allowedChildClassesEffective"] as const;

const descriptorName = "ntsecuritydescriptor";

/** MS-ADTS, 3.1.1.3.1.3.2 and 3.1.1.3.4.1.11: who names no attribute gets no descriptor, unless its parts are asked for. */
const isAnswered = (name: string, flags: number | undefined): boolean =>
  !isConstructed(name) && (name !== descriptorName || flags !== undefined);

/** The entry with the attributes that were asked for. */
export const select = (entry: Entry, request: SearchRequest, flags: number | undefined): Entry => {
  const wanted = request.attributes.map(readWanted);
  // RFC 4511, section 4.5.1.8: none, or an asterisk; `1.1` is no attribute.
  const isForAll = wanted.length === 0 || wanted.some(({ name }) => name === "*");
  const attributes = entry.attributes.flatMap((attribute) => {
    const name = attribute.name.toLowerCase();
    const asked = wanted.find((one) => one.name === name);
    if (!asked && !(isForAll && isAnswered(name, flags))) return [];
    const values =
      name === descriptorName
        ? attribute.values.map((value) => onlyParts(value, flags ?? 0))
        : attribute.values;
    return inRange({ name: attribute.name, values }, asked ?? { name, range: undefined });
  });
  return {
    dn: entry.dn,
    attributes: request.typesOnly ? attributes.map(({ name }) => ({ name, values: [] })) : attributes,
  };
};

/** With what is computed for whoever asks, of what was asked for by name. */
const constructed = (
  directory: Directory,
  entry: Entry,
  { attributes, scope }: SearchRequest,
  who: Who | undefined,
): Entry => {
  const isAsked = (name: string) => attributes.some((one) => one.toLowerCase() === name.toLowerCase());
  // Where more than one entry could be found, it is refused (MS-ADTS, 3.1.1.4.5.19).
  const known = scope === "base" && isAsked("tokenGroups") ? withTokenGroups(directory, entry, who) : entry;
  if (!who || !effective.some(isAsked) || mayWrite(directory, who)) return known;
  return effective.reduce(
    (less, name) => withValues(less, name, name === "sDRightsEffective" ? ["0"] : []),
    known,
  );
};

/** The searches of one connection: what of a paged one is still to be fetched is known to it alone. */
export class Searches {
  readonly #directory: Directory;
  readonly #isCatalog: boolean;
  readonly #waiting = new Map<string, readonly Entry[]>();
  #cookies = 0;

  constructor(directory: Directory, isCatalog: boolean) {
    this.#directory = directory;
    this.#isCatalog = isCatalog;
  }

  /** How many paged searches have more to fetch. */
  get open(): number {
    return this.#waiting.size;
  }

  /** `who` asks. */
  run(request: SearchRequest, controls: SearchControls, who?: Who): Found {
    const { page, descriptorFlags } = controls;
    const selected = (entries: readonly Entry[]) =>
      entries.map((entry) =>
        select(constructed(this.#directory, entry, request, who), request, descriptorFlags),
      );
    if (page && page.cookie !== "") {
      const rest = this.#waiting.get(page.cookie);
      this.#waiting.delete(page.cookie);
      if (!rest) throw new Refused(results.unknownExtension);
      // RFC 2696: a page of no entries gives the search up.
      const found = page.size === 0 ? { entries: [], cookie: "" } : this.#page(rest, page.size);
      return { ...found, entries: selected(found.entries), elsewhere: [], result: success };
    }
    const reach = this.#directory.reach(request.base, request.scope, this.#isCatalog);
    const elsewhere = controls.domainScope ? [] : reach.elsewhere;
    const all = reach.entries.filter((entry) => matches(request.filter, entry, this.#directory));
    if (page) {
      const found = this.#page(all, page.size);
      return { ...found, entries: selected(found.entries), elsewhere, result: success };
    }
    const most = Math.min(policies.maxPageSize, request.sizeLimit === 0 ? Infinity : request.sizeLimit);
    const result = all.length > most ? results.sizeLimit : success;
    return { entries: selected(all.slice(0, most)), elsewhere, result, cookie: undefined };
  }

  #page(entries: readonly Entry[], size: number): { entries: readonly Entry[]; cookie: string } {
    const most = Math.min(policies.maxPageSize, size === 0 ? policies.maxPageSize : size);
    if (entries.length <= most) return { entries, cookie: "" };
    this.#cookies += 1;
    const cookie = `page ${this.#cookies}`;
    this.#waiting.set(cookie, entries.slice(most));
    return { entries: entries.slice(0, most), cookie };
  }
}
