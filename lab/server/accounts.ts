/** The accounts that the practice server's Windows knows, with their SIDs. */

/** SYSTEM (Well-known SIDs). */
export const systemSid = "S-1-5-18";

/** The group Administrators (Well-known SIDs). */
export const administratorsSid = "S-1-5-32-544";

/** The SID that Windows computes from the service's name (sc.exe showsid). */
export const agentServiceSid = "S-1-5-80-3359673805-1136148338-3750979468-2874330783-1417224616";

const domainAccounts: Readonly<Record<string, string>> = {
  "CONTOSO\\pGMSA_784aba0b$": "S-1-5-21-1004336348-1177238915-682003330-1601",
  "CONTOSO\\provAgent01$": "S-1-5-21-1004336348-1177238915-682003330-1602",
  "CONTOSO\\ada": "S-1-5-21-1004336348-1177238915-682003330-1105",
};

export const knownAccounts = (
  services: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> => ({
  "NT SERVICE\\ALL SERVICES": "S-1-5-80-0",
  ...("AADConnectProvisioningAgent" in services
    ? { "NT SERVICE\\AADConnectProvisioningAgent": agentServiceSid }
    : {}),
  ...domainAccounts,
});

/** The SID of a session's user; one that is not in the list has a SID all the same. */
export const sidOf = (user: string): string => domainAccounts[user] ?? `S-1-5-21-0-0-0-${user.length}`;
