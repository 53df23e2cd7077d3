/** Which account should the agent's service run as? */
import { accountName } from "../directory/accountName.ts";
import { nameOf, valueAt } from "../directory/distinguishedName.ts";
import type { SetupPlan } from "../plan.ts";

/** Microsoft's pages call the default account provAgentgMSA$; what is created is pGMSA_ with eight hex digits : its pages on failures show it. */
const defaultAccount = /^(?:provAgentgMSA|pGMSA_[0-9a-f]+)\$$/iu;

/** The name without its domain, in whatever form it is: a service's account is written as whoever set it wrote it. */
export const withoutDomain = (account: string): string => {
  const name = accountName(account);
  return name.form === "dn" ? (valueAt(nameOf(name.dn) ?? [], 0, "CN") ?? account) : name.account;
};

/** Whether two names, in whatever form, are of one account of the server's domain. The `$` is part of a name. */
export const isSameAccount = (one: string, other: string): boolean =>
  withoutDomain(one).toLowerCase() === withoutDomain(other).toLowerCase();

/** Whether the service's log-on account is the one the plan asks for. */
export const isPlannedAccount = (account: string, wanted: SetupPlan["serviceAccount"]): boolean =>
  wanted?.kind === "custom"
    ? wanted.name !== undefined && isSameAccount(account, wanted.name)
    : defaultAccount.test(withoutDomain(account));

/** The account's name as a person knows it. */
export const plannedAccountName = (wanted: SetupPlan["serviceAccount"]): string =>
  wanted?.kind === "custom" ? (wanted.name ?? "") : "provAgentgMSA (pGMSA_...$)";

/** Whether a service's account is a managed one of a domain: its name ends in a `$`. */
export const isManagedAccount = (account: string): boolean => withoutDomain(account).endsWith("$");
