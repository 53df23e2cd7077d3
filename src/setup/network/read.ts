import type { DomainPlan, SetupPlan } from "../plan.ts";
import type { StepContext } from "../step.ts";
import { controllerPorts, endpointsOf, type Endpoint } from "./clouds.ts";
import { valueOf } from "../values/fact.ts";
import {
  getAgentHosts,
  getDomainControllerFacts,
  getNetworkFacts,
  getProxyFacts,
  type DomainControllerFacts,
} from "../operations/network.ts";
import type { AgentConfiguration } from "../operations/agent.ts";
import { proxyToTry, type Proxies } from "./proxy.ts";
import type { NetworkSeen } from "./seen.ts";

/** The most time one probe may take. */
export const probeTimeoutMs = 5000;
/** So many domain controllers are tried. */
const mostControllers = 12;

const preferred = ({ preferredDomainControllers }: DomainPlan) => preferredDomainControllers;

/**
 * The domain controllers to reach, each once: those of the plan first. A plan may name anything, so what DNS does not know
 * as a controller takes the place of none that it knows.
 */
export const controllersToTry = (
  plan: Pick<SetupPlan, "domains">,
  { names }: DomainControllerFacts,
): string[] => {
  const found = "value" in names ? names.value : [];
  const known = new Set(found.map((name) => name.toLowerCase()));
  const planned = new Set(plan.domains.flatMap(preferred).map((name) => name.toLowerCase()));
  const strangers = [...planned].filter((name) => !known.has(name));
  const room = Math.max(0, mostControllers - known.size);
  const first = [...planned].filter((name) => known.has(name) || strangers.indexOf(name) < room);
  return [...new Set([...first, ...known])].slice(0, mostControllers);
};

const toTry = (endpoints: readonly Endpoint[]) =>
  endpoints.map((one) => ({
    host: one.host,
    port: one.port,
    tls: one.port === 443 && one.connectOnly !== true,
  }));

/**
 * Tries only what the agent does not work without, with these proxies: a few probes, which answer the one question that is
 * open also on a server that is busy.
 */
export const readRequiredHosts = async (
  { run, plan }: Pick<StepContext, "run" | "plan">,
  proxies: Proxies,
): Promise<NetworkSeen> => ({
  cloud: plan.cloud,
  proxies,
  controllers: { names: { value: [] } },
  agentHosts: { names: { value: [] } },
  probes: await run(getNetworkFacts, {
    hosts: toTry(endpointsOf(plan.cloud, []).filter(({ need }) => need === "required")),
    domainControllers: [],
    dcPorts: controllerPorts.map(({ port }) => port),
    proxy: proxyToTry(proxies),
    timeoutMs: probeTimeoutMs,
  }),
});

/** Reads the proxies and the domain controllers, then tries everything at the same time. */
export const readNetwork = async (
  { run, plan }: Pick<StepContext, "run" | "plan">,
  configuration: Pick<AgentConfiguration, "proxy">,
): Promise<NetworkSeen> => {
  const proxies = { ...(await run(getProxyFacts, {})), agent: configuration.proxy };
  const controllers = await run(getDomainControllerFacts, {});
  const agentHosts = await run(getAgentHosts, {});
  const probes = await run(getNetworkFacts, {
    hosts: toTry(endpointsOf(plan.cloud, valueOf(agentHosts.names) ?? [])),
    domainControllers: controllersToTry(plan, controllers),
    dcPorts: controllerPorts.map(({ port }) => port),
    proxy: proxyToTry(proxies),
    timeoutMs: probeTimeoutMs,
  });
  return { cloud: plan.cloud, proxies, controllers, agentHosts, probes };
};
