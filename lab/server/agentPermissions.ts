/**
 * What an account of the agent must be given in a domain, as entries of an access list. Source: Microsoft, "Prerequisites for Microsoft
 * Entra Cloud Sync", the table of custom gMSAs. Identifiers of classes are the schemaIDGUIDs of Active Directory Schema.
 */
import type { Permission } from "../directory/descriptor.ts";

const classes = {
  user: "bf967aba-0de6-11d0-a285-00aa003049e2",
  group: "bf967a9c-0de6-11d0-a285-00aa003049e2",
  computer: "bf967a86-0de6-11d0-a285-00aa003049e2",
  contact: "5cb41ed0-0e4c-11d0-a286-00aa003049e2",
  device: "bf967a8e-0de6-11d0-a285-00aa003049e2",
  inetOrgPerson: "4828cc14-1437-45bc-9b07-ad6f015e5f28",
  foreignSecurityPrincipal: "89e31c12-8530-11d0-afda-00c04fd930c9",
} as const;

/** Access masks (MS-ADTS, 5.1.3.2) and ACE flags (MS-DTYP, 2.4.4.1). */
const rights = { readProperty: 0x10, createAndDeleteChild: 0x3, fullControl: 0xf01ff } as const;
const inherits = { byAll: 0x2, byDescendantsOnly: 0xa } as const;

const readBy = [
  "device",
  "inetOrgPerson",
  "computer",
  "foreignSecurityPrincipal",
  "user",
  "contact",
] as const;

export const agentPermissions = (sid: string): Permission[] => [
  ...readBy.map((name) => ({
    sid,
    mask: rights.readProperty,
    inheritedBy: classes[name],
    flags: inherits.byDescendantsOnly,
  })),
  { sid, mask: rights.fullControl, inheritedBy: classes.group, flags: inherits.byDescendantsOnly },
  { sid, mask: rights.createAndDeleteChild, about: classes.user, flags: inherits.byAll },
];
