/**
 * The managed account that the agent's wizard creates. Source: "Group managed service accounts", and Microsoft's pages on failures for
 * what its log-on name begins with.
 */
/** Its CN, and what its sAMAccountName begins with (`agent/account.ts`). */
export const createdAccount = "provAgentgMSA";
export const createdAccountBegins = "pGMSA_";
