/** What an administrator gives a custom account, where the agent does not. Pure. */
import type { Attestation, Statement } from "../journal.ts";
import type { permissionTypes } from "../operations/agent.ts";
import type { SetupPlan } from "../plan.ts";

type Planned = Pick<SetupPlan, "serviceAccount">;

/**
 * Reading, and password hashes: enough to synchronise from the directory to the tenant. Microsoft's list of what a custom
 * account must have ("Prerequisites") asks for more: full control of groups, and creating and deleting users.
 */
export const neededPermissions: readonly (typeof permissionTypes)[number][] = [
  "BasicRead",
  "PasswordHashSync",
];

/** The account a statement about permissions is for: the custom one's name, empty for the created one. */
const accountOf = ({ serviceAccount }: Planned): string =>
  serviceAccount?.kind === "custom" ? (serviceAccount.name ?? "").toLowerCase() : "";

/** What is said once the planned account has its permissions. */
export const permissionsStatement = (plan: Planned, how: "cmdlet" | "hand"): Statement => ({
  about: "permissions",
  types: [...neededPermissions],
  account: accountOf(plan),
  how,
});

/** Who gave the planned account its permissions, or said so; what was said of another account does not count. */
export const permissionsGiven = (
  plan: Planned,
  attestations: readonly Attestation[],
): Attestation | undefined =>
  attestations.findLast(
    (one) => one.about === "permissions" && (one.account === undefined || one.account === accountOf(plan)),
  );
