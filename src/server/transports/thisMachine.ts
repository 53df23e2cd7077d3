/** The machine where VS Code runs: its own Windows PowerShell. */
import path from "node:path";
import * as l10n from "@vscode/l10n";
import { reachWords } from "../../setup/reachWords.ts";
import { sessionEnvironment, sessionFolder, windowsFolder } from "./environment.ts";
import type { Launch, TransportOf } from "./transport.ts";

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

export const thisMachine: TransportOf<"thisMachine"> = {
  where: () => l10n.t("this machine"),
  launch: (_, { powershellCommand }) => {
    const set = powershellCommand();
    return {
      command: set.length > 0 ? set : windowsPowerShell(process.env, process.arch),
      environment: sessionEnvironment(process.env, process.platform),
      folder: sessionFolder(process.env, process.platform),
      startTimeoutMs: 60_000,
      elevate: reachWords("thisMachine").elevate,
      problems,
    };
  },
};
