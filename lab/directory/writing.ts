/**
 * Writes entries of a described domain. Classes and attributes are those of Microsoft's schema (Active Directory Schema; MS-ADTS,
 * section 6.1); what nobody asks for is left out.
 */
import { createHash } from "node:crypto";
import type { DescribedAccount, DescribedDomain, Values } from "./described.ts";
import { generalizedTime } from "./directory.ts";
import { entryOf, type Entry } from "./entry.ts";
import { domainDn, escapeName, relativeNames } from "./names.ts";
import { sidOf } from "./sids.ts";

/** The same for the same name, so that two servers of one description have the same entries. */
const guidOf = (dn: string): Buffer => createHash("md5").update(dn.toLowerCase()).digest();

const firstFreeRid = 2001;

export const top = (...classes: readonly string[]): Values => ({ objectClass: ["top", ...classes] });

/** Writes the entries of one domain. */
export class Writing {
  readonly entries: Entry[] = [];
  readonly domain: DescribedDomain;
  readonly dn: string;
  /** Of the forest's first domain. */
  readonly forest: string;
  readonly configuration: string;
  readonly schema: string;
  /** By sAMAccountName in lower case. */
  readonly #accounts = new Map<string, { dn: string; sid: string }>();
  readonly #made = generalizedTime(new Date(Date.UTC(2024, 0, 8)));
  #rid = firstFreeRid;

  constructor(domain: DescribedDomain) {
    this.domain = domain;
    this.dn = domainDn(domain.dns);
    this.forest = domainDn(domain.forest ?? domain.dns);
    this.configuration = `CN=Configuration,${this.forest}`;
    this.schema = `CN=Schema,${this.configuration}`;
  }

  /** Of a controller in the configuration. */
  serverOf({ name, site }: { readonly name: string; readonly site: string }): string {
    return `CN=${escapeName(name)},CN=Servers,CN=${escapeName(site)},CN=Sites,${this.configuration}`;
  }

  put(dn: string, category: string, values: Values): void {
    const name = relativeNames(dn)?.[0]?.value ?? "";
    this.entries.push(
      entryOf(dn, {
        distinguishedName: dn,
        name,
        ...(dn.startsWith("CN=") ? { cn: name } : {}),
        objectGUID: guidOf(dn),
        objectCategory: `CN=${category},${this.schema}`,
        whenCreated: this.#made,
        whenChanged: this.#made,
        ...values,
      }),
    );
  }

  /** An account or a group: with a SID, and in the groups that are named. */
  account(dn: string, category: string, { name, rid, values }: DescribedAccount, own: Values): void {
    this.#rid = Math.max(this.#rid, (rid ?? 0) + 1);
    const sid = `${this.domain.sid}-${rid ?? this.#rid++}`;
    this.#accounts.set(name.toLowerCase(), { dn, sid });
    this.put(dn, category, { sAMAccountName: name, objectSid: sidOf(sid), ...own, ...values });
  }

  dnOf(account: string): string {
    const found = this.#accounts.get(account.toLowerCase());
    if (!found) throw new Error(`The described domain has no account ${account}.`);
    return found.dn;
  }

  sidOf(account: string): string {
    const found = this.#accounts.get(account.toLowerCase());
    if (!found) throw new Error(`The described domain has no account ${account}.`);
    return found.sid;
  }
}
