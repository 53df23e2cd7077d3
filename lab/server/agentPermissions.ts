/**
 * What Microsoft's pages say that an account of the agent is given in a domain, as entries of an access list. Sources: "Prerequisites for
 * Microsoft Entra Cloud Sync" (the table of custom accounts), "gMSA PowerShell cmdlets" (the types), "Group managed service accounts" (what
 * the installer gives). Identifiers are those of Active Directory Schema and of MS-ADTS, 5.1.3.2.1.
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
  publicFolder: "f0f8ffac-1191-11d0-a060-00aa006c33ed",
} as const;
type ClassName = keyof typeof classes;

const properties = {
  lockoutTime: "28630ebf-41d5-11d1-a9c1-0000f80367c1",
  pwdLastSet: "bf967a0a-0de6-11d0-a285-00aa003049e2",
  consistencyGuid: "23773dc2-b63a-11d2-90e1-00c04fd91ab1",
  keyCredentialLink: "5b47d60f-6090-40b2-9f37-2a4de88f3063",
} as const;

const extendedRights = {
  replicate: "1131f6aa-9c07-11d1-f79f-00c04fc2dcd2",
  replicateAll: "1131f6ad-9c07-11d1-f79f-00c04fc2dcd2",
  resetPassword: "00299570-246d-11d0-a768-00aa006e0529",
  unexpirePassword: "ccc2dc7d-a6ad-4a7a-8846-c04e3cc53501",
} as const;

/** Access masks (MS-ADTS, 5.1.3.2) and ACE flags (MS-DTYP, 2.4.4.1). */
const rights = {
  createAndDeleteChild: 0x3,
  self: 0x8,
  readProperty: 0x10,
  writeProperty: 0x20,
  list: 0x84,
  deleteAll: 0x10040,
  control: 0x100,
  fullControl: 0xf01ff,
} as const;
const inherits = { byAll: 0x2, byDescendantsOnly: 0xa } as const;

type Given = Omit<Permission, "sid">;

const on = (of: ClassName, mask: number, about?: string): Given => ({
  mask,
  inheritedBy: classes[of],
  flags: inherits.byDescendantsOnly,
  ...(about === undefined ? {} : { about }),
});
const onRoot = (right: keyof typeof extendedRights): Given => ({
  mask: rights.control,
  about: extendedRights[right],
});
const createsAndDeletes = (of: "user" | "group"): Given => ({
  mask: rights.createAndDeleteChild,
  about: classes[of],
  flags: inherits.byAll,
});
const reads = (...of: readonly ClassName[]): Given[] => of.map((one) => on(one, rights.readProperty));
const writes = (property: keyof typeof properties, of: ClassName): Given =>
  on(of, rights.writeProperty, properties[property]);

const read = ["device", "inetOrgPerson", "computer", "foreignSecurityPrincipal", "user", "contact"] as const;
const readAndWrite = rights.readProperty | rights.writeProperty;

/** By what the parameter `PermissionType` of `Set-AADCloudSyncPermissions` is called. */
const types: Readonly<Record<string, readonly Given[]>> = {
  BasicRead: [...reads(...read, "group"), onRoot("replicate")],
  PasswordHashSync: [onRoot("replicate"), onRoot("replicateAll")],
  PasswordWriteBack: [
    on("user", rights.control, extendedRights.resetPassword),
    writes("lockoutTime", "user"),
    writes("pwdLastSet", "user"),
    onRoot("unexpirePassword"),
  ],
  HybridExchangePermissions: (["user", "inetOrgPerson", "group", "contact"] as const).map((of) =>
    on(of, readAndWrite),
  ),
  ExchangeMailPublicFolderPermissions: reads("publicFolder"),
  UserGroupCreateDelete: [createsAndDeletes("user"), createsAndDeletes("group")],
};
const everyType = Object.values(types).flat();

const sets: Readonly<Record<string, readonly Given[]>> = {
  ...types,
  All: everyType,
  /** What a custom account must have. */
  documented: [...reads(...read), on("group", rights.fullControl), createsAndDeletes("user")],
  /** What adding a domain gives. */
  installer: [
    ...everyType,
    writes("consistencyGuid", "user"),
    writes("consistencyGuid", "group"),
    writes("keyCredentialLink", "user"),
    writes("keyCredentialLink", "device"),
    on("group", readAndWrite | rights.self | rights.list),
    on("group", rights.createAndDeleteChild),
    on("group", rights.deleteAll),
    on("user", rights.writeProperty | rights.self),
    on("user", rights.createAndDeleteChild),
  ],
};

/** The entries of a set, by its name, for the account of that identifier. */
export const agentPermissions = (sid: string, set: string): Permission[] =>
  (sets[set] ?? []).map((one) => ({ sid, ...one }));
