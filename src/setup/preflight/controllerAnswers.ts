/** What the domain controllers say of themselves when they are asked over LDAP, and how soon. */
import * as l10n from "@vscode/l10n";
import type { Failure } from "../operations/network.ts";
import { type Evidence, type Finding, finding, notKnown, pass, type RuleText } from "../finding.ts";
import {
  controllersSeen,
  type AnsweringController,
  type SeenController,
  type Doubt,
} from "../network/controllers.ts";
import { type FactRule } from "./rule.ts";
import { askOwner } from "./owner.ts";

const signed = (seconds: number): string => (seconds > 0 ? `+${seconds}` : String(seconds));

/** What a doubt is, to follow the controller's name. */
const doubtWords = (doubt: Doubt): string => {
  switch (doubt.kind) {
    case "otherName":
      return l10n.t("another controller answers there: {0}", doubt.name);
    case "noController":
      return l10n.t("what answers there is no domain controller of Active Directory");
    case "clockOff":
      return l10n.t("its clock is {0} seconds from this server's", signed(doubt.seconds));
    case "notSynchronized":
      return l10n.t("it has not replicated yet, and is not ready");
    case "noKerberos":
      return l10n.t("it does not offer Kerberos for signing in");
  }
};

/** How it fails to answer. A port that is open and a directory that is silent are two things. */
const failureWords = ({ outcome, message }: Failure): string => {
  if (outcome === "timedOut") return l10n.t("it takes the connection and does not answer in time");
  if (outcome === "reset") return l10n.t("it cuts the connection");
  return l10n.t("it gives no answer that can be read. {0}", message);
};

/** Everything it said, in one line. */
const saidWords = (of: AnsweringController): string => {
  const parts = [
    of.isSlow
      ? l10n.t("{0} ms, which is slow (median of {1})", of.medianMs, of.answers)
      : l10n.t("{0} ms (median of {1})", of.medianMs, of.answers),
  ];
  if (of.stopped) parts.push(l10n.t("then {0}", failureWords(of.stopped)));
  if (of.site !== undefined) parts.push(l10n.t("site {0}", of.site));
  if (of.domain !== undefined) parts.push(l10n.t("domain {0}", of.domain));
  if (of.level !== undefined) parts.push(l10n.t("level of {0}", of.level));
  if (of.isReadOnly) parts.push(l10n.t("read-only"));
  if (of.isGlobalCatalog) parts.push(l10n.t("global catalog"));
  if (of.secondsAhead !== undefined)
    parts.push(l10n.t("clock {0} seconds from this server's", signed(of.secondsAhead)));
  return parts.join("; ");
};

const rowOf = (of: AnsweringController): Evidence => ({ name: of.host, value: saidWords(of) });

/** What Windows says of it; where it was only waited for, how long. */
const rowOfFailure = ({ message, ms }: Failure): Evidence =>
  message === ""
    ? { name: l10n.t("Time"), value: l10n.t("{0} ms", ms) }
    : { name: l10n.t("Windows says"), value: message };

type Asked = Exclude<SeenController, { readonly kind: "notAsked" }>;

const isUsable = (of: Asked): of is AnsweringController => of.kind === "answers" && of.doubts.length === 0;

const wrongWith = (of: Asked): readonly string[] =>
  of.kind === "failed" ? [failureWords(of.failure)] : of.doubts.map(doubtWords);

const judgeOne = (of: Asked, anyUsable: boolean, text: RuleText): Finding => {
  const wrong = wrongWith(of).join("; ");
  return {
    ...finding(
      { ...text, about: of.host },
      l10n.t("{0} is not to be relied on: {1}.", of.host, wrong),
      of.kind === "answers" ? [rowOf(of)] : [rowOfFailure(of.failure)],
    ),
    verdict: anyUsable ? "warning" : "fail",
    fix: askOwner(
      l10n.t("whoever administers the domain controllers"),
      l10n.t("Ask them to look at {0}: {1}.", of.host, wrong),
    ),
  };
};

export const controllerAnswers: FactRule = ({ network }) => {
  const text: RuleText = {
    rule: "controllerAnswers",
    why: l10n.t(
      "An open port says little of what is behind it. The agent works with a controller that answers, is the one it is called, and agrees about the time.",
    ),
    source: "rootDse",
  };
  if ("unread" in network.controllerProbes)
    return [notKnown(text, l10n.t("Answers of the domain controllers"), network.controllerProbes.unread)];
  // Whether there are any, and which are not even connected to, the rule about their ports says.
  const asked = controllersSeen(network.controllerProbes.value).filter(
    (one): one is Asked => one.kind !== "notAsked",
  );
  const usable = asked.filter(isUsable);
  const told = usable.map(rowOf);
  const others = asked.filter((one) => !isUsable(one)).map((one) => judgeOne(one, usable.length > 0, text));
  if (usable.length === 0) return others;
  if (usable.some(({ isSlow }) => !isSlow))
    return [
      ...pass(text, l10n.t("{0} domain controllers say what they should.", usable.length), told),
      ...others,
    ];
  return [
    {
      ...finding(text, l10n.t("Every domain controller that answers is slow."), told),
      verdict: "warning",
      fix: askOwner(
        l10n.t("whoever administers the domain controllers"),
        l10n.t("Ask them for a domain controller that is nearer to this server, or less busy."),
      ),
    },
    ...others,
  ];
};
