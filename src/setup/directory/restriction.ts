/**
 * Whether the rights on an account's own object are what `Set-AADCloudSyncRestrictedPermissions` makes of them: nothing is inherited, SELF
 * keeps what it has, SYSTEM and administrators may do everything, and Enterprise Domain Controllers and Authenticated Users may read
 * ("gMSA PowerShell cmdlets", Microsoft). Pure.
 */
import { maskOf, specific } from "./accessMask.ts";
import type { Ace } from "./ace.ts";
import type { SecurityDescriptor } from "./securityDescriptor.ts";
import { domainAndRid, rids, type Sid } from "./sid.ts";

/** SELF, SYSTEM, and the group Administrators of the controllers: "Security identifiers", Microsoft. */
const mayAll: readonly Sid[] = ["S-1-5-10", "S-1-5-18", "S-1-5-32-544"];
const administrators: readonly number[] = [rids.domainAdmins, rids.enterpriseAdmins];
/** Enterprise Domain Controllers, Authenticated Users. */
const mayRead: readonly Sid[] = ["S-1-5-9", "S-1-5-11"];
const reading = maskOf("list", "listObject", "readProperty", "readControl");

const isMeant = ({ sid, mask }: Ace): boolean => {
  if (sid === null || mayAll.includes(sid)) return true;
  if (mayRead.includes(sid)) return (specific(mask) & ~reading) === 0;
  const rid = domainAndRid(sid)?.rid;
  return rid !== undefined && administrators.includes(rid);
};

/** What keeps the rights from being restricted; nothing of both where they are. */
export interface Restriction {
  readonly inherits: boolean;
  /** Who may do more than the cmdlet leaves, each once; null where there is no list, and everybody may do everything. */
  readonly others: readonly Sid[] | null;
}

export const restrictionOf = ({ isProtected, dacl }: SecurityDescriptor): Restriction => ({
  inherits: !isProtected,
  others: dacl && [
    ...new Set(dacl.filter((ace) => ace.kind === "allow" && !isMeant(ace)).flatMap(({ sid }) => sid ?? [])),
  ],
});

export const isRestricted = ({ inherits, others }: Restriction): boolean => !inherits && others?.length === 0;
