/**
 * Controllers that are objects in the directory and nothing else: 49 over 10 sites, and the remains of some that are gone. What a
 * controller's objects hold: [MS-ADTS] 6.1.1.2.2.1 (sites), 6.1.1.3 (computers).
 */
import { randomUUID } from "node:crypto";
import { addressRecord, nameDn, serviceRecord } from "./dnsRecords.ts";
import { configurationOf, dnsNameOf, type Forest } from "./forests.ts";
import { added, changed } from "./ldif.ts";

const firstSite = "Default-First-Site-Name";
/** The first one is there from the start. */
export const sites = [
  firstSite,
  ...["Redmond", "London", "Berlin", "Tokyo", "São Paulo", "Sydney", "Nairobi", "Toronto", "Mumbai"],
] as const;

interface OperatingSystem {
  readonly name: string;
  readonly version: string;
  /** msDS-Behavior-Version, [MS-ADTS] 6.1.4.2. */
  readonly level: number;
}

const current: OperatingSystem = {
  name: "Windows Server 2022 Datacenter",
  version: "10.0 (20348)",
  level: 7,
};
const systems: readonly OperatingSystem[] = [
  current,
  { name: "Windows Server 2019 Standard", version: "10.0 (17763)", level: 7 },
  { name: "Windows Server 2016 Standard", version: "10.0 (14393)", level: 7 },
  { name: "Windows Server 2012 R2 Standard", version: "6.3 (9600)", level: 6 },
  { name: "Windows Server 2008 R2 Enterprise", version: "6.1 (7601)", level: 4 },
];

export interface ControllerObject {
  readonly host: string;
  readonly site: string;
  readonly system: OperatingSystem;
  readonly isReadOnly: boolean;
  readonly isGlobalCatalog: boolean;
}

/** `FDC02` to `FDC50`: every tenth is read-only, every third no global catalog, every fifth older than 2012. */
export const controllerObjects: readonly ControllerObject[] = Array.from({ length: 49 }, (_, at) => {
  const number = at + 2;
  const isReadOnly = number % 10 === 0;
  return {
    host: `FDC${String(number).padStart(2, "0")}`,
    site: sites[number % sites.length] ?? firstSite,
    system: systems[number % systems.length] ?? current,
    isReadOnly,
    isGlobalCatalog: isReadOnly || number % 3 !== 0,
  };
});

const remains = (host: string): ControllerObject => ({
  host,
  site: firstSite,
  system: current,
  isReadOnly: false,
  isGlobalCatalog: true,
});
/** Controllers of which a part is missing. */
export const gone = {
  /** A server in its site, with a computer, that is no directory service agent any more. */
  withoutAgent: remains("GONE1"),
  /** A directory service agent whose computer has been deleted. */
  withoutComputer: remains("GONE2"),
  /** A name in DNS, of which the directory knows nothing. */
  inDnsAlone: remains("GONE3"),
} as const;

/** ADS_USER_FLAG: SERVER_TRUST_ACCOUNT and TRUSTED_FOR_DELEGATION; of a read-only one WORKSTATION_TRUST_ACCOUNT,
 * TRUSTED_TO_AUTH_FOR_DELEGATION, PARTIAL_SECRETS_ACCOUNT. The group is Domain Controllers, or Read-only Domain Controllers. */
const kinds = {
  writable: { flags: 0x82000, group: 516, category: "NTDS-DSA" },
  readOnly: { flags: 0x5001000, group: 521, category: "NTDS-DSA-RO" },
} as const;
const kindOf = ({ isReadOnly }: ControllerObject) => kinds[isReadOnly ? "readOnly" : "writable"];

/** Options of an agent: [MS-ADTS] 6.1.1.2.2.1.2.1.1. The last two of a read-only one: it gives and takes no changes on its own. */
const options = { globalCatalog: 0x1, readOnly: 0x24 } as const;

export const controllerDn = ({ baseDn }: Forest, host: string): string =>
  `CN=${host},OU=Domain Controllers,${baseDn}`;
const siteDn = (forest: Forest, site: string): string => `CN=${site},CN=Sites,${configurationOf(forest)}`;
const serverDn = (forest: Forest, { host, site }: ControllerObject): string =>
  `CN=${host},CN=Servers,${siteDn(forest, site)}`;

const site = (forest: Forest, name: string): string =>
  [
    added(siteDn(forest, name), { objectClass: "site" }),
    added(`CN=Servers,${siteDn(forest, name)}`, { objectClass: "serversContainer" }),
    added(`CN=NTDS Site Settings,${siteDn(forest, name)}`, { objectClass: "nTDSSiteSettings" }),
  ].join("");

const computer = (forest: Forest, one: ControllerObject): string => {
  const name = dnsNameOf(forest, one.host);
  const { flags, group } = kindOf(one);
  return added(controllerDn(forest, one.host), {
    objectClass: "computer",
    sAMAccountName: `${one.host}$`,
    userAccountControl: flags,
    primaryGroupID: group,
    dNSHostName: name,
    operatingSystem: one.system.name,
    operatingSystemVersion: one.system.version,
    servicePrincipalName: [`ldap/${name}`, `GC/${name}/${forest.name}`],
  });
};

const server = (forest: Forest, one: ControllerObject, hasComputer = true): string =>
  added(serverDn(forest, one), {
    objectClass: "server",
    dNSHostName: dnsNameOf(forest, one.host),
    ...(hasComputer ? { serverReference: controllerDn(forest, one.host) } : {}),
  });

const agent = (forest: Forest, one: ControllerObject): string => {
  const configuration = configurationOf(forest);
  const schema = `CN=Schema,${configuration}`;
  return added(`CN=NTDS Settings,${serverDn(forest, one)}`, {
    objectClass: "nTDSDSA",
    objectCategory: `CN=${kindOf(one).category},${schema}`,
    options: (one.isGlobalCatalog ? options.globalCatalog : 0) | (one.isReadOnly ? options.readOnly : 0),
    invocationId: randomUUID(),
    "msDS-Behavior-Version": one.system.level,
    // Its name and its place are the system's.
    systemFlags: 0x2000000,
    dMDLocation: schema,
    "msDS-HasDomainNCs": forest.baseDn,
    "msDS-hasMasterNCs": [forest.baseDn, configuration, schema],
  });
};

/** Names of all but the real one; their addresses are those of documents (RFC 5737), where nobody answers. */
const names = (forest: Forest): string => {
  const named = [...controllerObjects, ...Object.values(gone)].map(({ host }) => host);
  const addresses = named.map((host, at) =>
    added(nameDn(forest, host.toLowerCase()), {
      objectClass: "dnsNode",
      dnsRecord: addressRecord(`192.0.2.${at + 1}`),
    }),
  );
  const services = named.map((host) => serviceRecord(389, dnsNameOf(forest, host)));
  const zone = `DC=_msdcs.${forest.name},CN=MicrosoftDNS,DC=ForestDnsZones,${forest.baseDn}`;
  return [...addresses, changed(`DC=_ldap._tcp.dc,${zone}`, "add", { dnsRecord: services })].join("");
};

/** What only the system may add: written with `relax`. */
export const controllersLdif = (forest: Forest): string =>
  [
    ...sites.filter((name) => name !== firstSite).map((name) => site(forest, name)),
    ...controllerObjects.map((one) => computer(forest, one) + server(forest, one) + agent(forest, one)),
    computer(forest, gone.withoutAgent) + server(forest, gone.withoutAgent),
    server(forest, gone.withoutComputer, false) + agent(forest, gone.withoutComputer),
    names(forest),
  ].join("");
