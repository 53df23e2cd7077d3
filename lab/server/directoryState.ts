/** What the practice server's domain is like, where it differs between scenarios or is changed: plain data, a part of its state. */

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
  /** Whether it has what the agent needs of a custom account in the domain. */
  permitted: boolean;
}

export interface DirectoryState {
  controllers: PracticeController[];
  kdsKeys: { madeAt: string; countsFrom: string }[];
  managedAccounts: PracticeManagedAccount[];
  /** Of the practice server itself. */
  encryptionTypes: number;
  /** Other domains of the forest, below this one. */
  children: { dns: string; netBios: string; sid: string }[];
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
        permitted: true,
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
  permitted: true,
});
