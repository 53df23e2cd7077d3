/** Recorded network facts of a server that reaches everything. */
import type { Cloud } from "../../../src/setup/values/cloud.ts";
import type { NetworkSeen } from "../../../src/setup/network/seen.ts";
import { cloudNetworks, controllerPorts, type Endpoint } from "../../../src/setup/network/clouds.ts";
import type { Proxies } from "../../../src/setup/network/proxy.ts";
import type {
  ControllerPortFacts,
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

/** The network of a server on which everything was tried. */
export interface AllTried extends Omit<NetworkSeen, "probes" | "controllerProbes"> {
  readonly probes: NetworkFacts;
  readonly controllerProbes: ControllerPortFacts;
}

/** The same, as it is judged. */
export const seen = (network: AllTried): NetworkSeen => ({
  ...network,
  probes: { value: network.probes },
  controllerProbes: { value: network.controllerProbes },
});

export const networkOf = (
  cloud: Cloud,
  { domainControllers, ...change }: Partial<NetworkFacts & ControllerPortFacts> = {},
): AllTried => ({
  cloud,
  proxies: noProxies,
  controllers: { names: { value: ["dc1.contoso.com", "dc2.contoso.com"] } },
  agentHosts: { names: { value: [] } },
  probes: {
    hosts: cloudNetworks[cloud].endpoints.map(goodEndpoint),
    throughProxy: [],
    aliases: [],
    ...change,
  },
  controllerProbes: {
    domainControllers: domainControllers ?? controllerProbes("dc1.contoso.com", "dc2.contoso.com"),
  },
});

export const healthyNetwork = networkOf("global");
