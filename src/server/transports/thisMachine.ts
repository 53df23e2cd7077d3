/** The machine where VS Code runs: its own Windows PowerShell. */
import path from "node:path";
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import type { ReachWords } from "../../setup/reachWords.ts";
import { thisMachine as here } from "../../setup/target.ts";
import { sessionEnvironment, sessionFolder, windowsFolder } from "./environment.ts";
import { transport, type Launch } from "./transport.ts";

/**
 * The command that starts Windows PowerShell 5.1: the agent's module is a .NET Framework one. By absolute path, so
 * that nothing on the PATH can take its place; Sysnative, so that a 32-bit host gets the 64-bit one.
 */
export const windowsPowerShell = (environment: NodeJS.ProcessEnv, arch: string): readonly string[] => {
  const folder = arch === "ia32" ? "Sysnative" : "System32";
  return [
    path.win32.join(windowsFolder(environment), folder, "WindowsPowerShell", "v1.0", "powershell.exe"),
    "-NoLogo",
    "-NoProfile",
    "-NonInteractive",
    "-Command",
    "-",
  ];
};

const problems: Launch["problems"] = {
  noProgram: (program, raw) => ({
    code: "noPowerShell",
    happened: l10n.t("PowerShell could not be started: {0}", program),
    means: l10n.t("Without it nothing on this machine can be read or changed."),
    next: [
      l10n.t(
        "On Windows Server, Windows PowerShell 5.1 is part of Windows: check that the file exists and may be run.",
      ),
      l10n.t("If this window is not on a Windows server, open one that is, for example with Remote-SSH."),
    ],
    raw,
  }),
  notBegun: (printed) => ({
    code: "sessionNotStarted",
    happened: l10n.t("PowerShell started, but the session did not begin."),
    means: l10n.t("Nothing was read or changed."),
    next: [
      l10n.t("Look into the log for what PowerShell printed."),
      l10n.t("The server may be restarting: wait a minute and check again."),
      l10n.t("Ask whether security software stops programs that VS Code starts."),
    ],
    raw: printed,
  }),
};

const words: ReachWords = {
  introduction: () =>
    l10n.t(
      "The agent is installed on the machine this window runs on. In a Remote-SSH window, that is the remote server.",
    ),
  called: () => l10n.t("This machine"),
  elevate: () => l10n.t("Start VS Code as administrator, and check again."),
  elevateAdministrator: { command: "Start-Process -FilePath code -Verb RunAs" },
  askForAdministrator: () =>
    l10n.t("Ask for a sign-in that is a local administrator, and start VS Code as that user."),
  rightPowerShell: () =>
    l10n.t(
      "Leave the setting cloudSyncSetup.powershellCommand empty, or let it name Windows PowerShell 5.1.",
    ),
  restarting: () =>
    l10n.t(
      "Everybody signed in to it is signed out, and this window closes. Open VS Code again afterwards: the installation goes on from there.",
    ),
};

export const thisMachine = transport({
  kind: here.kind,
  reach: [],
  words,
  settings: {
    powershellCommand: {
      value: v.array(v.string()),
      unset: [],
      says: "Program and arguments that start PowerShell for a session. Empty: Windows PowerShell 5.1 of this machine, by its absolute path.",
    },
  },
  where: () => l10n.t("this machine"),
  launch: (_, { powershellCommand: set }) => ({
    command: set.length > 0 ? set : windowsPowerShell(process.env, process.arch),
    environment: sessionEnvironment(process.env, process.platform),
    folder: sessionFolder(process.env, process.platform),
    startTimeoutMs: 60_000,
    problems,
  }),
});
