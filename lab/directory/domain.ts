/** The entries of a domain, written from what it is like; those that say what domain and forest are stand here. */
import { descriptorBytes } from "./descriptor.ts";
import type { DescribedDomain, Values } from "./described.ts";
import { generalizedTime } from "./directory.ts";
import { entryOf, type Entry } from "./entry.ts";
import { domainDn, escapeName } from "./names.ts";
import { sidOf } from "./sids.ts";
import { writeAccounts, writeControllers, writeGroups } from "./writeAccounts.ts";
import { writeServices } from "./writeServices.ts";
import { top, Writing } from "./writing.ts";

/** Functional level of Windows Server 2016 (MS-ADTS, 6.1.4.2). */
const level = "7";

/** The object itself, and what says that it is one of the forest. */
const writeDomain = (writing: Writing): void => {
  const { domain, dn, configuration, schema } = writing;
  const wellKnown = (guid: string, name: string) => `B:32:${guid}:${name},${dn}`;
  writing.put(dn, "Domain-DNS", {
    ...top("domain", "domainDNS"),
    dc: domain.dns.split(".")[0],
    objectSid: sidOf(domain.sid),
    "msDS-Behavior-Version": level,
    // The PDC emulator (MS-ADTS, 6.1.5.3).
    fSMORoleOwner: domain.controllers.slice(0, 1).map((one) => `CN=NTDS Settings,${writing.serverOf(one)}`),
    // GUID_MANAGED_SERVICE_ACCOUNTS_CONTAINER_W and others (MS-ADTS, 6.1.1.4).
    otherWellKnownObjects: [wellKnown("1EB93889E40C45DF9F0C64D23BBB6237", "CN=Managed Service Accounts")],
    wellKnownObjects: [
      wellKnown("AA312825768811D1ADED00C04FD8D5CD", "CN=Computers"),
      wellKnown("A9D1CA15768811D1ADED00C04FD8D5CD", "CN=Users"),
      wellKnown("A361B2FFFFD211D1AA4B00C04FD7D83A", "OU=Domain Controllers"),
    ],
    nTSecurityDescriptor: descriptorBytes({
      owner: "S-1-5-32-544",
      group: "S-1-5-32-544",
      permissions: domain.permissionsOf?.((account) => writing.sidOf(account)) ?? [],
    }),
    allowedChildClassesEffective: ["container", "user", "group", "msDS-GroupManagedServiceAccount"],
    sDRightsEffective: "15",
  });
  for (const name of ["Users", "Computers"]) writing.put(`CN=${name},${dn}`, "Container", top("container"));
  writing.put(`OU=Domain Controllers,${dn}`, "Organizational-Unit", top("organizationalUnit"));
  writing.put(configuration, "Configuration", top("configuration"));
  writing.put(`CN=Sites,${configuration}`, "Sites-Container", top("sitesContainer"));
  writing.put(schema, "DMD", { ...top("dMD"), objectVersion: String(domain.schemaVersion ?? 88) });
  if (domain.lacksExternalIdAttribute !== true)
    writing.put(`CN=ms-DS-External-Directory-Object-Id,${schema}`, "Attribute-Schema", {
      ...top("attributeSchema"),
      lDAPDisplayName: "msDS-ExternalDirectoryObjectId",
    });
};

const writePartitions = (writing: Writing): void => {
  const { domain, dn, configuration, schema } = writing;
  const partitions = `CN=Partitions,${configuration}`;
  writing.put(partitions, "Cross-Ref-Container", {
    ...top("crossRefContainer"),
    "msDS-Behavior-Version": level,
  });
  const crossReference = (name: string, values: Values) => {
    writing.put(`CN=${escapeName(name)},${partitions}`, "Cross-Ref", {
      ...top("crossRef"),
      Enabled: "TRUE",
      ...values,
    });
  };
  crossReference("Enterprise Configuration", {
    nCName: configuration,
    dnsRoot: domain.forest ?? domain.dns,
    systemFlags: "1",
  });
  crossReference("Enterprise Schema", {
    nCName: schema,
    dnsRoot: domain.forest ?? domain.dns,
    systemFlags: "1",
  });
  const all = [domain, ...(domain.others ?? [])];
  for (const { dns, netBios } of all) {
    const above = all.find((one) => dns.endsWith(`.${one.dns}`));
    // Bit 2 of systemFlags: it is a domain (MS-ADTS, 2.2.10).
    crossReference(netBios, {
      nCName: domainDn(dns),
      dnsRoot: dns,
      nETBIOSName: netBios,
      systemFlags: "3",
      trustParent: above && `CN=${escapeName(above.netBios)},${partitions}`,
    });
  }
  writing.put(`CN=System,${dn}`, "Container", top("container"));
  for (const { dns, netBios, sid } of domain.others ?? [])
    // Both ways, within the forest (MS-ADTS, 6.1.6.7).
    writing.put(`CN=${dns},CN=System,${dn}`, "Trusted-Domain", {
      ...top("leaf", "trustedDomain"),
      trustPartner: dns,
      flatName: netBios,
      trustDirection: "3",
      trustType: "2",
      trustAttributes: "32",
      securityIdentifier: sidOf(sid),
    });
};

/** MS-ADTS, 3.1.1.3.2 "rootDSE Attributes". */
const rootDseOf = (writing: Writing): Entry => {
  const { domain, dn, configuration, schema, forest } = writing;
  const answers = domain.controllers.find(({ name }) => name === domain.answers) ?? domain.controllers[0];
  const { name, site } = answers ?? { name: "DC1", site: "" };
  const host = `${name}.${domain.dns}`.toLowerCase();
  const server = writing.serverOf({ name, site });
  return entryOf("", {
    currentTime: generalizedTime(new Date()),
    configurationNamingContext: configuration,
    defaultNamingContext: dn,
    rootDomainNamingContext: forest,
    schemaNamingContext: schema,
    namingContexts: [dn, configuration, schema],
    subschemaSubentry: `CN=Aggregate,${schema}`,
    dnsHostName: host,
    serverName: server,
    dsServiceName: `CN=NTDS Settings,${server}`,
    ldapServiceName: `${domain.dns}:${name.toLowerCase()}$@${domain.dns.toUpperCase()}`,
    supportedLDAPVersion: ["3", "2"],
    supportedLDAPPolicies: ["MaxPageSize", "MaxValRange", "MaxQueryDuration", "MaxReceiveBuffer"],
    supportedControl: ["1.2.840.113556.1.4.319", "1.2.840.113556.1.4.801", "1.2.840.113556.1.4.1339"],
    supportedExtension: ["1.3.6.1.4.1.1466.20037", "1.3.6.1.4.1.4203.1.11.3"],
    // Active Directory, and Active Directory of Windows Server 2012 or later (MS-ADTS, 3.1.1.3.4.3).
    supportedCapabilities: [
      "1.2.840.113556.1.4.800",
      "1.2.840.113556.1.4.1670",
      "1.2.840.113556.1.4.1791",
      "1.2.840.113556.1.4.1935",
      "1.2.840.113556.1.4.2080",
      "1.2.840.113556.1.4.2237",
    ],
    domainFunctionality: level,
    forestFunctionality: level,
    domainControllerFunctionality: level,
    isSynchronized: "TRUE",
    isGlobalCatalogReady: "TRUE",
  });
};

export const entriesOf = (domain: DescribedDomain): Entry[] => {
  const writing = new Writing(domain);
  writeAccounts(writing);
  writeControllers(writing);
  writeGroups(writing);
  writeServices(writing);
  writeDomain(writing);
  writePartitions(writing);
  return [rootDseOf(writing), ...writing.entries];
};
