import * as l10n from "@vscode/l10n";
import type { Fact } from "../fact.ts";
import type { Evidence, Finding, Fix } from "../finding.ts";
import type { LinkId } from "../links.ts";
import type { NetworkSeen } from "../network/read.ts";
import type {
  AgentConfiguration,
  AgentFacts,
  AgentSettings,
  LoggingFacts,
  LogonRightFacts,
  PolicyFacts,
  ServerFacts,
  TlsFacts,
  WindowsFacts,
} from "../operations.ts";
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
export type Planned = Pick<SetupPlan, "registration" | "serviceAccount">;

/** Pure: from facts to findings; none where it does not apply. */
export type Rule = (facts: Facts, plan: Planned) => readonly Finding[];

/** A rule that no plan changes. */
export type FactRule = (facts: Facts) => readonly Finding[];

/** A rule about the server's own facts only. */
export type ServerRule = (facts: Pick<Facts, "server">) => readonly Finding[];

/** What all findings of one rule have in common. */
export interface RuleText {
  readonly rule: string;
  readonly about?: string;
  readonly why: string;
  readonly source: LinkId;
}

/** The parts of a finding that every verdict has. */
export const finding = (rule: RuleText, summary: string, evidence: readonly Evidence[]) => ({
  rule: rule.rule,
  about: rule.about ?? "",
  why: rule.why,
  source: rule.source,
  summary,
  evidence,
});

/** The one finding of a rule that passes. */
export const pass = (rule: RuleText, summary: string, evidence: readonly Evidence[]): readonly [Finding] => [
  { ...finding(rule, summary, evidence), verdict: "pass" },
];

/** The one finding of a rule that warns or fails: always with a way on. */
export const found = (
  rule: RuleText,
  verdict: "warning" | "fail",
  summary: string,
  evidence: readonly Evidence[],
  fix: Fix,
): readonly [Finding] => [{ ...finding(rule, summary, evidence), verdict, fix }];

/** A finding about something that could not be read: never a pass, and it says why. */
export const notKnown = (rule: RuleText, what: string, unread: string): Finding => ({
  ...finding(rule, l10n.t("{0}: not known.", what), [{ name: l10n.t("Reason"), value: unread }]),
  verdict: "unknown",
  unread,
});

/** Judges a fact that was read; one that was not becomes a "not known". */
export const judge = <T>(
  rule: RuleText,
  what: string,
  fact: Fact<T>,
  verdict: (value: T) => readonly Finding[],
): readonly Finding[] => ("unread" in fact ? [notKnown(rule, what, fact.unread)] : verdict(fact.value));
