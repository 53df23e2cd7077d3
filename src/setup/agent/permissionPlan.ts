/** What the service account is to be given, where and by whom, as the plan has it. Pure. */
import type { permissionGivers, SetupPlan } from "../plan.ts";
import { singlePermissions, type PermissionType, type SinglePermission } from "../told/permissionTypes.ts";

/**
 * Reading, and password hashes: enough to synchronise from the directory to the tenant. Microsoft's list of what a custom
 * account must have ("Prerequisites") asks for more: full control of groups, and creating and deleting users.
 */
export const neededPermissions: readonly SinglePermission[] = ["BasicRead", "PasswordHashSync"];

/**
 * With creating and deleting users and groups: as near to Microsoft's list for a custom account ("Prerequisites") as the types come,
 * for full control of groups is in none of them. It is also what an upgrade leaves to be given by hand ("Provision Microsoft Entra ID
 * to Active Directory": permissions are assigned at a clean installation only).
 */
export const listedPermissions: readonly SinglePermission[] = [...neededPermissions, "UserGroupCreateDelete"];

/** The single types that a list of types stands for, in Microsoft's order. */
export const singlesOf = (types: readonly string[]): readonly SinglePermission[] =>
  types.includes("All") ? singlePermissions : singlePermissions.filter((one) => types.includes(one));

/** The same types in the fewest words: where every single one is among them, it is all. */
export const fewestTypes = (types: readonly string[]): readonly PermissionType[] => {
  const singles = singlesOf(types);
  return singles.length === singlePermissions.length ? ["All"] : singles;
};

/** Which types the account is to have. */
export const plannedTypes = ({ permissions }: Pick<SetupPlan, "permissions">): readonly PermissionType[] =>
  fewestTypes(permissions?.types ?? neededPermissions);

type Giver = (typeof permissionGivers)[number];

/** Whose right they are given by: where nobody is named, the least that can be had, an administrator of each domain. */
export const plannedGiver = ({ permissions }: Pick<SetupPlan, "permissions">): Giver =>
  permissions?.givenBy ?? "domainAdmins";
