/** What an operation's error says, by the code that the module gives it, in words. Pure. */
import * as l10n from "@vscode/l10n";
import type { Problem } from "../setup/problem.ts";
import { installerRefusals, type Refusal } from "./installerRefusals.ts";
import { constrained, stays } from "./sessionProblem.ts";

/** `elevate` is what somebody does next whose session may not do something. */
const known: Readonly<Record<string, (elevate: () => string) => Refusal>> = {
  ...installerRefusals,
  AccessDenied: (elevate) => ({
    code: "accessDenied",
    notNow: true,
    happened: l10n.t("Windows refused access."),
    means: l10n.t("The session's user may not do this, or the session is not elevated."),
    next: [
      elevate(),
      l10n.t("If the session is elevated already, a policy or security software protects the setting."),
    ],
  }),
  NoDesktop: () => ({
    code: "noDesktop",
    notNow: true,
    happened: l10n.t("This session has no desktop."),
    means: l10n.t("The wizard would open where nobody sees it. It was not started."),
    next: [l10n.t("Sign in to the server with a remote desktop and open VS Code there.")],
  }),
  NoRoom: () => ({
    code: "diskFull",
    happened: l10n.t("The server's disk has too little room."),
    means: l10n.t("Nothing was written: a full system drive stops a server."),
    next: [l10n.t("Make room on the server's system drive, and do it again.")],
  }),
  DiskFull: () => ({
    code: "diskFull",
    notNow: true,
    happened: l10n.t("The server's disk is full."),
    means: l10n.t("What had been written until then stays."),
    next: [
      l10n.t("Make room on the server's disk, and do it again: it goes on where it stopped."),
      l10n.t(
        "If the disk has room, ask who administers the server for a larger quota on it for your account.",
      ),
    ],
  }),
  SetupStillRuns: () => ({
    code: "stillRunning",
    outcome: "notKnown",
    happened: l10n.t("The setup program does not finish."),
    means: l10n.t("It was left running: ended in the middle it leaves half an agent."),
    next: [
      l10n.t("Look at the server: Windows Update or another installation may hold it up."),
      l10n.t("Do it again: the running program is found and waited for."),
      l10n.t("Where nothing moves any more, end it as the server said, restart the server, and do it again."),
    ],
  }),
  ChildSilent: () => ({
    code: "stillRunning",
    outcome: "notKnown",
    happened: l10n.t("Microsoft's cmdlets do not finish."),
    means: l10n.t("They were left running: ended in the middle they leave half a registration."),
    next: [
      l10n.t("Wait some minutes, and check again: what they have done shows then."),
      l10n.t("Where nothing moves any more, end that process on the server, or restart the server."),
    ],
  }),
  ConstrainedLanguage: () => {
    const { code, happened, means, next } = constrained("ConstrainedLanguage");
    return { code, notNow: true, happened, means, next };
  },
  ChildNotStarted: () => ({
    code: "operationFailed",
    notNow: true,
    happened: l10n.t("The process in which Microsoft's cmdlets run did not begin."),
    means: l10n.t("Nothing was begun, and nothing was changed."),
    next: [
      l10n.t("Ask whether security software stops programs that PowerShell starts."),
      l10n.t("Look into the log for what PowerShell printed."),
      l10n.t("Then do it again."),
    ],
  }),
  ChildEnded: () => ({
    code: "operationFailed",
    outcome: "notKnown",
    happened: l10n.t("The process in which Microsoft's cmdlets run ended without an answer."),
    means: stays(),
    next: [
      l10n.t("Check again to see what is left."),
      l10n.t("Look into the log for what PowerShell printed."),
    ],
  }),
  TaskNotStarted: () => ({
    code: "operationFailed",
    happened: l10n.t("Windows did not start the setup program as a task."),
    means: l10n.t("It did not run, and nothing was changed."),
    next: [
      l10n.t(
        'Look at the service "Task Scheduler" on the server, and into its event log Microsoft-Windows-TaskScheduler/Operational.',
      ),
      l10n.t("Or sign in to the server with a remote desktop, and do it there: then no task is needed."),
    ],
  }),
  RegistrationRuns: () => ({
    code: "stillRunning",
    notNow: true,
    happened: l10n.t("A registration that was begun before is still running on the server."),
    means: l10n.t("Nothing was begun: two at the same time would disturb each other."),
    next: [
      l10n.t("Wait some minutes, and check again."),
      l10n.t("Where nothing moves any more, end the process that the server named, and do it again."),
    ],
  }),
  ServerBusy: () => ({
    code: "stillRunning",
    notNow: true,
    happened: l10n.t("Somebody else is changing this server."),
    means: l10n.t("Nothing was begun: two at the same time would disturb each other."),
    next: [
      l10n.t("Ask the person whom the server named, or close the other window."),
      l10n.t("Where nothing moves any more, end the process that the server named, and do it again."),
    ],
  }),
  FolderNotOurs: () => ({
    code: "folderNotOurs",
    happened: l10n.t("A folder of this extension on the server is open to others."),
    means: l10n.t("Nothing was begun: what stands there could be theirs."),
    next: [
      l10n.t("Find out who opened it, and delete that folder as an administrator: it is made again."),
      l10n.t("Then do it again."),
    ],
  }),
  NoUninstaller: () => ({
    code: "noUninstaller",
    happened: l10n.t("Windows does not say safely how this program is uninstalled."),
    means: l10n.t("Nothing was started: a program is only run by its full path on a drive of the server."),
    next: [l10n.t("Uninstall it on the server, in Settings under Apps, and check again.")],
  }),
  StillInstalled: () => ({
    code: "stillInstalled",
    outcome: "notKnown",
    happened: l10n.t("The uninstaller has ended, and the program is still there."),
    means: l10n.t("It is not counted as uninstalled."),
    next: [
      l10n.t("Check again in some minutes: an uninstaller may go on by itself."),
      l10n.t("If it stays, restart the server and uninstall it again."),
    ],
  }),
};

/** The problem behind an error event. The server's own message is always part of it; `elevate` is as in `ProcessStart`. */
export const refused = (
  operation: string,
  { code, message, raw }: { readonly code: string; readonly message: string; readonly raw: string },
  elevate: () => string,
): Problem => {
  // A code may be any text, and so be called as what every object has.
  const family = code.split(".")[0] ?? "";
  const one = Object.hasOwn(known, family) ? known[family]?.(elevate) : undefined;
  return one
    ? { ...one, of: "operation", means: `${one.means} ${l10n.t("The server said: {0}", message)}`, raw }
    : {
        code: "operationFailed",
        of: "operation",
        happened: l10n.t("{0} failed: {1}", operation, message),
        means: stays(),
        next: [l10n.t("Check again to see what is left."), l10n.t("The log holds the details.")],
        raw,
      };
};
