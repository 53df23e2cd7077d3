/** What PowerShell writes down on a server of what it is given. Pure. */
import * as l10n from "@vscode/l10n";
import { valueOf, type Fact } from "../values/fact.ts";
import type { LoggingFacts } from "../operations/windows.ts";

/** The logging policies that are on, in words. */
export const recordedBy = ({ scriptBlocks, modules, transcription }: LoggingFacts): readonly string[] => [
  ...(valueOf(scriptBlocks) === true ? [l10n.t("Script blocks")] : []),
  ...(valueOf(transcription) === true ? [l10n.t("Transcription")] : []),
  ...((valueOf(modules) ?? []).length > 0
    ? [l10n.t("Modules: {0}", (valueOf(modules) ?? []).join(", "))]
    : []),
];

/** Those that are on, and those that could not be read: for a secret, not known is no better than on. */
export const mayBeRecordedBy = (read: Fact<LoggingFacts>): readonly string[] => {
  if ("unread" in read) return [l10n.t("not known ({0})", read.unread)];
  const logging = read.value;
  const unread = [logging.scriptBlocks, logging.transcription, logging.modules].flatMap((fact) =>
    "unread" in fact ? [fact.unread] : [],
  );
  return [...recordedBy(logging), ...(unread[0] === undefined ? [] : [l10n.t("not known ({0})", unread[0])])];
};
