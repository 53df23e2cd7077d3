/** What a domain controller says of itself (RootDSE), how soon it answers, and what of it makes one doubt. Pure. */
import type { ControllerFacts, Failure } from "../operations/network.ts";

type Directory = ControllerFacts["directories"][number];
type Value<F> = F extends { readonly value: infer V } ? V : never;
type RootDse = Extract<Value<Directory["directory"]>, { readonly outcome: "ok" }>;

/** Kerberos refuses tickets from five minutes on (its default "maximum tolerance for computer clock synchronization"). */
export const longestSkewMs = 5 * 60_000;

/**
 * Milliseconds from which the median of the answers is slow. Microsoft gives no number for this agent; Exchange takes a
 * controller whose LDAP reads take longer for one that has a problem.
 * Source: Microsoft, Exchange Server Analyzer, "Maximum LDAP read latency has exceeded 100 milliseconds".
 */
export const slowMs = 100;

/**
 * What an entry of `supportedCapabilities` says. A controller of AD LDS, or another directory, has not the first.
 * Source: [MS-ADTS] 3.1.1.3.4.3, LDAP_CAP_ACTIVE_DIRECTORY_OID and LDAP_CAP_ACTIVE_DIRECTORY_PARTIAL_SECRETS_OID.
 */
const capability = {
  activeDirectory: "1.2.840.113556.1.4.800",
  readOnly: "1.2.840.113556.1.4.1920",
} as const;

/** With either of them Kerberos signs in. Source: [MS-ADTS] 3.1.1.3.4.5. */
const kerberosMechanisms = ["GSSAPI", "GSS-SPNEGO"];

/** Versions by `domainControllerFunctionality`. Source: [MS-ADTS] 6.1.4.2. */
const versions: Readonly<Record<string, string>> = {
  "0": "Windows 2000",
  "2": "Windows Server 2003",
  "3": "Windows Server 2008",
  "4": "Windows Server 2008 R2",
  "5": "Windows Server 2012",
  "6": "Windows Server 2012 R2",
  "7": "Windows Server 2016",
  "10": "Windows Server 2025",
};

/** Why one does not rely on a controller that answers. */
export type Doubt =
  /** Another one answers under this name. */
  | { readonly kind: "otherName"; readonly name: string }
  /** A directory, but none of Active Directory's domain controllers. */
  | { readonly kind: "noController" }
  /** Its clock is so far from the server's that Kerberos fails; positive where it is ahead. */
  | { readonly kind: "clockOff"; readonly seconds: number }
  /** It has not replicated since it started, and is not offered to anybody. */
  | { readonly kind: "notSynchronized" }
  | { readonly kind: "noKerberos" };

/** A controller that has answered. What it did not say, or said so that nobody understands it, is undefined. */
export interface AnsweringController {
  readonly kind: "answers";
  readonly host: string;
  /** Milliseconds: the median of its answers. */
  readonly medianMs: number;
  readonly answers: number;
  /** Why there are not more of them. */
  readonly stopped: Failure | undefined;
  readonly site: string | undefined;
  /** DNS name of its domain. */
  readonly domain: string | undefined;
  /** Its functional level, as the version of Windows with which it came; what has no name here is the number. */
  readonly level: string | undefined;
  readonly isReadOnly: boolean;
  readonly isGlobalCatalog: boolean;
  /** How far its clock is ahead of the server's; within about a second, which is as exactly as it tells. */
  readonly secondsAhead: number | undefined;
  readonly isSlow: boolean;
  readonly doubts: readonly Doubt[];
}

export type SeenController =
  | AnsweringController
  /** Connected to, and nothing of use came: silent, cut, no LDAP. */
  | { readonly kind: "failed"; readonly host: string; readonly failure: Failure }
  /** Not even connected to: its port has said why. */
  | { readonly kind: "notAsked"; readonly host: string };

/** The middle one of them, or the mean of both; NaN of none. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? NaN) + (sorted[Math.floor(half)] ?? NaN)) / 2;
};

/** Milliseconds of a generalized time in UTC (RFC 4517 3.3.13), as Active Directory writes it: `20261130181213.0Z`. */
export const millisecondsOf = (generalized: string): number | undefined => {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:[.,]\d{1,9})?Z$/u.exec(generalized);
  if (!parts) return undefined;
  const [, year = "", month = "", day = "", hour = "", minute = "", second = ""] = parts;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? undefined : at;
};

