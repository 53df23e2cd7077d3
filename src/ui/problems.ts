import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { maskSecrets } from "../setup/masking.ts";
import { CancelledError, ProblemError } from "../setup/problem.ts";

/** Shows a problem that has no step's panel to stand in. The log is offered, because it helps. */
export const showProblem = async (error: unknown, log: vscode.LogOutputChannel): Promise<void> => {
  if (error instanceof CancelledError) return;
  const raw =
    error instanceof ProblemError
      ? [error.problem.happened, error.problem.raw ?? ""].join("\n")
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  log.error(maskSecrets(raw));
  const message =
    error instanceof ProblemError
      ? [error.problem.happened, error.problem.means, ...error.problem.next].join(" ")
      : l10n.t("Something went wrong that this extension does not know. The log has the details.");
  const show = l10n.t("Show log");
  if ((await vscode.window.showErrorMessage(message, show)) === show) log.show();
};
