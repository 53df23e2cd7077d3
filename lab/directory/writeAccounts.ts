/** The users, computers and groups of a described domain, and its controllers with their places in the configuration. */
import { fileTime } from "./accounts.ts";
import type { OtherDomain } from "./described.ts";
import { domainDn, escapeName } from "./names.ts";
import { sidOf } from "./sids.ts";
import { top, type Writing } from "./writing.ts";

/** Group types (MS-ADTS, 2.2.12). */
const globalGroup = "-2147483646";
const universalGroup = "-2147483640";
/** Of userAccountControl (MS-ADTS, 2.2.16). */
export const control = { user: 0x200, computer: 0x1000, controller: 0x82000, readOnly: 0x5001000 } as const;

/** Well-known groups of a domain, with their relative identifiers (Well-known SIDs). */
const wellKnownGroups = [
  { name: "Domain Admins", rid: 512, groupType: globalGroup },
  { name: "Domain Users", rid: 513, groupType: globalGroup },
  { name: "Domain Computers", rid: 515, groupType: globalGroup },
  { name: "Domain Controllers", rid: 516, groupType: globalGroup },
  { name: "Schema Admins", rid: 518, groupType: universalGroup },
  { name: "Enterprise Admins", rid: 519, groupType: universalGroup },
  { name: "Read-only Domain Controllers", rid: 521, groupType: globalGroup },
  { name: "Protected Users", rid: 525, groupType: globalGroup },
] as const;

export const writeGroups = (writing: Writing): void => {
  const { domain, dn } = writing;
  const described = [...wellKnownGroups, ...(domain.groups ?? [])];
  const members = (group: string): string[] => {
    const all = [
      ...domain.users,
      ...(domain.groups ?? []),
      ...(domain.computers ?? []).map((computer) => ({ ...computer, name: `${computer.name}$` })),
    ];
    return all.filter(({ groups }) => groups?.includes(group)).map(({ name }) => writing.dnOf(name));
  };
  const dnOfGroup = (name: string) => `CN=${escapeName(name)},CN=Users,${dn}`;
  // Groups may be in groups that are described after them: first all names, then all members.
  for (const group of domain.groups ?? [])
    writing.account(dnOfGroup(group.name), "Group", group, { ...top("group"), groupType: globalGroup });
  for (const group of wellKnownGroups)
    writing.account(dnOfGroup(group.name), "Group", group, { ...top("group"), groupType: group.groupType });
  for (const [at, entry] of writing.entries.entries()) {
    const group = described.find(({ name }) => dnOfGroup(name) === entry.dn);
    const found = group ? members(group.name) : [];
    if (found.length > 0)
      writing.entries[at] = {
        dn: entry.dn,
        attributes: [...entry.attributes, { name: "member", values: found.map((one) => Buffer.from(one)) }],
      };
  }
  const builtin = `CN=Builtin,${dn}`;
  writing.put(builtin, "Builtin-Domain", top("builtinDomain"));
  writing.put(`CN=Administrators,${builtin}`, "Group", {
    ...top("group"),
    sAMAccountName: "Administrators",
    objectSid: sidOf("S-1-5-32-544"),
    groupType: "-2147483643",
    member: [dnOfGroup("Domain Admins"), dnOfGroup("Enterprise Admins")],
  });
};

export const writeAccounts = (writing: Writing): void => {
  const { domain, dn } = writing;
  for (const user of domain.users)
    writing.account(`CN=${escapeName(user.name)},CN=Users,${dn}`, "Person", user, {
      ...top("person", "organizationalPerson", "user"),
      userAccountControl: String(control.user),
      userPrincipalName: `${user.name}@${domain.dns}`,
      primaryGroupID: "513",
      accountExpires: "9223372036854775807",
      pwdLastSet: fileTime(new Date(Date.UTC(2026, 0, 8))),
      lockoutTime: "0",
    });
  for (const computer of domain.computers ?? [])
    writing.account(
      `CN=${escapeName(computer.name)},CN=Computers,${dn}`,
      "Computer",
      { ...computer, name: `${computer.name}$` },
      {
        ...top("person", "organizationalPerson", "user", "computer"),
        userAccountControl: String(control.computer),
        dNSHostName: `${computer.name}.${domain.dns}`.toLowerCase(),
        primaryGroupID: "515",
        "msDS-SupportedEncryptionTypes": "28",
      },
    );
};

/** The controllers of a domain as the configuration has them, which every domain of the forest holds. */
const writeServers = (writing: Writing, of: Required<Pick<OtherDomain, "dns" | "controllers">>): void => {
  const { configuration, schema } = writing;
  const dn = domainDn(of.dns);
  for (const one of of.controllers) {
    const server = writing.serverOf(one);
    writing.put(server, "Server", {
      ...top("server"),
      dNSHostName: `${one.name}.${of.dns}`.toLowerCase(),
      serverReference: `CN=${escapeName(one.name)},OU=Domain Controllers,${dn}`,
    });
    writing.put(
      `CN=NTDS Settings,${server}`,
      one.isReadOnly === true ? "NTDS-DSA-RO" : "NTDS-DSA",
      // Bit 1 of options: it is a global catalog (MS-ADTS, 6.1.1.2.2.1.2.1.1).
      {
        ...top("applicationSettings", one.isReadOnly === true ? "nTDSDSARO" : "nTDSDSA"),
        options: one.isCatalog === false ? "0" : "1",
        "msDS-HasDomainNCs": dn,
        "msDS-hasMasterNCs": one.isReadOnly === true ? undefined : [dn, configuration, schema],
      },
    );
  }
};

export const writeControllers = (writing: Writing): void => {
  const { domain, dn, configuration } = writing;
  const sites = `CN=Sites,${configuration}`;
  const all = [domain, ...(domain.others ?? [])].map(({ dns, controllers = [] }) => ({ dns, controllers }));
  for (const site of new Set(all.flatMap(({ controllers }) => controllers.map((one) => one.site)))) {
    writing.put(`CN=${escapeName(site)},${sites}`, "Site", top("site"));
    writing.put(`CN=Servers,CN=${escapeName(site)},${sites}`, "Servers-Container", top("serversContainer"));
  }
  for (const one of domain.controllers)
    writing.account(
      `CN=${escapeName(one.name)},OU=Domain Controllers,${dn}`,
      "Computer",
      { name: `${one.name}$` },
      {
        ...top("person", "organizationalPerson", "user", "computer"),
        userAccountControl: String(one.isReadOnly === true ? control.readOnly : control.controller),
        dNSHostName: `${one.name}.${domain.dns}`.toLowerCase(),
        operatingSystem: one.operatingSystem ?? "Windows Server 2022 Standard",
        operatingSystemVersion: "10.0 (20348)",
        primaryGroupID: one.isReadOnly === true ? "521" : "516",
        "msDS-isRODC": one.isReadOnly === true ? "TRUE" : "FALSE",
        "msDS-isGC": one.isCatalog === false ? "FALSE" : "TRUE",
        "msDS-SiteName": one.site,
      },
    );
  for (const one of all) writeServers(writing, one);
};
