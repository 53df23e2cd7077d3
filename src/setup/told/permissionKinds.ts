/**
 * The kinds of permissions that an agent gives its account in a directory, as Microsoft's page lists them ("gMSA PowerShell
 * cmdlets"), by code. The first alone lets an account read every password's hash. Pure.
 */
import * as l10n from "@vscode/l10n";

const words = {
  replicate: () =>
    l10n.t(
      "Replicating Directory Changes, and Replicating Directory Changes All: reads every object and every password's hash",
    ),
  passwords: () => l10n.t("Reset Password and Unexpire Password of users; write lockoutTime and pwdLastSet"),
  properties: () => l10n.t("Read and write all properties of users, inetOrgPersons, groups and contacts"),
  keys: () =>
    l10n.t("Write mS-DS-ConsistencyGuid of users and groups, msDS-KeyCredentialLink of users and devices"),
  objects: () => l10n.t("Create and delete users and groups; delete groups with all below them"),
  publicFolders: () => l10n.t("Read public folders"),
} satisfies Record<string, () => string>;

export type PermissionKind = keyof typeof words;
export const permissionKinds = Object.keys(words) as readonly PermissionKind[];

const isKind = (code: string): code is PermissionKind => Object.hasOwn(words, code);

/** A kind in the reader's language; what is none stands as it is. */
export const sayPermission = (code: string): string => (isKind(code) ? words[code]() : code);
