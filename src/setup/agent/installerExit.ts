/**
 * What an installer's exit code means. Codes: Windows Installer's own list; 0x80070643 from Microsoft's page on installations that
 * fail (links.noPrivileges); bundles report the errors of Windows as HRESULT; 267014 is Task Scheduler's for a task that somebody ended.
 */
import * as l10n from "@vscode/l10n";
import type { Problem } from "../problem.ts";

const succeeded = 0;
const restartRequired = 3010;
const restartStarted = 1641;

export const needsRestart = (exitCode: number): boolean =>
  exitCode === restartRequired || exitCode === restartStarted;

const known: Record<number, () => Pick<Problem, "code" | "happened" | "means" | "next">> = {
  112: () => ({
    code: "diskFull",
    happened: l10n.t("The server's disk is full."),
    means: l10n.t("The agent is not installed."),
    next: [l10n.t("Make room on the server's system drive, and install again.")],
  }),
  267014: () => ({
    code: "installerFailed",
    happened: l10n.t("Somebody ended the installer's task on the server."),
    means: l10n.t("It was ended in the middle: half an agent may be there."),
    next: [l10n.t("Restart the server, and install again.")],
  }),
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
/** Other codes of Windows for the same: ERROR_HANDLE_DISK_FULL and ERROR_DISK_QUOTA_EXCEEDED are met as ERROR_DISK_FULL is. */
const sameAs = new Map([
  [39, 112],
  [1295, 112],
]);

/** An HRESULT that stands for an error of Windows, signed or not, as that error (HRESULT_FROM_WIN32); any other code as it is. */
const windowsCode = (exitCode: number): number => (exitCode >>> 16 === 0x8007 ? exitCode & 0xffff : exitCode);

/** The problem behind an exit code; undefined where the installation succeeded, with or without a restart. */
export const installerFailure = (exitCode: number, logPath: string): Problem | undefined => {
  if (exitCode === succeeded || needsRestart(exitCode)) return undefined;
  const log = logPath === "" ? [] : [l10n.t("The installer's log is {0}.", logPath)];
  const code = windowsCode(exitCode);
  const one = known[sameAs.get(code) ?? code];
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
