/** What the practice domain's controllers say of themselves, as Active Directory does ([MS-ADTS] 3.1.1.3.2 and 3.1.1.3.4.3). */
import type { DirectoryState } from "./networkState.ts";

/** Generalized time, as Active Directory writes it: `20261130181213.0Z`. */
const generalizedTime = (at: number): string =>
  new Date(at)
    .toISOString()
    .replace(/[-:T]/gu, "")
    .replace(/\.\d+Z$/u, ".0Z");

const truth = (value: boolean) => (value ? "TRUE" : "FALSE");

/** Active Directory; it signs; since 5.1, 6.0, 6.1 R2; and for one that only reads, that it keeps a part of the secrets. */
const capabilities = (readOnly: boolean): readonly string[] =>
  ["800", "1670", "1791", "1935", "2080", "2237", ...(readOnly ? ["1920"] : [])].map(
    (last) => `1.2.840.113556.1.4.${last}`,
  );

/** @param now milliseconds of the server's clock, which is `aheadMs` ahead of the domain's. */
export const rootDseOf = (host: string, domain: string, of: DirectoryState, now: number, aheadMs: number) => {
  const context = domain
    .split(".")
    .map((part) => `DC=${part}`)
    .join(",");
  const name = of.dnsHostName ?? host;
  const site = of.site ?? "Default-First-Site-Name";
  return {
    at: new Date(now).toISOString(),
    dnsHostName: name,
    serverName: `CN=${(name.split(".")[0] ?? "").toUpperCase()},CN=Servers,CN=${site},CN=Sites,CN=Configuration,${context}`,
    defaultNamingContext: context,
    currentTime: generalizedTime(now - aheadMs + (of.clockAheadMs ?? 0)),
    isGlobalCatalogReady: truth(of.globalCatalog ?? true),
    isSynchronized: truth(of.synchronized ?? true),
    domainControllerFunctionality: String(of.level ?? 7),
    supportedCapabilities: capabilities(of.readOnly ?? false),
    supportedSASLMechanisms: ["GSSAPI", "GSS-SPNEGO", "EXTERNAL", "DIGEST-MD5"],
  };
};
