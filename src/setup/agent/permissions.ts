/** What an administrator gives a custom account, where the agent does not. Pure. */
import type { Attestation, Statement } from "../journal.ts";
import type { permissionTypes } from "../operations/agent.ts";
import type { SetupPlan } from "../plan.ts";

type PermissionsPlan = Pick<SetupPlan, "serviceAccount" | "domains">;

/**
 * Reading, and password hashes: enough to synchronise from the directory to the tenant. Microsoft's list of what a custom
 * account must have ("Prerequisites") asks for more: full control of groups, and creating and deleting users.
 */
export const neededPermissions: readonly (typeof permissionTypes)[number][] = [
  "BasicRead",
  "PasswordHashSync",
];

/** The account a statement about permissions is for: the custom one's name, empty for the created one. */
const accountOf = ({ serviceAccount }: PermissionsPlan): string =>
  serviceAccount?.kind === "custom" ? (serviceAccount.name ?? "").toLowerCase() : "";

const namesOf = ({ domains }: PermissionsPlan): string[] => domains.map(({ name }) => name.toLowerCase());

/**
 * What is said once the planned account has its permissions: in the plan's domains by hand, and by the cmdlet in those that the
 * agent is configured for (Microsoft, "gMSA PowerShell cmdlets"), as far as the record tells which.
 */
export const permissionsStatement = (
  plan: PermissionsPlan,
  how: "cmdlet" | "hand",
  attestations: readonly Attestation[],
): Statement => {
  const configured = attestations.findLast((one) => one.about === "domains");
  const seen = how === "cmdlet" && configured?.about === "domains" ? configured.domains : undefined;
  const domains = seen?.map((name) => name.toLowerCase()) ?? namesOf(plan);
  return { ...permissionsEverywhere(plan), how, domains };
};

/** What is said of an account that somebody prepared in every domain, whichever the plan comes to name. */
export const permissionsEverywhere = (
  plan: PermissionsPlan,
): Extract<Statement, { readonly about: "permissions" }> => ({
  about: "permissions",
  types: [...neededPermissions],
  account: accountOf(plan),
  how: "hand",
});

/**
 * Who last gave the planned account its permissions, or said so, where they are given in each of the plan's domains; what was
 * said of another account or domain does not count. Without domains
 * it was said of every one, and without an account, in an older record, of any.
 */
export const permissionsGiven = (
  plan: PermissionsPlan,
  attestations: readonly Attestation[],
): Attestation | undefined => {
  const given = attestations.filter(
    (one) => one.about === "permissions" && (one.account === undefined || one.account === accountOf(plan)),
  );
  const covers = (one: Attestation, domain: string): boolean =>
    one.about === "permissions" && (one.domains === undefined || one.domains.includes(domain));
  return namesOf(plan).every((domain) => given.some((one) => covers(one, domain))) ? given.at(-1) : undefined;
};
