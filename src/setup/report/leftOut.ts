/** Why something is not in a bundle of logs, in words. Pure. */
import * as l10n from "@vscode/l10n";
import type { LeftOut } from "../operations/logs.ts";

const reasons: Readonly<Record<LeftOut["why"], (limit: number) => string>> = {
  number: (limit) => l10n.t("Left out, because only the newest {0} files are taken:", limit),
  sum: (limit) => l10n.t("Left out, because only {0} MB of files are taken, the newest first:", limit),
  link: () => l10n.t("Left out, because a link to a file is not followed:"),
  new: () => l10n.t("Left out, because they came after the list was shown:"),
  beginning: (limit) =>
    l10n.t("Without the beginning, because only the last {0} MB of a file are taken:", limit),
  older: (limit) => l10n.t("Without older events, because only the newest {0} of a log are taken:", limit),
};

/** The reason as the heading of a list. */
export const leftOutReason = ({ why, limit }: LeftOut): string => reasons[why](limit);

/** How much is not in a bundle that was written, in a sentence; empty where everything is. */
export const leftOutSentence = (left: readonly LeftOut[]): string => {
  const missing = left.reduce(
    (sum, { why, count }) => sum + (["number", "sum", "link", "new"].includes(why) ? count : 0),
    0,
  );
  const shorter = left.reduce(
    (sum, { why, count }) => sum + (["beginning", "older"].includes(why) ? count : 0),
    0,
  );
  return missing + shorter === 0
    ? ""
    : l10n.t(
        "Not all is in it: {0} files are left out, and {1} entries hold the newest part alone.",
        missing,
        shorter,
      );
};
