/** What the domains of the practice server's forest are like: descriptions from its state, and the entries of each. */
import type { DescribedDomain, OtherDomain } from "../directory/described.ts";
import { entriesOf } from "../directory/domain.ts";
import { withValues, type Entry } from "../directory/entry.ts";
import { fileTime } from "../directory/accounts.ts";
import { agentPermissions } from "./agentPermissions.ts";
import type { PracticeController } from "./directoryState.ts";
import type { MachineState } from "./state.ts";

/** Of the accounts in accounts.ts. */
const domainSid = "S-1-5-21-1004336348-1177238915-682003330";
const rids: Readonly<Record<string, number>> = { pGMSA_784aba0b$: 1601, provAgent01$: 1602 };
const firstOtherRid = 1701;

export const administrator = "Administrator";
/** Practice passwords end in so many days. */
const passwordMs = 42 * 24 * 3_600_000;

export interface ForestDomain extends OtherDomain {
  readonly controllers: readonly PracticeController[];
}

/** That of the practice server first. */
export const forestOf = ({ computer, directory }: MachineState): readonly ForestDomain[] => [
  {
    dns: computer.domain,
    netBios: (computer.domain.split(".")[0] ?? "").toUpperCase(),
    sid: domainSid,
    controllers: directory.controllers,
  },
  ...directory.children,
];

/** DNS name of a controller. */
export const hostOf = (domain: Pick<ForestDomain, "dns">, { name }: PracticeController): string =>
  `${name}.${domain.dns}`.toLowerCase();

/** Whoever administers nothing, one domain, or all of them: as the practised cmdlets have it (agentModule.ts). */
const users = (isFirst: boolean): DescribedDomain["users"] => {
  const values = { "msDS-UserPasswordExpiryTimeComputed": fileTime(new Date(Date.now() + passwordMs)) };
  return [
    { name: administrator, rid: 500, groups: ["Domain Admins", ...(isFirst ? ["Enterprise Admins"] : [])] },
    { name: "da", groups: ["Domain Admins"] },
    { name: "plain" },
    ...(isFirst ? [{ name: "ada", rid: 1105, groups: ["Domain Admins"] }] : []),
  ].map((one) => ({ ...one, values }));
};

/** What the practice server's own domain has beside every domain: its computer, and the managed accounts. */
const own = ({ computer, directory }: MachineState): Partial<DescribedDomain> => ({
  computers: [
    {
      name: computer.name,
      rid: 1106,
      values: { "msDS-SupportedEncryptionTypes": String(directory.encryptionTypes) },
    },
  ],
  managedAccounts: directory.managedAccounts.map((account, at) => ({
    ...account,
    rid: ridOf(account.account, at),
  })),
});

const ridOf = (account: string, at: number): number => rids[account] ?? firstOtherRid + at;

/** `answers`: name of the controller that is asked. */
export const describeDomain = (state: MachineState, dns: string, answers?: string): DescribedDomain => {
  const { computer, directory } = state;
  const forest = forestOf(state);
  const domain = forest.find((one) => one.dns === dns);
  if (!domain) throw new Error(`The practice server has no domain ${dns}.`);
  const isFirst = dns === computer.domain;
  return {
    ...domain,
    ...(answers === undefined ? {} : { answers }),
    forest: computer.domain,
    users: users(isFirst),
    ...(isFirst ? own(state) : {}),
    kdsKeys: directory.kdsKeys.map(({ madeAt, countsFrom }) => ({
      madeAt: new Date(madeAt),
      countsFrom: new Date(countsFrom),
    })),
    others: forest.filter((one) => one !== domain),
    permissionsOf: () =>
      directory.managedAccounts.flatMap(({ account, given = {} }, at) =>
        (given[dns] ?? []).flatMap((set) => agentPermissions(`${domainSid}-${ridOf(account, at)}`, set)),
      ),
  };
};

/** The described entries, with what was changed over LDAP. */
export const entriesNow = (state: MachineState, dns: string, answers?: string): Entry[] =>
  entriesOf(describeDomain(state, dns, answers)).map((entry) =>
    Object.entries(state.directory.changed[entry.dn] ?? {}).reduce(
      (changed, [name, values]) =>
        withValues(
          changed,
          name,
          values.map((value) => Buffer.from(value, "base64")),
        ),
      entry,
    ),
  );
