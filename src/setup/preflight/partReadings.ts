/** What is read of a server for the rules and the diagnosis: each part by one operation. */
import { controllerProbesOf, probesOf } from "../network/probing.ts";
import type { NetworkSeen } from "../network/seen.ts";
import {
  getAgentConfiguration,
  getAgentFacts,
  getAgentHealth,
  type AgentConfiguration,
  type AgentFacts,
  type AgentHealth,
} from "../operations/agent.ts";
import {
  getAgentHosts,
  getControllerPortFacts,
  getDomainControllerFacts,
  getNetworkFacts,
  getProxyFacts,
  type AgentHosts,
  type ControllerPortFacts,
  type DomainControllerFacts,
  type NetworkFacts,
  type ProxyFacts,
} from "../operations/network.ts";
import type { Operation, Reading } from "../operations/operation.ts";
import { getLogonRightFacts, type LogonRightFacts } from "../operations/rights.ts";
import {
  getPolicyFacts,
  getServerFacts,
  getTlsFacts,
  type PolicyFacts,
  type ServerFacts,
  type TlsFacts,
} from "../operations/server.ts";
import { getAgentSettings, type AgentSettings } from "../operations/settings.ts";
import {
  getLoggingFacts,
  getWindowsFacts,
  type LoggingFacts,
  type WindowsFacts,
} from "../operations/windows.ts";
import type { SetupPlan } from "../plan.ts";
import type { StepContext } from "../step.ts";
import { factOf, type Fact } from "../values/fact.ts";

/** The parts by their names, with what is read of each. */
export interface Parts {
  readonly server: ServerFacts;
  readonly policy: PolicyFacts;
  readonly windows: WindowsFacts;
  readonly agent: AgentFacts;
  readonly rights: LogonRightFacts;
  readonly configuration: AgentConfiguration;
  readonly health: AgentHealth;
  readonly tls: TlsFacts;
  readonly settings: AgentSettings;
  readonly logging: LoggingFacts;
  readonly proxies: ProxyFacts;
  readonly controllers: DomainControllerFacts;
  readonly agentHosts: AgentHosts;
  readonly probes: NetworkFacts;
  readonly controllerProbes: ControllerPortFacts;
}
export type Part = keyof Parts;

/** Parts that were read; one that could not be says why. */
export type Known<P extends Part> = { readonly [Q in P]: Fact<Parts[Q]> };

/** How one part is read. */
export interface PartReading<P extends Part> {
  readonly operation: Pick<Operation<unknown, Parts[P]>, "name" | "result">;
  /** The parts that the arguments are made of, beside the plan. Where one could not be read, they are made without it. */
  readonly after: readonly Part[];
  readonly args: (plan: SetupPlan, before: Partial<Known<Part>>) => unknown;
  readonly read: (
    ctx: Pick<StepContext, "read" | "plan">,
    before: Partial<Known<Part>>,
  ) => Promise<Fact<Parts[P]>>;
}

const row = <A, P extends Part>(
  operation: Reading<A, Parts[P]>,
  after: readonly Part[],
  args: (plan: SetupPlan, before: Partial<Known<Part>>) => A,
): PartReading<P> => ({
  operation,
  after,
  args,
  read: (ctx, before) => ctx.read(operation, args(ctx.plan, before)),
});

const plain = <P extends Part>(operation: Reading<object, Parts[P]>): PartReading<P> =>
  row(operation, [], () => ({}));

const notAsked = { unread: "" };

/** What is known of the way out before it is tried. */
export const wayOutOf = ({
  configuration = notAsked,
  proxies = notAsked,
  controllers = notAsked,
  agentHosts = notAsked,
}: Partial<Known<"configuration" | "proxies" | "controllers" | "agentHosts">>): Omit<
  NetworkSeen,
  "cloud" | "probes" | "controllerProbes"
> => ({
  proxies: {
    winHttp: factOf(proxies, "winHttp"),
    user: factOf(proxies, "user"),
    agent: factOf(configuration, "proxy"),
  },
  controllers: { names: factOf(controllers, "names") },
  agentHosts: { names: factOf(agentHosts, "names") },
});

/** Every part. */
export const readings: { readonly [P in Part]: PartReading<P> } = {
  server: plain(getServerFacts),
  policy: plain(getPolicyFacts),
  windows: plain(getWindowsFacts),
  agent: plain(getAgentFacts),
  rights: plain(getLogonRightFacts),
  configuration: plain(getAgentConfiguration),
  health: plain(getAgentHealth),
  tls: plain(getTlsFacts),
  settings: plain(getAgentSettings),
  logging: plain(getLoggingFacts),
  proxies: plain(getProxyFacts),
  controllers: plain(getDomainControllerFacts),
  agentHosts: plain(getAgentHosts),
  probes: row(getNetworkFacts, ["configuration", "proxies", "agentHosts"], (plan, before) =>
    probesOf(plan, wayOutOf(before)),
  ),
  controllerProbes: row(getControllerPortFacts, ["controllers"], (plan, before) =>
    controllerProbesOf(plan, wayOutOf(before)),
  ),
};

/** What decides between the causes of an error. */
const causes = ["server", "policy", "windows", "agent", "rights", "configuration"] as const;
const wayOut = ["proxies", "controllers", "agentHosts", "probes", "controllerProbes"] as const;

/** Which parts are needed for what. */
export const neededFor = {
  causes,
  /** The way out to the network; the agent's own configuration names its proxy. */
  wayOut: ["configuration", ...wayOut],
  /** How an installed agent is doing. */
  agent: [...causes, "health", "settings"],
  prerequisites: [...causes, "tls", "settings", "logging", ...wayOut],
} as const satisfies Readonly<Record<string, readonly Part[]>>;
/** The parts that rules look at as they are; those of the way out are one to them, the network. */
export type JudgedPart = Exclude<(typeof neededFor.prerequisites)[number], (typeof wayOut)[number]>;
