/** What an installer's exit code means. Codes: Windows Installer's own list; 0x80070643 from domain facts 7. */
import * as l10n from "@vscode/l10n";
import type { Problem } from "./problem.ts";

const succeeded = 0;
const restartRequired = 3010;
const restartStarted = 1641;

export const needsRestart = (exitCode: number): boolean =>
  exitCode === restartRequired || exitCode === restartStarted;

const known: Record<number, () => Pick<Problem, "code" | "happened" | "means" | "next">> = {
  1602: () => ({
    code: "installerFailed",
    happened: l10n.t("Somebody cancelled the installer on the server."),
    means: l10n.t("The agent is not installed."),
    next: [l10n.t("Install again, and leave the installer's window on the server alone.")],
  }),
  1603: () => ({
    code: "installerFailed",
    happened: l10n.t("The installer failed (1603)."),
    means: l10n.t("Windows took the installation back. Most often a service was not allowed to start."),
    next: [
      l10n.t(
        'Check that no group policy takes the right "Log on as a service" from NT SERVICE\\ALL SERVICES.',
      ),
      l10n.t("Remove what an earlier agent left, restart the server, and install again."),
    ],
  }),
  1618: () => ({
    code: "installerBusy",
    happened: l10n.t("Another installation is running on the server."),
    means: l10n.t("Windows runs one installation at a time; nothing was changed."),
    next: [l10n.t("Wait until it has finished - Windows Update, often - and install again.")],
  }),
};
/** The same failure as 1603, as bundles report it: 0x80070643 as a signed number. */
const fatal = 0x80070643 | 0;

/** The problem behind an exit code; undefined where the installation succeeded, with or without a restart. */
export const installerFailure = (exitCode: number, logPath: string): Problem | undefined => {
  if (exitCode === succeeded || needsRestart(exitCode)) return undefined;
  const log = logPath === "" ? [] : [l10n.t("The installer's log is {0}.", logPath)];
  const one = known[exitCode === fatal || exitCode === 0x80070643 ? 1603 : exitCode];
  if (one) {
    const problem = one();
    return { ...problem, next: [...problem.next, ...log] };
  }
  return {
    code: "installerFailed",
    happened: l10n.t("The installer ended with exit code {0}.", exitCode),
    means: l10n.t("Whether the agent is installed is not known from that; checking again tells."),
    next: [l10n.t("Check again, and look the code up in the list of Windows Installer errors."), ...log],
  };
};
