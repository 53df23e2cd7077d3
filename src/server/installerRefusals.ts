/** What it means that the server did not take an installer, by the family of its code: the address, the path, the file. Pure. */
import * as l10n from "@vscode/l10n";
import type { Problem, ProblemCode } from "../setup/problem.ts";
import { titleOf } from "../setup/stepTitles.ts";

/** What an operation's error says beside the server's own message. */
export type Refusal = Pick<Problem, "happened" | "means" | "next" | "outcome" | "notNow"> & {
  code: ProblemCode;
};

export const installerRefusals = {
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
} as const satisfies Readonly<Record<string, () => Refusal>>;
