/** Why something is not in a bundle of logs, in words. Pure. */
import * as l10n from "@vscode/l10n";
import type { LeftOut } from "../operations/logs.ts";

interface Reason {
  /** What is missing of each: the whole, or its older part. */
  readonly lacks: "all" | "older";
  /** As the heading of a list. */
  readonly says: (limit: number) => string;
}

const reasons: Readonly<Record<LeftOut["why"], Reason>> = {
  number: {
    lacks: "all",
    says: (limit) => l10n.t("Left out, because only the newest {0} files are taken:", limit),
  },
  sum: {
    lacks: "all",
    says: (limit) => l10n.t("Left out, because only {0} MB of files are taken, the newest first:", limit),
  },
  link: { lacks: "all", says: () => l10n.t("Left out, because a link to a file is not followed:") },
  new: { lacks: "all", says: () => l10n.t("Left out, because they came after the list was shown:") },
  beginning: {
    lacks: "older",
    says: (limit) =>
      l10n.t("Without the beginning, because only the last {0} MB of a file are taken:", limit),
  },
  older: {
    lacks: "older",
    says: (limit) => l10n.t("Without older events, because only the newest {0} of a log are taken:", limit),
  },
};

/** The reason as the heading of a list. */
export const leftOutReason = ({ why, limit }: LeftOut): string => reasons[why].says(limit);

const countOf = (left: readonly LeftOut[], lacks: Reason["lacks"]): number =>
  left.reduce((sum, { why, count }) => sum + (reasons[why].lacks === lacks ? count : 0), 0);

/** How much is not in a bundle that was written, in a sentence; empty where everything is. */
export const leftOutSentence = (left: readonly LeftOut[]): string => {
  const missing = countOf(left, "all");
  const shorter = countOf(left, "older");
  return missing + shorter === 0
    ? ""
    : l10n.t(
        "Not all is in it: {0} files are left out, and {1} entries hold the newest part alone.",
        missing,
        shorter,
      );
};
