/** Is an installer's version one to install? Pure. What is older than what is there, or than this extension can use, is not. */
import * as l10n from "@vscode/l10n";
import { agentDoes, newestKnownVersion } from "./versions.ts";
import { openFindings, type Finding } from "../finding.ts";
import { compareVersions, judgeInstaller } from "./installer.ts";
import type { Attestation } from "../journal.ts";
import type { InstallerFacts } from "../operations/installer.ts";

/** `installed`: the version of the agent that is there, where one is. */
const judgeVersion = (version: string, installed: string | undefined): Finding => {
  const about = {
    rule: "installerVersion",
    about: version,
    why: l10n.t(
      "Every version of Microsoft's stays signed by Microsoft, with the faults that were mended since.",
    ),
    source: "versions",
    evidence: [
      { name: l10n.t("Version"), value: version },
      { name: l10n.t("Newest known"), value: newestKnownVersion },
      ...(installed === undefined ? [] : [{ name: l10n.t("Installed"), value: installed }]),
    ],
  } as const;
  const fix = {
    kind: "link",
    link: "portal",
    whatToDo: l10n.t("Download the agent again from the portal: Cloud sync, then Agents."),
  } as const;
  if (!agentDoes(version, "managedAccount"))
    return {
      ...about,
      verdict: "fail",
      summary: l10n.t("Version {0} cannot run as a managed account. It will not be installed.", version),
      fix,
    };
  if (installed !== undefined && compareVersions(version, installed) < 0)
    return {
      ...about,
      verdict: "fail",
      summary: l10n.t("Version {0} is older than {1}, which is installed.", version, installed),
      fix,
    };
  if (compareVersions(version, newestKnownVersion) < 0)
    return {
      ...about,
      verdict: "unknown",
      summary: l10n.t("Version {0} is older than {1}, the newest known.", version, newestKnownVersion),
      unread: l10n.t(
        "Which of the faults that were mended since matter here is not known. Download a newer one from the portal, or accept this version by name.",
      ),
    };
  return { ...about, verdict: "pass", summary: l10n.t("The installer's version is {0}.", version) };
};

/** Judges signature and product, then the version. `installer` is there only where it may be run. */
export const judgeOffered = (
  facts: InstallerFacts,
  installed: string | undefined,
  attestations: readonly Attestation[],
): ReturnType<typeof judgeInstaller> & { readonly isOlder: boolean } => {
  const judged = judgeInstaller(facts);
  const { installer, ...rest } = judged;
  if (!installer) return { ...rest, isOlder: false };
  const found = judgeVersion(installer.version, installed);
  return {
    ...rest,
    findings: [...judged.findings, found],
    ...(openFindings([found], attestations).length === 0 ? { installer } : {}),
    isOlder: installed !== undefined && compareVersions(installer.version, installed) < 0,
  };
};
