/** Pages about a plan file, as plain text: what it would change, and what is wrong in it. Pure. */
import * as l10n from "@vscode/l10n";
import { plainText } from "../text/plainText.ts";
import type { WholePlan } from "../plan.ts";
import { differenceLine, type Difference } from "./differences.ts";
import { wholePlanDoubts } from "./names.ts";
import type { Problem } from "../problem.ts";

/** As long as the longest part of a plan, with words around it. */
const longest = 2500;

const page = (sections: readonly (readonly string[])[]): string =>
  `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((one) => plainText(one, longest)).join("\n"))
    .join("\n\n")}\n`;

const list = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((one) => `  - ${one}`)];

/** Names of the plan to compare before it is used, each with what is in doubt. */
const doubtLines = (plan: WholePlan): readonly string[] =>
  wholePlanDoubts(plan).map(({ summary }) => summary);

const doubtsWithEvidence = (plan: WholePlan): readonly string[] =>
  wholePlanDoubts(plan).flatMap(({ summary, evidence }) => [
    summary,
    ...evidence.map(({ name, value }) => `${name}: ${value}`),
  ]);

/** A change of the plan that is asked about. */
export interface PlanChanged {
  readonly differences: readonly Difference[];
  /** The plan as it would be. */
  readonly after: WholePlan;
  /** The servers that it names and no window of this machine has. */
  readonly notHere: readonly string[];
}

/** What using a plan would change: all of it, with the names that are in doubt first. */
export const changePage = (title: string, { differences, after, notHere }: PlanChanged): string => {
  const those = (which: (one: Difference) => boolean) => differences.filter(which).map(differenceLine);
  return page([
    [title],
    [l10n.t("The plan in use is unchanged until you say yes.")],
    list(l10n.t("Compare these names first:"), doubtsWithEvidence(after)),
    list(
      l10n.t(
        "Servers that the plan names and that are not set up from here: what it says of them is kept and saved with it, and is not used.",
      ),
      notHere,
    ),
    list(
      l10n.t("Changed:"),
      those(({ before, after: now }) => before !== null && now !== null),
    ),
    list(
      l10n.t("Added:"),
      those(({ before }) => before === null),
    ),
    list(
      l10n.t("Removed:"),
      those(({ after: now }) => now === null),
    ),
  ]);
};

/** So many lines stand in a question; a taller one does not fit a small screen. */
const mostAsked = 15;

/** The same for a question: the names in doubt, then the differences; of many the first. */
export const changeDetail = ({ differences, after, notHere }: PlanChanged): string => {
  const lines = [
    ...doubtLines(after),
    ...(notHere.length > 0
      ? [l10n.t("{0} of the servers that the plan names are not set up from here.", notHere.length)]
      : []),
    ...differences.map(differenceLine),
  ];
  return [
    ...lines.slice(0, mostAsked),
    ...(lines.length > mostAsked
      ? [l10n.t("{0} more are on the page. Cancel to read it, and ask again.", lines.length - mostAsked)]
      : []),
  ].join("\n");
};

/** What is wrong in a plan that cannot be used. */
export const wrongPage = ({ happened, means, next }: Problem): string =>
  page([[happened], [means], list(l10n.t("What is wrong:"), next)]);
