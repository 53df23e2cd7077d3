/** Which account should the agent's service run as? */
import type { SetupPlan } from "../plan.ts";

/** Microsoft's pages call the default account provAgentgMSA$; what is created is pGMSA_ with eight hex digits : its pages on failures show it. */
const defaultAccount = /^(?:provAgentgMSA|pGMSA_[0-9a-f]+)\$$/iu;

/** The name without its domain. */
export const withoutDomain = (account: string): string => account.slice(account.lastIndexOf("\\") + 1);

/** Whether the service's log-on account is the one the plan asks for. */
export const isPlannedAccount = (account: string, wanted: SetupPlan["serviceAccount"]): boolean =>
  wanted?.kind === "custom"
    ? withoutDomain(account).toLowerCase() === wanted.name?.toLowerCase()
    : defaultAccount.test(withoutDomain(account));

/** The account's name as a person knows it. */
export const plannedAccountName = (wanted: SetupPlan["serviceAccount"]): string =>
  wanted?.kind === "custom" ? (wanted.name ?? "") : "provAgentgMSA (pGMSA_...$)";

/** Whether a service's account is a managed one of a domain: its name ends in a `$`. */
export const isManagedAccount = (account: string): boolean => withoutDomain(account).endsWith("$");
