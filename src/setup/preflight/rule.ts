import type { Finding } from "../finding.ts";
import type { NetworkSeen } from "../network/seen.ts";
import type { AgentConfiguration, AgentFacts } from "../operations/agent.ts";
import type { AgentSettings } from "../operations/settings.ts";
import type { LoggingFacts, WindowsFacts } from "../operations/windows.ts";
import type { LogonRightFacts } from "../operations/rights.ts";
import type { PolicyFacts, ServerFacts, TlsFacts } from "../operations/server.ts";
import type { SetupPlan } from "../plan.ts";

/** Everything the rules look at, read from the server at one time. */
export interface Facts {
  readonly server: ServerFacts;
  readonly tls: TlsFacts;
  readonly policy: PolicyFacts;
  readonly agent: AgentFacts;
  readonly settings: AgentSettings;
  readonly windows: WindowsFacts;
  readonly logging: LoggingFacts;
  readonly rights: LogonRightFacts;
  readonly configuration: AgentConfiguration;
  readonly network: NetworkSeen;
}

/** What of the plan decides whether a rule applies. */
export type Planned = Pick<SetupPlan, "registrationMethod" | "serviceAccount">;

/** Pure: from facts to findings; none where it does not apply. */
export type Rule = (facts: Facts, plan: Planned) => readonly Finding[];

/** A rule that no plan changes. */
export type FactRule = (facts: Facts) => readonly Finding[];

/** A rule about the server's own facts only. */
export type ServerRule = (facts: Pick<Facts, "server">) => readonly Finding[];
