/** What must be known of attributes to compare and to return them (Microsoft, Active Directory Schema). */

const set = (...names: readonly string[]): ReadonlySet<string> =>
  new Set(names.map((name) => name.toLowerCase()));

/** Values are distinguished names: Object(DS-DN), 2.5.5.1. */
const names = set(
  "distinguishedName",
  "member",
  "memberOf",
  "manager",
  "objectCategory",
  "defaultObjectCategory",
  "nCName",
  "serverReference",
  "serverReferenceBL",
  "fSMORoleOwner",
  "hasMasterNCs",
  "msDS-hasMasterNCs",
  "msDS-HasDomainNCs",
  "msDS-hasFullReplicaNCs",
  "msDS-HostServiceAccount",
  "msDS-HostServiceAccountBL",
  "siteObject",
  "siteList",
  "masteredBy",
  "msDS-KrbTgtLink",
  "trustParent",
  "rootTrust",
);

/** Values are bytes: String(Octet) 2.5.5.10, String(Sid) 2.5.5.17, String(NT-Sec-Desc) 2.5.5.15. */
const bytes = set(
  "objectGUID",
  "objectSid",
  "sIDHistory",
  "tokenGroups",
  "schemaIDGUID",
  "attributeSecurityGUID",
  "securityIdentifier",
  "nTSecurityDescriptor",
  "msDS-GroupMSAMembership",
  "logonHours",
  "invocationId",
  "msKds-KDFParam",
  "msKds-RootKeyData",
  "msDS-ManagedPasswordId",
);

/**
 * Computed when they are asked for by name, and in no answer that names none (MS-ADTS, 3.1.1.4.5 "Constructed attributes"). Entries
 * hold what would be computed.
 */
const constructed = set(
  "tokenGroups",
  "tokenGroupsGlobalAndUniversal",
  "allowedAttributes",
  "allowedAttributesEffective",
  "allowedChildClasses",
  "allowedChildClassesEffective",
  "canonicalName",
  "createTimeStamp",
  "modifyTimeStamp",
  "sDRightsEffective",
  "structuralObjectClass",
  "msDS-Approx-Immed-Subordinates",
  "msDS-isGC",
  "msDS-isRODC",
  "msDS-SiteName",
  "msDS-KeyVersionNumber",
  "msDS-PrincipalName",
  "msDS-ReplAttributeMetaData",
  "msDS-ReplValueMetaData",
  "msDS-ResultantPSO",
  "msDS-User-Account-Control-Computed",
  "msDS-UserPasswordExpiryTimeComputed",
);

/** Back links, each with the link that it is computed from (MS-ADTS, 3.1.1.1.6). */
export const backLinks: ReadonlyMap<string, string> = new Map([
  ["memberOf", "member"],
  ["serverReferenceBL", "serverReference"],
  ["msDS-HostServiceAccountBL", "msDS-HostServiceAccount"],
]);

export const isName = (attribute: string): boolean => names.has(attribute.toLowerCase());
export const isBytes = (attribute: string): boolean => bytes.has(attribute.toLowerCase());
export const isConstructed = (attribute: string): boolean => constructed.has(attribute.toLowerCase());
