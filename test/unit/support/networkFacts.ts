/** Recorded network facts of a server that reaches everything. */
import type { Cloud } from "../../../src/setup/values/cloud.ts";
import type { NetworkSeen } from "../../../src/setup/network/seen.ts";
import { cloudNetworks, controllerPorts, type Endpoint } from "../../../src/setup/network/clouds.ts";
import type { Proxies } from "../../../src/setup/network/proxy.ts";
import type {
  ControllerFacts,
  DomainControllerFacts,
  NetworkFacts,
  ProbeFacts,
  ProxyFacts,
} from "../../../src/setup/operations/network.ts";
import type { Tls } from "../../../src/setup/network/verdict.ts";

export const goodTls: Tls = {
  outcome: "ok",
  ms: 42,
  version: "Tls12",
  subject: "CN=login.microsoftonline.com, O=Microsoft Corporation",
  issuer: "CN=Microsoft Azure RSA TLS Issuing CA 07, O=Microsoft Corporation, C=US",
  issuerOrganization: "Microsoft Corporation",
  root: "CN=DigiCert Global Root G2, OU=www.digicert.com, O=DigiCert Inc, C=US",
  rootOrganization: "DigiCert Inc",
  errors: "None",
};

export const goodProbe = (host: string, port: number): ProbeFacts => ({
  host,
  port,
  lookup: { value: { outcome: "ok", ms: 11, addresses: ["20.190.128.1"] } },
  connect: { value: { outcome: "ok", ms: 21 } },
  tunnel: { value: null },
  tls: { value: port === 443 ? goodTls : null },
});

/** An endpoint as its own kind of probe finds it. */
export const goodEndpoint = ({ host, port, connectOnly }: Endpoint): ProbeFacts => ({
  ...goodProbe(host, port),
  ...(connectOnly ? { tls: { value: null } } : {}),
});

export const viaProxy = (probe: ProbeFacts): ProbeFacts => ({
  ...probe,
  tunnel: { value: { outcome: "ok", ms: 5, status: 200 } },
});

const notTried = { unread: "Not tried: an earlier phase failed." } as const;

/** A probe that ended in a phase. */
export const failedProbe = (
  probe: ProbeFacts,
  phase: "lookup" | "connect" | "tunnel" | "tls",
  outcome: "notFound" | "timedOut" | "refused" | "reset" | "unreachable" | "failed",
): ProbeFacts => {
  const order = ["lookup", "connect", "tunnel", "tls"] as const;
  const failure = { value: { outcome, ms: 5000, message: "No such host is known" } };
  const later = Object.fromEntries(
    order.slice(order.indexOf(phase) + 1).map((one) => {
      const isUnneeded = one !== "connect" && "value" in probe[one] && probe[one].value === null;
      return [one, isUnneeded ? probe[one] : notTried];
    }),
  );
  return { ...probe, ...later, [phase]: failure };
};

/** As the server says it. */
export const noProxySet: ProxyFacts = {
  winHttp: { value: null },
  user: { value: { server: null, bypass: "", script: null } },
};
export const noProxies: Proxies = { ...noProxySet, agent: { value: null } };

export const controllerProbes = (...names: string[]): ProbeFacts[] =>
  names
    .flatMap((name) => controllerPorts.map(({ port }) => goodProbe(name, port)))
    .map((probe) => ({
      ...probe,
      tls: { value: null },
    }));

export type Directory = ControllerFacts["directories"][number];
type RootDseFact = Extract<Directory["directory"], { readonly value: unknown }>["value"];
export type RootDse = Extract<RootDseFact, { readonly outcome: "ok" }>;

/** What a controller says of itself that is as it should be. */
export const goodRootDse = (host: string): RootDse => ({
  outcome: "ok",
  ms: 3,
  at: "2026-11-24T15:05:32.4000000Z",
  dnsHostName: host,
  serverName: `CN=${host.split(".")[0]?.toUpperCase() ?? ""},CN=Servers,CN=Paris,CN=Sites,CN=Configuration,DC=contoso,DC=com`,
  defaultNamingContext: "DC=contoso,DC=com",
  currentTime: "20261124150532.0Z",
  isGlobalCatalogReady: "TRUE",
  isSynchronized: "TRUE",
  domainControllerFunctionality: "7",
  supportedCapabilities: ["1.2.840.113556.1.4.800", "1.2.840.113556.1.4.1670", "1.2.840.113556.1.4.2237"],
  supportedSASLMechanisms: ["GSSAPI", "GSS-SPNEGO", "EXTERNAL", "DIGEST-MD5"],
});

/** The same, answered five times. */
export const goodDirectory = (host: string, change: Partial<RootDse> = {}): Directory => ({
  host,
  directory: { value: { ...goodRootDse(host), ...change } },
  again: [1, 2, 4, 2].map((ms) => ({ outcome: "ok" as const, ms })),
});

/** Domain controllers that DNS names, of which none is named for the server's own site. */
export const controllersNamed = (names: DomainControllerFacts["names"]): DomainControllerFacts => ({
  names,
  site: { value: null },
  inSite: { value: [] },
});

/** The network of a server on which everything was tried. */
export interface AllTried extends Omit<NetworkSeen, "probes" | "controllerProbes"> {
  readonly probes: NetworkFacts;
  readonly controllerProbes: ControllerFacts;
}

/** The same, as it is judged. */
export const seen = (network: AllTried): NetworkSeen => ({
  ...network,
  probes: { value: network.probes },
  controllerProbes: { value: network.controllerProbes },
});

export const networkOf = (
  cloud: Cloud,
  {
    domainControllers,
    directories,
    ...change
  }: Partial<NetworkFacts & { domainControllers: ProbeFacts[]; directories: Directory[] }> = {},
): AllTried => ({
  cloud,
  proxies: noProxies,
  controllers: controllersNamed({ value: ["dc1.contoso.com", "dc2.contoso.com"] }),
  agentHosts: { names: { value: [] } },
  probes: {
    hosts: cloudNetworks[cloud].endpoints.map(goodEndpoint),
    throughProxy: [],
    aliases: [],
    ...change,
  },
  controllerProbes: {
    ports: domainControllers ?? controllerProbes("dc1.contoso.com", "dc2.contoso.com"),
    directories: directories ?? ["dc1.contoso.com", "dc2.contoso.com"].map((name) => goodDirectory(name)),
  },
});

export const healthyNetwork = networkOf("global");
