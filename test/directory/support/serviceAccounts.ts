/** Group managed service accounts, as the agent's installer and as an administrator makes them. */
import { search } from "./database.ts";
import type { Forest } from "./forests.ts";
import { added } from "./ldif.ts";
import { computerDn, groupDn } from "./people.ts";

interface ServiceAccount {
  /** Its common name. */
  readonly cn: string;
  readonly sAMAccountName: string;
  /** Who may read its password: a computer, a group, or somebody who is gone. */
  readonly reader: (forest: Forest) => string | undefined;
  /** msDS-SupportedEncryptionTypes ([MS-KILE] 2.2.7). */
  readonly encryptionTypes: number;
}

export const serviceAccounts = {
  /** The one that the installer makes. */
  agent: {
    cn: "provAgentgMSA",
    sAMAccountName: "pGMSA_1a2b3c4d$",
    reader: (forest) => computerDn(forest, "SYNC01"),
    encryptionTypes: 28,
  },
  /** An administrator's own, for the servers of a group. */
  custom: {
    cn: "svcCloudSync",
    sAMAccountName: "svcCloudSync$",
    reader: (forest) => groupDn(forest, "gMSA Hosts"),
    encryptionTypes: 24,
  },
  /** RC4 alone, and readable by an account that is gone. */
  orphan: {
    cn: "svcOrphan",
    sAMAccountName: "svcOrphan$",
    reader: () => undefined,
    encryptionTypes: 4,
  },
} as const satisfies Readonly<Record<string, ServiceAccount>>;

export type ServiceAccountName = keyof typeof serviceAccounts;

export const serviceAccountDn = ({ baseDn }: Forest, key: ServiceAccountName): string =>
  `CN=${serviceAccounts[key].cn},CN=Managed Service Accounts,${baseDn}`;

/** An identifier that the directory did not give to anybody. */
export const goneSid = (domainSid: string): string => `${domainSid}-999999`;

const sidOf = async (folder: string, dn: string): Promise<string> => {
  const [entry] = await search(folder, "-b", dn, "-s", "base", "objectSid");
  return entry?.values.objectSid?.[0] ?? "";
};

/** Entries of the accounts; the keys of the domain must be usable, and whoever reads their passwords be there. */
export const serviceAccountsLdif = async (folder: string, forest: Forest): Promise<string> => {
  const domainSid = await sidOf(folder, forest.baseDn);
  const entries: string[] = [];
  for (const [key, { cn, sAMAccountName, reader, encryptionTypes }] of Object.entries<ServiceAccount>(
    serviceAccounts,
  )) {
    const dn = reader(forest);
    const sid = dn === undefined ? goneSid(domainSid) : await sidOf(folder, dn);
    entries.push(
      added(`CN=${cn},CN=Managed Service Accounts,${forest.baseDn}`, {
        objectClass: "msDS-GroupManagedServiceAccount",
        sAMAccountName,
        description: key,
        dNSHostName: `${cn}.${forest.name}`,
        "msDS-ManagedPasswordInterval": 30,
        "msDS-SupportedEncryptionTypes": encryptionTypes,
        // Owner administrators, every right to the reader: what New-ADServiceAccount writes.
        "msDS-GroupMSAMembership": `O:BAD:(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;${sid})`,
      }),
    );
  }
  return entries.join("");
};
