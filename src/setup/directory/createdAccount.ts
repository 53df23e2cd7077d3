/**
 * The managed account that the agent's wizard creates: its CN, and what its sAMAccountName begins with (`agent/account.ts`). Sources:
 * Microsoft, "Group managed service accounts", and its pages on failures.
 */
export const createdAccount = "provAgentgMSA";
export const createdAccountBegins = "pGMSA_";
