/** What of the network is to be tried. Pure. */
import type { DomainPlan, SetupPlan } from "../plan.ts";
import { controllerPorts, endpointsOf, type Endpoint } from "./clouds.ts";
import { valueOf } from "../values/fact.ts";
import type { DomainControllerFacts } from "../operations/network.ts";
import { proxyToTry, type Proxies } from "./proxy.ts";
import type { NetworkSeen } from "./seen.ts";

/** The most time one probe may take. */
export const probeTimeoutMs = 5000;
/** So many domain controllers are tried. */
const mostControllers = 12;
/** So often each is asked what it says of itself: an odd number has a middle one. */
const directoryReads = 5;

const preferred = ({ preferredDomainControllers }: DomainPlan) => preferredDomainControllers;

/**
 * The domain controllers to reach, each once: those of the plan first, then those that DNS names for the server's own site. A plan may name anything, so what DNS does not know
 * as a controller takes the place of none that it knows.
 */
export const controllersToTry = (
  plan: Pick<SetupPlan, "domains">,
  { names, inSite }: Pick<DomainControllerFacts, "names" | "inSite">,
): string[] => {
  const near = valueOf(inSite) ?? [];
  const found = [...near, ...(valueOf(names) ?? [])];
  const known = new Set(found.map((name) => name.toLowerCase()));
  const planned = new Set(plan.domains.flatMap(preferred).map((name) => name.toLowerCase()));
  const strangers = [...planned].filter((name) => !known.has(name));
  const room = Math.max(0, mostControllers - known.size);
  const first = [...planned].filter((name) => known.has(name) || strangers.indexOf(name) < room);
  return [...new Set([...first, ...known])].slice(0, mostControllers);
};

/** What is to be tried of a cloud: its hosts, and those of a tenant's own that the agent names. */
export const probesOf = (
  { cloud }: Pick<SetupPlan, "cloud">,
  { proxies, agentHosts }: Pick<NetworkSeen, "proxies" | "agentHosts">,
) => probing(endpointsOf(cloud, valueOf(agentHosts.names) ?? []), proxies);

/** What is to be tried of the domain controllers. */
export const controllerProbesOf = (
  plan: Pick<SetupPlan, "domains">,
  { controllers }: Pick<NetworkSeen, "controllers">,
) => ({
  domainControllers: controllersToTry(plan, controllers),
  ports: controllerPorts.map(({ port }) => port),
  reads: directoryReads,
  timeoutMs: probeTimeoutMs,
});

/** What the agent does not work without: a few probes, which answer the one question that is open also on a server that is busy. */
export const requiredProbesOf = ({ cloud }: Pick<SetupPlan, "cloud">, proxies: Proxies) =>
  probing(
    endpointsOf(cloud, []).filter(({ need }) => need === "required"),
    proxies,
  );

const probing = (endpoints: readonly Endpoint[], proxies: Proxies) => ({
  hosts: endpoints.map((one) => ({
    host: one.host,
    port: one.port,
    tls: one.port === 443 && one.connectOnly !== true,
  })),
  proxy: proxyToTry(proxies),
  timeoutMs: probeTimeoutMs,
});
