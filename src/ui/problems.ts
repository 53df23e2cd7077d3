import * as l10n from "@vscode/l10n";
import { CancelledError, ProblemError, type Problem } from "../setup/problem.ts";
import type { Log } from "./surfaces/log.ts";
import { complain } from "./surfaces/notifications.ts";
import { withClockTimes } from "../setup/values/moments.ts";

/** What the message says. What is wrong in a plan is a text of whoever wrote it, and may be long: a page shows it. */
const messageOf = ({ code, happened, means, next }: Problem): string =>
  [
    happened,
    means,
    ...(code === "planInvalid" ? [l10n.t("The page that was opened says what is wrong in it.")] : next),
  ].join(" ");

/** What cannot be masked is not logged. */
const logged = async (error: unknown): Promise<string> => {
  try {
    const { problemForLog } = await import("./problemForLog.ts");
    return problemForLog(error);
  } catch (notLoaded) {
    return String(notLoaded);
  }
};

/** Shows a problem that has no step's panel to stand in. The log is offered, because it helps. */
export const showProblem = async (error: unknown, log: Log): Promise<void> => {
  if (error instanceof CancelledError) return;
  log.error(await logged(error));
  const message =
    error instanceof ProblemError
      ? messageOf(error.problem)
      : l10n.t("Something went wrong that this extension does not know. The log has the details.");
  const show = l10n.t("Show log");
  if ((await complain(withClockTimes(message), show)) === show) log.show();
};
