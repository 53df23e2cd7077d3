/** The site a server of the configuration stands in, by its name. Pure. */
import { nameOf, valueAt } from "./distinguishedName.ts";

/**
 * `CN=DC1,CN=Servers,CN=Berlin,CN=Sites,...`: `at` is the place of `CN=Servers` from the entry upwards - 1 of a server, 2 of what stands
 * below it. Undefined where it stands elsewhere.
 */
export const siteOf = (dn: string, at: number): string | undefined => {
  const name = nameOf(dn) ?? [];
  const isServers = valueAt(name, at, "CN")?.toLowerCase() === "servers";
  return isServers && valueAt(name, at + 2, "CN")?.toLowerCase() === "sites"
    ? valueAt(name, at + 1, "CN")
    : undefined;
};
