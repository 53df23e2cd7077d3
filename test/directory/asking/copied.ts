/** Entries of a real domain for the lab's own server: what `ldapsearch` prints of it. */
import { fromLdif } from "../../../lab/directory/ldif.ts";
import { withValues, type Entry } from "../../../lab/directory/entry.ts";
import { keyOf } from "../../../lab/directory/names.ts";
import type { Domain } from "../support/domain.ts";
import { configurationOf } from "../support/forests.ts";
import { computerDn } from "../support/people.ts";
import { run } from "../support/programs.ts";

/** Owner, group and list: [MS-ADTS] 3.1.1.3.4.1.11, flags 7. */
const descriptorParts = "!1.2.840.113556.1.4.801=::MAMCAQc=";
/** Computed for each of many; the directory gives them to whoever names them. */
const computed = ["msDS-isRODC", "msDS-User-Account-Control-Computed", "msDS-UserPasswordExpiryTimeComputed"];
/** Computed for one entry at a time. */
const computedForOne = ["tokenGroups", "allowedChildClassesEffective", "sDRightsEffective"];

/** The domain and the configuration; of the schema what is asked for. As its administrator sees them. */
export const copiedEntries = async (domain: Domain): Promise<readonly Entry[]> => {
  const { upn, password } = domain.accounts.administrator;
  const configuration = configurationOf(domain);
  const schema = `CN=Schema,${configuration}`;
  const read = async (...args: readonly string[]): Promise<Entry[]> => {
    const how = ["-x", "-LLL", "-H", `ldaps://${domain.controllers[0].address}`, "-D", upn, "-w", password];
    return fromLdif(await run("ldapsearch", [...how, ...args], { env: { LDAPTLS_CACERT: domain.ca } }));
  };
  const all = (base: string, filter = "(objectClass=*)", ...scope: readonly string[]) =>
    read(
      ...["-E", "pr=500/noprompt", "-E", descriptorParts, "-b", base, ...scope],
      ...[filter, "*", "nTSecurityDescriptor", ...computed],
    );
  const entries = [
    ...(await all(domain.baseDn)),
    ...(await all(configuration)),
    ...(await all(schema, "(|(objectClass=dMD)(lDAPDisplayName=msDS-ExternalDirectoryObjectId))")),
    ...(await read("-b", "", "-s", "base", "*", "+", "tokenGroups")),
  ];
  const keys = `CN=Master Root Keys,CN=Group Key Distribution Service,CN=Services,${configuration}`;
  const container = `CN=Managed Service Accounts,${domain.baseDn}`;
  const byKey = new Map(entries.map((entry) => [keyOf(entry.dn) ?? "", entry]));
  for (const dn of [domain.baseDn, container, keys, computerDn(domain, "SYNC01")])
    for (const { attributes } of await read("-b", dn, "-s", "base", ...computedForOne))
      for (const { name, values } of attributes) {
        const key = keyOf(dn) ?? "";
        const entry = byKey.get(key);
        if (entry) byKey.set(key, withValues(entry, name, values));
      }
  return [...byKey.values()];
};
