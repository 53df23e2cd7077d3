import * as l10n from "@vscode/l10n";
import { aboutName } from "./text/aboutName.ts";
import type { Attestation } from "./journal.ts";
import type { Fact } from "./values/fact.ts";
import type { LinkId } from "./links.ts";
import type { Call } from "./call.ts";

/** What a rule looked at to come to its verdict. */
export interface Evidence {
  readonly name: string;
  readonly value: string;
}

/** A fact in an evidence's value: what it says, or why it is not known. */
export const factWords = <T>(fact: Fact<T>, say: (value: T) => string): string =>
  "value" in fact ? say(fact.value) : l10n.t("not known: {0}", fact.unread);

/** What cures a failure whole, where a later step does that: a step that goes before it lets it pass. */
export type MendedBy = "newerAgent" | "registration";

/** The way on from a warning or a failure. */
export type Fix =
  /** The product can do it: the calls in their order, without the restarts that these need. */
  | {
      readonly kind: "operation";
      readonly label: string;
      readonly calls: readonly Call[];
    }
  /** A command for a person to run, on the machine named. `warning`: what it takes away, and when not to run it. */
  | { readonly kind: "command"; readonly runOn: string; readonly text: string; readonly warning?: string }
  /** Somebody else owns it: a group policy, the network team. */
  | { readonly kind: "owner"; readonly owner: string; readonly whatToAsk: string }
  | { readonly kind: "link"; readonly link: LinkId; readonly whatToDo: string; readonly mendedBy?: MendedBy };

interface About {
  readonly rule: string;
  /** Host, domain, scope: one rule may find several. Empty where the rule is about the server as a whole. */
  readonly about: string;
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  readonly why: string;
  readonly source: LinkId;
}

/** A verdict always has its evidence; a failure always has a way on; what could not be read is never a pass. */
export type Finding = About &
  (
    | { readonly verdict: "pass" }
    | { readonly verdict: "warning" | "fail"; readonly fix: Fix }
    | { readonly verdict: "unknown"; readonly unread: string }
  );

/** The name of a finding among others: rule and what it is about. */
export const findingKey = (of: { readonly rule: string; readonly about: string }): string =>
  of.about === "" ? of.rule : `${of.rule}:${aboutName(of.about)}`;

/** The findings that stand in the way: failures, and what could not be checked and nobody accepted by name. */
export const openFindings = <F extends Pick<Finding, "rule" | "about" | "verdict">>(
  findings: readonly F[],
  attestations: readonly Attestation[],
): readonly F[] => {
  const accepted = new Set(attestations.flatMap((one) => (one.about === "unknown" ? [one.finding] : [])));
  return findings.filter(
    (one) => one.verdict === "fail" || (one.verdict === "unknown" && !accepted.has(findingKey(one))),
  );
};

/** A failure that a later step of the procedure mends, which does `by`: still told, but not in the way. */
export const mendedLater = (found: Finding, by: MendedBy, whatToDo: string): Finding =>
  found.verdict === "fail" && found.fix.kind === "link" && found.fix.mendedBy === by
    ? { ...found, verdict: "warning", fix: { ...found.fix, whatToDo } }
    : found;

/** How many rules passed, for a proof. */
export const passedOf = (findings: readonly Finding[]): Evidence => ({
  name: l10n.t("Rules passed"),
  value: l10n.t("{0} of {1}", findings.filter(({ verdict }) => verdict === "pass").length, findings.length),
});

/** The calls of every finding the product can fix and that was not left out by name. */
export const chosenFixes = (findings: readonly Finding[], left: readonly string[]) =>
  findings.flatMap((found) =>
    (found.verdict === "fail" || found.verdict === "warning") &&
    found.fix.kind === "operation" &&
    !left.includes(findingKey(found))
      ? [found.fix]
      : [],
  );

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
