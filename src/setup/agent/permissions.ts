/** Which permissions the account has by what persons and cmdlets said, and which calls give what it lacks. Pure. */
import type { Attestation } from "../journal.ts";
import { isSameAccount } from "./account.ts";
import type { Statement } from "../statement.ts";
import type { SetupPlan } from "../plan.ts";
import type { PermissionType, SinglePermission } from "../told/permissionTypes.ts";
import { fewestTypes, plannedGiver, plannedTypes, singlesOf } from "./permissionPlan.ts";

type PermissionsPlan = Pick<SetupPlan, "serviceAccount" | "domains" | "permissions">;
type Given = Extract<Statement, { readonly about: "permissions" }>;

/** The account a statement about permissions is for: the custom one's name, empty for the created one. */
const accountOf = ({ serviceAccount }: Pick<SetupPlan, "serviceAccount">): string =>
  serviceAccount?.kind === "custom" ? (serviceAccount.name ?? "").toLowerCase() : "";

const lower = (domains: readonly string[]): string[] => domains.map((name) => name.toLowerCase());
const namesOf = ({ domains }: PermissionsPlan): string[] => lower(domains.map(({ name }) => name));

/** What is said of an account that somebody prepared in every domain, whichever the plan comes to name. */
export const permissionsEverywhere = (plan: PermissionsPlan): Given => ({
  about: "permissions",
  types: [...plannedTypes(plan)],
  account: accountOf(plan),
  how: "hand",
});

/** What is said once somebody gave the planned account its permissions by hand, in the plan's domains. */
export const permissionsByHand = (plan: PermissionsPlan): Given => ({
  ...permissionsEverywhere(plan),
  domains: namesOf(plan),
});

/** A call of the cmdlet: one type, in one domain, or with an empty one in every domain that the agent is configured for. */
export interface PermissionCall {
  readonly type: PermissionType;
  readonly domain: string;
  /** Where it gives the type, as far as that is known. */
  readonly gives: readonly string[];
}

/** What is said once a call of the cmdlet has ended. `givenBy`: whose right it was. */
export const permissionsByCmdlet = (
  plan: PermissionsPlan,
  { type, gives }: PermissionCall,
  givenBy: string,
): Given => ({
  about: "permissions",
  types: [type],
  account: accountOf(plan),
  how: "cmdlet",
  domains: lower(gives),
  givenBy,
});

/** What was said of the planned account; without an account, in an older record, it was said of any. */
const saidOf = (plan: PermissionsPlan, attestations: readonly Attestation[]) =>
  attestations.filter(
    (one): one is Extract<Attestation, { readonly about: "permissions" }> =>
      one.about === "permissions" && (one.account === undefined || one.account === accountOf(plan)),
  );

/** Whether a type was given in a domain. Without domains it was said of every one. */
const isGiven = (given: readonly Given[], type: PermissionType, domain: string): boolean => {
  const there = given.filter(
    ({ domains }) => domains === undefined || domains.includes(domain.toLowerCase()),
  );
  const has = singlesOf(there.flatMap(({ types }) => types));
  return singlesOf([type]).every((one) => has.includes(one));
};

/**
 * Who last gave the planned account its permissions, or said so, where each is given in each of the plan's domains; what was
 * said of another account or domain does not count.
 */
export const permissionsGiven = (
  plan: PermissionsPlan,
  attestations: readonly Attestation[],
): Attestation | undefined => {
  const given = saidOf(plan, attestations);
  const types = plannedTypes(plan);
  return namesOf(plan).every((domain) => types.every((type) => isGiven(given, type, domain)))
    ? given.at(-1)
    : undefined;
};

/** The domains that the agent is configured for, as far as the record tells; undefined where it does not. */
const configuredIn = (attestations: readonly Attestation[]): readonly string[] | undefined => {
  const seen = attestations.findLast((one) => one.about === "domains");
  return seen?.about === "domains" ? seen.domains : undefined;
};

/** What was seen to be there, whole, by the domain's name in small letters; a domain that was not read has no entry. */
export type SeenPermissions = ReadonlyMap<string, readonly SinglePermission[]>;

/** The single types of the plan that the account lacks in a domain: as the directory shows, else as it was said. */
const lackedIn =
  (plan: PermissionsPlan, attestations: readonly Attestation[], seen: SeenPermissions) =>
  (domain: string): readonly SinglePermission[] => {
    const given = saidOf(plan, attestations);
    const there = seen.get(domain.toLowerCase());
    return singlesOf(plannedTypes(plan)).filter((type) =>
      there === undefined ? !isGiven(given, type, domain) : !there.includes(type),
    );
  };

/**
 * The calls that give what is left, one after the other: what an earlier one gave, or what the directory shows to be there, is not
 * given again. Those of one domain stand together. An Enterprise Admin gives a type at once in every domain that the agent is configured
 * for, where each of them lacks it (Microsoft, "gMSA PowerShell cmdlets"), else singly in those that lack it.
 */
export const permissionCalls = (
  plan: PermissionsPlan,
  attestations: readonly Attestation[],
  seen: SeenPermissions = new Map(),
): readonly PermissionCall[] => {
  const planned = plan.domains.map(({ name }) => name);
  const byForest = plannedGiver(plan) === "enterpriseAdmin";
  const configured = (byForest ? configuredIn(attestations) : undefined) ?? planned;
  const known = lower(configured);
  const isConfigured = (domain: string): boolean => known.includes(domain.toLowerCase());
  const lacked = lackedIn(plan, attestations, seen);
  const [first = [], ...others] = byForest ? configured.map(lacked) : [];
  const atOnce = first.filter((type) => others.every((types) => types.includes(type)));
  const singly = [...configured, ...planned.filter((domain) => !isConfigured(domain))].flatMap((domain) =>
    fewestTypes(lacked(domain).filter((type) => !(isConfigured(domain) && atOnce.includes(type)))).map(
      (type) => ({ type, domain, gives: [domain] }),
    ),
  );
  return [...fewestTypes(atOnce).map((type) => ({ type, domain: "", gives: configured })), ...singly];
};

/** Who restricted the rights on the account's own object, where that was done to the account that the agent runs as. */
export const accountRestricted = (
  account: string | undefined,
  attestations: readonly Attestation[],
): Attestation | undefined =>
  attestations.findLast(
    (one) =>
      one.about === "accountRestricted" && account !== undefined && isSameAccount(one.account, account),
  );
