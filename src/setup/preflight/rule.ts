import type { Finding } from "../finding.ts";
import type { NetworkSeen } from "../network/seen.ts";
import type { AgentConfiguration, AgentFacts } from "../operations/agent.ts";
import type { AgentSettings } from "../operations/settings.ts";
import type { LoggingFacts, WindowsFacts } from "../operations/windows.ts";
import type { LogonRightFacts } from "../operations/rights.ts";
import type { PolicyFacts, ServerFacts, TlsFacts } from "../operations/server.ts";
import type { SetupPlan } from "../plan.ts";
import type { Fact } from "../values/fact.ts";

/**
 * Everything the rules look at, read from the server at one time. Each part was read by itself: one that could not be says why,
 * and is not known for the rules that look at it.
 */
export interface Facts {
  /** The server, as it is called where something is to be run or asked for. */
  readonly on: string;
  readonly server: Fact<ServerFacts>;
  readonly tls: Fact<TlsFacts>;
  readonly policy: Fact<PolicyFacts>;
  readonly agent: Fact<AgentFacts>;
  readonly settings: Fact<AgentSettings>;
  readonly windows: Fact<WindowsFacts>;
  readonly logging: Fact<LoggingFacts>;
  readonly rights: Fact<LogonRightFacts>;
  readonly configuration: Fact<AgentConfiguration>;
  readonly network: NetworkSeen;
}

/** What of the plan decides whether a rule applies. */
export type Planned = Pick<SetupPlan, "registrationMethod" | "serviceAccount">;

/** Pure: from facts to findings; none where it does not apply. */
export type Rule = (facts: Facts, plan: Planned) => readonly Finding[];

/** A rule that no plan changes. */
export type FactRule = (facts: Facts) => readonly Finding[];

/** A rule about the server's own facts only. */
export type ServerRule = (facts: Pick<Facts, "server" | "on">) => readonly Finding[];
