/** What Samba's own programs say of a domain, beside `ldapsearch` and `samba-tool`, which the domain itself has. */
import path from "node:path";
import { filesOf } from "../support/controller.ts";
import { search } from "../support/database.ts";
import type { Domain } from "../support/domain.ts";
import type { Entry } from "../support/ldif.ts";
import { run } from "../support/programs.ts";

/** The folder of its first controller. */
const homeOf = ({ ca, hosts: [host = ""] }: Domain): string =>
  path.join(path.dirname(path.dirname(ca)), host.toLowerCase());

/** What `ldbsearch` finds: identifiers and descriptors as Samba writes them. */
export const ldbsearch = (domain: Domain, ...args: readonly string[]): Promise<Entry[]> =>
  search(homeOf(domain), ...args);

/** An identifier of an entry as Samba writes it. */
export const sidOfEntry = async (domain: Domain, dn: string): Promise<string> => {
  const [entry] = await ldbsearch(domain, "-b", dn, "-s", "base", "objectSid");
  return entry?.values.objectSid?.[0] ?? "";
};

/** What `ldbsearch --show-binary` prints of a descriptor. */
export const shownDescriptor = (domain: Domain, dn: string, attribute: string): Promise<string> => {
  const { settings, database } = filesOf(homeOf(domain));
  return run("ldbsearch", [
    ...[`--configfile=${settings}`, "-H", database, "--cross-ncs", "--show-binary"],
    ...["-b", dn, "-s", "base", attribute],
  ]);
};
