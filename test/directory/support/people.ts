/** The accounts of persons, one for each state that a sign-in can meet, and the servers. */
import { added, changed, type Attributes } from "./ldif.ts";
import { fileTime } from "./fileTime.ts";
import type { Forest } from "./forests.ts";

/** Of every named account, the administrator too. Nobody else has these domains. */
export const password = "Quiet-Harbor-73";

const units = {
  admins: "OU=Admins",
  staff: "OU=IT,OU=Corp",
  servers: "OU=Servers",
  groups: "OU=Groups",
} as const;

/** What ADS_USER_FLAG calls NORMAL_ACCOUNT, ACCOUNTDISABLE, WORKSTATION_TRUST_ACCOUNT. */
const flags = { normal: 0x200, disabled: 0x202, computer: 0x1000 } as const;

interface Person {
  /** sAMAccountName. */
  readonly name: string;
  readonly unit: string;
  readonly more?: Attributes;
}

const admin = (name: string): Person => ({ name, unit: units.admins });
const staff = (name: string, more: Attributes = {}): Person => ({ name, unit: units.staff, more });
const longAgo = fileTime(Date.UTC(2020, 0));

export const people = {
  domainAdmin: admin("da.only"),
  enterpriseAdmin: admin("ea.only"),
  /** Enterprise Admin through one group in another. */
  nestedEnterpriseAdmin: admin("ea.nested"),
  both: admin("both.admin"),
  plain: staff("plain.user"),
  unicode: staff("jürgen.müller", { displayName: "Jürgen Müller (東京)" }),
  /** Wrong passwords have locked it, until an administrator unlocks it. */
  locked: staff("t.locked"),
  expired: staff("t.expired", { accountExpires: longAgo }),
  disabled: staff("t.disabled", { userAccountControl: flags.disabled }),
  mustChange: staff("t.mustchange", { pwdLastSet: 0 }),
  /** Its password is older than a policy of its own allows. */
  passwordExpired: staff("t.oldpassword"),
  /** No hour of the week is one in which it may sign in. */
  hours: staff("t.hours", { logonHours: Buffer.alloc(21) }),
  workstations: staff("t.workstations", { userWorkstations: "NOWHERE" }),
  protected: staff("t.protected"),
  /** A Protected User through one group in another. */
  nestedProtected: staff("t.nestedprotected"),
  /** At the inner end of fifty groups. */
  deep: staff("t.deep"),
} as const satisfies Readonly<Record<string, Person>>;

export type PersonName = keyof typeof people;

/** Active Directory's number where the password is right and the account may not sign in all the same. */
export const refusals = {
  locked: "775",
  expired: "701",
  disabled: "533",
  mustChange: "773",
  passwordExpired: "532",
  hours: "530",
  workstations: "531",
} as const satisfies Partial<Readonly<Record<PersonName, string>>>;

export const computers = ["SYNC01", "SYNC02", "SYNC03", "WEB01", "SQL01"] as const;

export const personDn = ({ baseDn }: Forest, key: PersonName): string =>
  `CN=${people[key].name},${people[key].unit},${baseDn}`;
export const computerDn = ({ baseDn }: Forest, name: string): string =>
  `CN=${name},${units.servers},${baseDn}`;
export const groupDn = ({ baseDn }: Forest, name: string): string => `CN=${name},${units.groups},${baseDn}`;

/** As a password is written: in quotes, in UTF-16. */
const unicodePwd = Buffer.from(`"${password}"`, "utf16le");

const unit = ({ baseDn }: Forest, below: string): string =>
  added(`${below},${baseDn}`, { objectClass: "organizationalUnit" });

export const departments = ["Sales", "IT", "Finance", "HR", "Berlin"] as const;

/** Every unit; a unit before what is in it. */
export const unitsLdif = (forest: Forest): string =>
  [
    ...["OU=Corp", units.admins, units.servers, units.groups],
    ...departments.map((name) => `OU=${name},OU=Corp`),
  ]
    .map((one) => unit(forest, one))
    .join("");

const person = (forest: Forest, key: PersonName): string => {
  const { name, more }: Person = people[key];
  return added(personDn(forest, key), {
    objectClass: "user",
    sAMAccountName: name,
    userPrincipalName: `${name}@${forest.name}`,
    userAccountControl: flags.normal,
    unicodePwd,
    ...more,
  });
};

/** Bits of msDS-SupportedEncryptionTypes: RC4, AES128, AES256 ([MS-KILE] 2.2.7). */
const encryption: Readonly<Record<string, number>> = { SYNC01: 28, SYNC02: 24, SYNC03: 4 };

const computer = (forest: Forest, name: string): string => {
  const dnsName = `${name.toLowerCase()}.${forest.name}`;
  const types = encryption[name];
  return added(computerDn(forest, name), {
    objectClass: "computer",
    sAMAccountName: `${name}$`,
    userAccountControl: flags.computer,
    dNSHostName: dnsName,
    servicePrincipalName: [`HOST/${name}`, `HOST/${dnsName}`],
    operatingSystem: "Windows Server 2022 Standard",
    operatingSystemVersion: "10.0 (20348)",
    unicodePwd,
    ...(types === undefined ? {} : { "msDS-SupportedEncryptionTypes": types }),
  });
};

/** A policy of its own for one account: after a second its password is too old. [MS-ADTS] 6.1.4.7, intervals in -100 ns. */
const passwordPolicy = (forest: Forest): string =>
  added(`CN=Short,CN=Password Settings Container,CN=System,${forest.baseDn}`, {
    objectClass: "msDS-PasswordSettings",
    "msDS-PasswordSettingsPrecedence": 1,
    "msDS-PasswordReversibleEncryptionEnabled": "FALSE",
    "msDS-PasswordHistoryLength": 0,
    "msDS-PasswordComplexityEnabled": "TRUE",
    "msDS-MinimumPasswordLength": 7,
    "msDS-MinimumPasswordAge": 0,
    "msDS-MaximumPasswordAge": -10_000_000,
    "msDS-LockoutThreshold": 0,
    "msDS-LockoutObservationWindow": -18_000_000_000,
    "msDS-LockoutDuration": -18_000_000_000,
    "msDS-PSOAppliesTo": personDn(forest, "passwordExpired"),
  });

const isPersonName = (name: string): name is PersonName => name in people;
export const personNames: readonly PersonName[] = Object.keys(people).filter(isPersonName);

export const peopleLdif = (forest: Forest): string =>
  [
    ...personNames.map((key) => person(forest, key)),
    ...computers.map((name) => computer(forest, name)),
    passwordPolicy(forest),
  ].join("");

const member = (forest: Forest, group: string, ...members: readonly string[]): string =>
  changed(`CN=${group},CN=Users,${forest.baseDn}`, "add", { member: members });

/** Who is in the groups that every domain has. */
export const membersLdif = (forest: Forest): string => {
  const dn = (key: PersonName) => personDn(forest, key);
  return [
    member(forest, "Domain Admins", dn("domainAdmin"), dn("both")),
    member(
      forest,
      "Enterprise Admins",
      ...[dn("enterpriseAdmin"), dn("both"), groupDn(forest, "Nested Enterprise Admins")],
    ),
    member(forest, "Protected Users", dn("protected"), groupDn(forest, "Nested Protected Users")),
  ].join("");
};

/** What five wrong passwords leave behind: [MS-ADTS] 3.1.1.5.1.7. Nobody may write it, hence `relax`. */
export const lockLdif = (forest: Forest, at: string): string =>
  changed(personDn(forest, "locked"), "replace", { lockoutTime: at, badPwdCount: 5 });
