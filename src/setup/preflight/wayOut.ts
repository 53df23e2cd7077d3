/** The way out to the network, from the parts that are read of it. Pure. */
import type { NetworkSeen } from "../network/seen.ts";
import type { AgentConfiguration } from "../operations/agent.ts";
import type {
  AgentHosts,
  ControllerFacts,
  DomainControllerFacts,
  NetworkFacts,
  ProxyFacts,
} from "../operations/network.ts";
import type { Cloud } from "../values/cloud.ts";
import { factOf, type Fact } from "../values/fact.ts";

/** What is known of it before it is tried; the agent's own configuration names its proxy. */
export interface BeforeTrying {
  readonly configuration: Fact<AgentConfiguration>;
  readonly proxies: Fact<ProxyFacts>;
  readonly controllers: Fact<DomainControllerFacts>;
  readonly agentHosts: Fact<AgentHosts>;
}

const notAsked = { unread: "" };

export const wayOutOf = ({
  configuration = notAsked,
  proxies = notAsked,
  controllers = notAsked,
  agentHosts = notAsked,
}: Partial<BeforeTrying>): Omit<NetworkSeen, "cloud" | "probes" | "controllerProbes"> => ({
  proxies: {
    winHttp: factOf(proxies, "winHttp"),
    user: factOf(proxies, "user"),
    agent: factOf(configuration, "proxy"),
  },
  controllers: {
    names: factOf(controllers, "names"),
    site: factOf(controllers, "site"),
    inSite: factOf(controllers, "inSite"),
  },
  agentHosts: { names: factOf(agentHosts, "names") },
});

/** The way out, as it was read for a cloud. */
export const networkOf = (
  cloud: Cloud,
  known: BeforeTrying & {
    readonly probes: Fact<NetworkFacts>;
    readonly controllerProbes: Fact<ControllerFacts>;
  },
): NetworkSeen => ({
  cloud,
  ...wayOutOf(known),
  probes: known.probes,
  controllerProbes: known.controllerProbes,
});