/** A value as a distinguished name has it (RFC 4514 2.4), without what escapes its signs. */
const unescaped = (value: string): string =>
  value.replace(
    /(?:\\[0-9a-f]{2})+|\\(.)/giu,
    (run, sign: string | undefined) => sign ?? decodeBytes(run.slice(1).split("\\")),
  );
const decodeBytes = (hex: readonly string[]): string =>
  new TextDecoder().decode(Uint8Array.from(hex, (two) => Number.parseInt(two, 16)));

/** The site in the name of a server object: `CN=DC1,CN=Servers,CN=Paris,CN=Sites,...`. Source: [MS-ADTS] 6.1.1.2.2.1. */
export const siteOf = (serverName: string): string | undefined => {
  const [, site] = /^CN=(?:\\.|[^,\\])+,CN=Servers,CN=((?:\\.|[^,\\])+),CN=Sites,/iu.exec(serverName) ?? [];
  return site === undefined ? undefined : unescaped(site);
};

/** The DNS name of a domain's naming context: `DC=contoso,DC=com`. */
const domainOf = (context: string): string | undefined => {
  const parts = context.split(",").map((part) => /^DC=([^=\\]+)$/iu.exec(part)?.[1]);
  return parts.includes(undefined) ? undefined : parts.join(".");
};

const plainName = (name: string): string => name.toLowerCase().replace(/\.$/u, "");
const isAddress = (host: string): boolean => /^[\d.]+$|:/u.test(host);

/** Whether a controller is the one that was asked for. By its address, or where it says no name, it is. */
const isSame = (host: string, name: string | null): boolean => {
  if (name === null || isAddress(host)) return true;
  const asked = plainName(host);
  const own = plainName(name);
  return asked.includes(".") ? asked === own : asked === own.split(".")[0];
};

const doubtsOf = (host: string, said: RootDse, secondsAhead: number | undefined): readonly Doubt[] => {
  const doubts: Doubt[] = [];
  if (!isSame(host, said.dnsHostName)) doubts.push({ kind: "otherName", name: said.dnsHostName ?? "" });
  if (!said.supportedCapabilities.includes(capability.activeDirectory)) doubts.push({ kind: "noController" });
  if (secondsAhead !== undefined && Math.abs(secondsAhead) * 1000 >= longestSkewMs)
    doubts.push({ kind: "clockOff", seconds: secondsAhead });
  if (said.isSynchronized === "FALSE") doubts.push({ kind: "notSynchronized" });
  if (!said.supportedSASLMechanisms.some((one) => kerberosMechanisms.includes(one)))
    doubts.push({ kind: "noKerberos" });
  return doubts;
};

const answering = (host: string, said: RootDse, again: Directory["again"]): AnsweringController => {
  const clock = said.currentTime === null ? undefined : millisecondsOf(said.currentTime);
  const secondsAhead = clock === undefined ? undefined : Math.round((clock - Date.parse(said.at)) / 1000);
  const times = [said.ms, ...again.flatMap((one) => (one.outcome === "ok" ? [one.ms] : []))];
  const medianMs = median(times);
  const { serverName, defaultNamingContext, domainControllerFunctionality: level } = said;
  return {
    kind: "answers",
    host,
    medianMs,
    answers: times.length,
    stopped: again.find((one): one is Failure => one.outcome !== "ok"),
    site: serverName === null ? undefined : siteOf(serverName),
    domain: defaultNamingContext === null ? undefined : domainOf(defaultNamingContext),
    level: level === null ? undefined : (versions[level] ?? level),
    isReadOnly: said.supportedCapabilities.includes(capability.readOnly),
    isGlobalCatalog: said.isGlobalCatalogReady === "TRUE",
    secondsAhead,
    isSlow: medianMs >= slowMs,
    doubts: doubtsOf(host, said, secondsAhead),
  };
};

/** Each controller that was tried, in the order in which they were asked. */
export const controllersSeen = ({ directories }: ControllerFacts): readonly SeenController[] =>
  directories.map(({ host, directory, again }): SeenController => {
    if ("unread" in directory) return { kind: "notAsked", host };
    const first = directory.value;
    return first.outcome === "ok" ? answering(host, first, again) : { kind: "failed", host, failure: first };
  });
