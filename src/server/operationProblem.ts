/** What an operation's error says, by the code that the module gives it, in words. Pure. */
import * as l10n from "@vscode/l10n";
import type { Problem, ProblemCode } from "../setup/problem.ts";
import { constrained, stays } from "./sessionProblem.ts";
import { titleOf } from "../setup/stepTitles.ts";

type Words = Pick<Problem, "happened" | "means" | "next" | "outcome" | "notNow"> & { code: ProblemCode };

/** `elevate` is what somebody does next whose session may not do something. */
const known: Readonly<Record<string, (elevate: () => string) => Words>> = {
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
  DownloadStopped: () => ({
    code: "downloadStopped",
    happened: l10n.t("The download stopped half-way."),
    means: l10n.t("What has arrived is kept."),
    next: [
      l10n.t("Download again: it goes on where it stopped."),
      l10n.t("If it stops again, ask the network team about the proxy, or copy the file to the server."),
    ],
  }),
  AddressRefused: () => ({
    code: "downloadRefused",
    happened: l10n.t("The installer is not downloaded from this address."),
    means: l10n.t(
      "Downloads come over https only, also where an address sends to another, and nothing arrived.",
    ),
    next: [
      l10n.t("Correct the address: the portal's download button has the right one."),
      l10n.t("If it is right, ask the network team whether a proxy sends downloads elsewhere."),
    ],
  }),
  TooBig: () => ({
    code: "downloadRefused",
    happened: l10n.t("The file is too large to be the agent's installer."),
    means: l10n.t("What had arrived of it was removed."),
    next: [l10n.t("Correct the address or the path: the installer has some tens of megabytes.")],
  }),
  NoRoom: () => ({
    code: "diskFull",
    happened: l10n.t("The server's disk has too little room."),
    means: l10n.t("Nothing was written: a full system drive stops a server."),
    next: [l10n.t("Make room on the server's system drive, and do it again.")],
  }),
  PathRefused: () => ({
    code: "notReady",
    happened: l10n.t("The file cannot be named like this."),
    means: l10n.t("Nothing was read from there, and nothing was run."),
    next: [
      l10n.t(
        "Name a program by its full path on a drive, such as C:\\Users\\ada\\Downloads\\AADConnectProvisioningAgentSetup.exe, or on a share.",
      ),
      l10n.t(
        "A link is followed on the server's own drives only: what lies on a share is named by the share's own path.",
      ),
    ],
  }),
  ShareNotAgreed: () => ({
    code: "notReady",
    happened: l10n.t("Nobody agreed to read from that share."),
    means: l10n.t("Windows would sign the session's user in there. Nothing was read."),
    next: [
      l10n.t('Do the step "{0}" again, and say yes to the host or choose a drive.', titleOf("download")),
    ],
  }),
  FileMissing: () => ({
    code: "notReady",
    happened: l10n.t("The file that was named is not there."),
    means: l10n.t("The installer cannot be checked or run."),
    next: [l10n.t("Copy the installer to the server, or correct the path."), l10n.t("Then check again.")],
  }),
  NotProgram: () => ({
    code: "installerRejected",
    happened: l10n.t("The file is not the provisioning agent's installer."),
    means: l10n.t("It was not copied and not run."),
    next: [l10n.t("Download the installer again from the portal.")],
  }),
  NotAgent: () => ({
    code: "installerRejected",
    happened: l10n.t("The file is not the provisioning agent's installer."),
    means: l10n.t("It was not run."),
    next: [l10n.t("Download the installer again from the portal.")],
  }),
  VersionRefused: () => ({
    code: "installerRejected",
    happened: l10n.t("The installer's version is not one to install."),
    means: l10n.t("It was not run."),
    next: [l10n.t("Download the installer again from the portal.")],
  }),
  NotSeenInstalled: () => ({
    code: "installerFailed",
    happened: l10n.t("The installer said that it succeeded, and the agent is not there."),
    means: l10n.t("The record does not say that anything was installed."),
    next: [
      l10n.t("Check again: what is installed shows then."),
      l10n.t("Look into the installer's log on the server, and install again."),
    ],
  }),
  NotOwn: () => ({
    code: "installerRejected",
    happened: l10n.t("The installer is not in the folder that only administrators write to."),
    means: l10n.t("It was not run."),
    next: [l10n.t('Go through the step "{0}" again.', titleOf("download"))],
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
  HashMismatch: () => ({
    code: "installerRejected",
    happened: l10n.t("The installer changed after it was checked."),
    means: l10n.t("It was not run."),
    next: [l10n.t("Find out who writes to that folder."), l10n.t("Download the installer again.")],
  }),
  NotSigned: () => ({
    code: "installerRejected",
    happened: l10n.t("The installer is not signed by Microsoft Corporation."),
    means: l10n.t("It was not run."),
    next: [l10n.t("Download the installer again from the portal.")],
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
