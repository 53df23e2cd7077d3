/** What the practice server's forest is like, where it differs between scenarios or is changed: plain data, a part of its state. */

export interface PracticeController {
  name: string;
  site: string;
  isReadOnly?: boolean;
}

export interface PracticeManagedAccount {
  cn: string;
  /** With its `$`. */
  account: string;
  /** Who may read its password: names of accounts. */
  readers: string[];
  encryptionTypes: number;
  /** By domain, the sets of permissions that it was given there: see agentPermissions.ts. */
  given?: Partial<Record<string, string[]>>;
}

/** A domain of the forest below that of the practice server. */
export interface PracticeDomain {
  dns: string;
  netBios: string;
  sid: string;
  controllers: PracticeController[];
}

export interface DirectoryState {
  controllers: PracticeController[];
  kdsKeys: { madeAt: string; countsFrom: string }[];
  managedAccounts: PracticeManagedAccount[];
  /** Of the practice server itself. */
  encryptionTypes: number;
  children: PracticeDomain[];
  /** What was changed over LDAP: by the entry's name, then by attribute, values in base 64. */
  changed: Record<string, Record<string, string[]>>;
}

/** RC4 and both AES types, which Windows sets where nobody set anything (MS-KILE, section 2.2.7). */
const everyType = 28;
const dayMs = 24 * 3_600_000;

export const healthyDirectory = (): DirectoryState => {
  const monthAgo = new Date(Date.now() - 30 * dayMs).toISOString();
  return {
    controllers: [
      { name: "DC1", site: "Default-First-Site-Name" },
      { name: "DC2", site: "Default-First-Site-Name" },
    ],
    kdsKeys: [{ madeAt: monthAgo, countsFrom: monthAgo }],
    managedAccounts: [
      {
        cn: "provAgent01",
        account: "provAgent01$",
        readers: ["SYNC01$"],
        encryptionTypes: everyType,
        given: { "contoso.com": ["documented"] },
      },
    ],
    encryptionTypes: everyType,
    children: [],
    changed: {},
  };
};

/** The account that the wizard and the cmdlets make, called `provAgentgMSA` (Microsoft, "Group managed service accounts"). */
export const createdAccount = (account: string): PracticeManagedAccount => ({
  cn: "provAgentgMSA",
  account,
  readers: ["SYNC01$"],
  encryptionTypes: everyType,
});

/** Gives an account a set of permissions in a domain; its name is without that of its domain. */
export const givePermissions = (
  { managedAccounts }: DirectoryState,
  name: string,
  domain: string,
  set: string,
): void => {
  const account = managedAccounts.find((one) => one.account.toLowerCase() === name.toLowerCase());
  if (!account) return;
  const given = (account.given ??= {});
  given[domain] = [...new Set([...(given[domain] ?? []), set])];
};
