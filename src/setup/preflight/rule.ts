import type { Finding } from "../finding.ts";
import type { NetworkSeen } from "../network/seen.ts";
import type { RegistrationPlan } from "../plan.ts";
import type { ReachWords } from "../reachWords.ts";
import type { JudgedPart, ReadParts } from "./partReadings.ts";

/**
 * Everything the rules look at, read from the server at one time. Each part was read by itself: one that could not be says why,
 * and is not known for the rules that look at it.
 */
export interface Facts extends ReadParts<JudgedPart> {
  /** The server, as it is called where something is to be run or asked for. */
  readonly on: string;
  readonly reachWords: ReachWords;
  readonly network: NetworkSeen;
}

/** Pure: from facts to findings; none where it does not apply. */
export type Rule = (facts: Facts, plan: RegistrationPlan) => readonly Finding[];

/** A rule that no plan changes. */
export type FactRule = (facts: Facts) => readonly Finding[];

/** A rule about the server's own facts only. */
export type ServerRule = (facts: Pick<Facts, "server" | "on" | "reachWords">) => readonly Finding[];
