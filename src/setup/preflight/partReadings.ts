/** What is read of a server for the rules and the diagnosis: each part is one entry, by one operation. */
import { controllerProbesOf, probesOf } from "../network/probing.ts";
import { getAgentConfiguration, getAgentFacts, getAgentHealth } from "../operations/agent.ts";
import {
  getAgentHosts,
  getControllerFacts,
  getDomainControllerFacts,
  getNetworkFacts,
  getProxyFacts,
} from "../operations/network.ts";
import type { Operation, Reading } from "../operations/operation.ts";
import { getLogonRightFacts } from "../operations/rights.ts";
import { getPolicyFacts, getServerFacts, getTlsFacts } from "../operations/server.ts";
import { getAgentSettings } from "../operations/agentSettings.ts";
import { getLoggingFacts, getWindowsFacts } from "../operations/windows.ts";
import type { SetupPlan } from "../plan.ts";
import type { StepContext } from "../step.ts";
import type { Fact } from "../values/fact.ts";
import { wayOutOf, type BeforeTrying } from "./wayOut.ts";

/**
 * What parts are needed for: to decide between the `causes` of an error; for the `wayOut` to the network; for how an installed
 * `agent` is doing; for the `prerequisites`.
 */
type Need = "causes" | "wayOut" | "agent" | "prerequisites";

/** How one part is read. */
export interface PartReading<R, N extends Need = Need> {
  readonly operation: Pick<Operation<unknown, R>, "name" | "result">;
  readonly needed: readonly N[];
  /** The parts that the arguments are made of, beside the plan. Where one could not be read, they are made without it. */
  readonly after: readonly (keyof BeforeTrying)[];
  readonly args: (plan: SetupPlan, before: Partial<BeforeTrying>) => unknown;
  readonly read: (ctx: Pick<StepContext, "read" | "plan">, before: Partial<BeforeTrying>) => Promise<Fact<R>>;
}

const row = <A, R, N extends Need>(
  operation: Reading<A, R>,
  needed: readonly N[],
  after: readonly (keyof BeforeTrying)[],
  args: (plan: SetupPlan, before: Partial<BeforeTrying>) => A,
): PartReading<R, N> => ({
  operation,
  needed,
  after,
  args,
  read: (ctx, before) => ctx.read(operation, args(ctx.plan, before)),
});

const plain = <R, N extends Need>(
  operation: Reading<object, R>,
  ...needed: readonly N[]
): PartReading<R, N> => row(operation, needed, [], () => ({}));

/** Every part, in the order in which they are asked for, with what it is needed for. */
export const readings = {
  server: plain(getServerFacts, "causes", "agent", "prerequisites"),
  policy: plain(getPolicyFacts, "causes", "agent", "prerequisites"),
  windows: plain(getWindowsFacts, "causes", "agent", "prerequisites"),
  agent: plain(getAgentFacts, "causes", "agent", "prerequisites"),
  rights: plain(getLogonRightFacts, "causes", "agent", "prerequisites"),
  configuration: plain(getAgentConfiguration, "causes", "agent", "prerequisites", "wayOut"),
  health: plain(getAgentHealth, "agent"),
  tls: plain(getTlsFacts, "prerequisites"),
  settings: plain(getAgentSettings, "agent", "prerequisites"),
  logging: plain(getLoggingFacts, "prerequisites"),
  proxies: plain(getProxyFacts, "prerequisites", "wayOut"),
  controllers: plain(getDomainControllerFacts, "prerequisites", "wayOut"),
  agentHosts: plain(getAgentHosts, "prerequisites", "wayOut"),
  probes: row(
    getNetworkFacts,
    ["prerequisites", "wayOut"],
    ["configuration", "proxies", "agentHosts"],
    (plan, before) => probesOf(plan, wayOutOf(before)),
  ),
  controllerProbes: row(getControllerFacts, ["prerequisites", "wayOut"], ["controllers"], (plan, before) =>
    controllerProbesOf(plan, wayOutOf(before)),
  ),
};

export type Part = keyof typeof readings;
/** The parts by their names, with what is read of each. */
export type Parts = {
  readonly [P in Part]: (typeof readings)[P] extends PartReading<infer R> ? R : never;
};
/** Parts that were read; one that could not be says why. */
export type ReadParts<P extends Part> = { readonly [Q in P]: Fact<Parts[Q]> };

type PartFor<N extends Need> = {
  [P in Part]: N extends (typeof readings)[P]["needed"][number] ? P : never;
}[Part];
const partsFor = <N extends Need>(need: N): readonly PartFor<N>[] =>
  (Object.keys(readings) as Part[]).filter((part): part is PartFor<N> =>
    (readings[part].needed as readonly Need[]).includes(need),
  );

/** Which parts are needed for what. */
export const neededFor: { readonly [N in Need]: readonly PartFor<N>[] } = {
  causes: partsFor("causes"),
  wayOut: partsFor("wayOut"),
  agent: partsFor("agent"),
  prerequisites: partsFor("prerequisites"),
};
/** The parts that rules look at as they are; those of the way out are one to them, the network. */
export type JudgedPart = Exclude<PartFor<"prerequisites">, Exclude<PartFor<"wayOut">, PartFor<"causes">>>;
