/**
 * The permission types of `Set-AADCloudSyncPermissions`, by code, with what each allows. Sources: Microsoft, "gMSA PowerShell
 * cmdlets" (which types there are), "Configure AD DS Connector Account Permissions" (what the first five of them allow) and "Group
 * managed service accounts" (what belongs to all). Pure.
 */
import * as l10n from "@vscode/l10n";

export const permissionTypes = [
  "BasicRead",
  "PasswordHashSync",
  "PasswordWriteBack",
  "HybridExchangePermissions",
  "ExchangeMailPublicFolderPermissions",
  "UserGroupCreateDelete",
  "All",
] as const;
export type PermissionType = (typeof permissionTypes)[number];
/** One that is not all of them. */
export type SinglePermission = Exclude<PermissionType, "All">;

const isSingle = (type: PermissionType): type is SinglePermission => type !== "All";
export const singlePermissions: readonly SinglePermission[] = permissionTypes.filter(isSingle);

const words: Readonly<Record<PermissionType, () => string>> = {
  BasicRead: () =>
    l10n.t(
      "reads all properties of users, groups, contacts, computers, devices, inetOrgPersons and foreignSecurityPrincipals",
    ),
  PasswordHashSync: () =>
    l10n.t(
      "Replicating Directory Changes, and Replicating Directory Changes All: reads every object and every password's hash",
    ),
  PasswordWriteBack: () =>
    l10n.t("resets users' passwords, writes lockoutTime and pwdLastSet, and unexpires passwords"),
  HybridExchangePermissions: () =>
    l10n.t("reads and writes all properties of users, inetOrgPersons, groups and contacts"),
  ExchangeMailPublicFolderPermissions: () => l10n.t("reads all properties of mail-enabled public folders"),
  UserGroupCreateDelete: () =>
    l10n.t(
      "creates and deletes users and groups, in the whole domain; not those that AdminSDHolder protects",
    ),
  All: () =>
    l10n.t(
      "everything there is: reads every object and every password's hash, resets passwords, writes all properties of users and groups, creates and deletes both",
    ),
};

const isType = (code: string): code is PermissionType => Object.hasOwn(words, code);

/** What a type allows, in the reader's language. */
export const permissionWords = (type: PermissionType): string => words[type]();

/** A type with what it allows; what is none stands as it is. */
export const sayPermissionType = (code: string): string =>
  isType(code) ? l10n.t("{0} ({1})", code, permissionWords(code)) : code;
