import type {
  AgentHosts,
  ControllerFacts,
  DomainControllerFacts,
  NetworkFacts,
} from "../operations/network.ts";
import type { Fact } from "../values/fact.ts";
import type { Cloud } from "../values/cloud.ts";
import type { Proxies } from "./proxy.ts";

/** What was read of the network, and for which cloud. */
export interface NetworkSeen {
  readonly cloud: Cloud;
  readonly proxies: Proxies;
  readonly controllers: DomainControllerFacts;
  readonly agentHosts: AgentHosts;
  readonly probes: Fact<NetworkFacts>;
  readonly controllerProbes: Fact<ControllerFacts>;
}
