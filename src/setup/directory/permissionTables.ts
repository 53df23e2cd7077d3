/**
 * Microsoft's tables of what the agent's account may do at the root of a domain, as data. Sources: "Group managed service accounts"
 * (https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/gmsa-cloud-sync) and "gMSA PowerShell cmdlets"
 * (https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-gmsa-cmdlets). Pure.
 */
import type { PermissionKind } from "../told/permissionKinds.ts";
import type { SinglePermission } from "../told/permissionTypes.ts";
import {
  createsDeletes,
  createsDeletesChildren,
  deletesTree,
  fullControl,
  genericReadWrite,
  genericWrite,
  hasRight,
  hasRightOn,
  readAll,
  readWriteAll,
  writes,
  type DocumentedEntry,
} from "./documentedEntry.ts";

/** What a custom account must have: the eight entries of "Using a custom gMSA account". */
export const customAccountTable: readonly DocumentedEntry[] = [
  readAll("device"),
  readAll("inetOrgPerson"),
  readAll("computer"),
  readAll("foreignSecurityPrincipal"),
  fullControl("group"),
  readAll("user"),
  readAll("contact"),
  createsDeletes("user"),
];

const replicate = hasRight("Replicating Directory Changes");
const replicateAll = hasRight("Replicating Directory Changes All");
const mailboxes = [
  readWriteAll("user"),
  readWriteAll("inetOrgPerson"),
  readWriteAll("group"),
  readWriteAll("contact"),
];

/**
 * What each type of `Set-AADCloudSyncPermissions` gives. Of UserGroupCreateDelete the two pages differ: that of the cmdlets, the newer one,
 * has creating and deleting users and groups everywhere; the other also says generic write. The newer one stands here.
 */
export const permissionTypeTables: Readonly<Record<SinglePermission, readonly DocumentedEntry[]>> = {
  BasicRead: [
    readAll("device"),
    readAll("inetOrgPerson"),
    readAll("computer"),
    readAll("foreignSecurityPrincipal"),
    readAll("group"),
    readAll("user"),
    readAll("contact"),
    replicate,
  ],
  PasswordHashSync: [replicate, replicateAll],
  PasswordWriteBack: [
    hasRightOn("Reset Password", "user"),
    writes("lockoutTime", "user"),
    writes("pwdLastSet", "user"),
    hasRight("Unexpire Password"),
  ],
  HybridExchangePermissions: mailboxes,
  ExchangeMailPublicFolderPermissions: [readAll("publicFolder")],
  UserGroupCreateDelete: [createsDeletes("user"), createsDeletes("group")],
};

/** What an installation gives, by the kinds in which its list of changes names them. */
export const installerTables: Readonly<Record<PermissionKind, readonly DocumentedEntry[]>> = {
  replicate: [replicate, replicateAll],
  passwords: permissionTypeTables.PasswordWriteBack,
  properties: mailboxes,
  keys: [
    writes("mS-DS-ConsistencyGuid", "user"),
    writes("mS-DS-ConsistencyGuid", "group"),
    // These two in forests of Windows Server 2016 and later.
    writes("msDS-KeyCredentialLink", "user"),
    writes("msDS-KeyCredentialLink", "device"),
  ],
  objects: [
    genericReadWrite("group"),
    createsDeletesChildren("group"),
    deletesTree("group"),
    genericWrite("user"),
    createsDeletesChildren("user"),
  ],
  publicFolders: permissionTypeTables.ExchangeMailPublicFolderPermissions,
};
