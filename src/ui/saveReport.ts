/** A server's change report as a file: where to is asked, Markdown or HTML by its ending. */
import { homedir } from "node:os";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { Run } from "../setup/engine/run.ts";
import { ProblemError } from "../setup/problem.ts";
import type { ReportAbout } from "../setup/report/changeReport.ts";
import type { Page } from "../setup/report/page.ts";
import type * as documentsModule from "./documents.ts";
import { writeNamed } from "./namedFiles.ts";
import { proposedName } from "./proposedName.ts";
import { fileToSave } from "./surfaces/boxes.ts";
import { inform } from "./surfaces/notifications.ts";

/** What every report of this window says: whose records these are, and with what they are shown. */
export type ReportOwner = Pick<ReportAbout, "user" | "machine" | "extension" | "language">;

type Documents = typeof documentsModule;

const writers: Readonly<Record<string, (documents: Documents) => (page: Page) => string>> = {
  ".html": ({ htmlPage }) => htmlPage,
  ".htm": ({ htmlPage }) => htmlPage,
  ".md": ({ markdownPage }) => markdownPage,
};

/** @throws ProblemError where the ending says nothing. */
const writerOf = (file: vscode.Uri): ((documents: Documents) => (page: Page) => string) => {
  const ending = path.posix.extname(file.path).toLowerCase();
  const writer = Object.hasOwn(writers, ending) ? writers[ending] : undefined;
  if (writer) return writer;
  throw new ProblemError({
    code: "operationFailed",
    happened: l10n.t("{0} ends neither in .html nor in .md.", file.fsPath),
    means: l10n.t("No report was written."),
    next: [l10n.t("Save it again under a name with one of these endings.")],
  });
};

const chooseFile = (server: string, at: string): Thenable<vscode.Uri | undefined> => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  return fileToSave({
    title: l10n.t("Save the change report"),
    filters: { HTML: ["html"], Markdown: ["md"] },
    defaultUri: vscode.Uri.joinPath(folder, proposedName("cloud-sync-report", server, at, "html")),
  });
};

/** Asks where to, unless that is given, and writes what the record tells now. Nothing happens where the question is closed. */
export const saveReport = async (run: Run, owner: ReportOwner, given?: vscode.Uri): Promise<void> => {
  const at = new Date().toISOString();
  const file = given ?? (await chooseFile(run.name, at));
  if (!file) return;
  const writer = writerOf(file);
  const documents = await import("./documents.ts");
  const page = documents.changeReport(run.record, { ...owner, server: run.name, id: run.target.id, at });
  await writeNamed(file, writer(documents)(page), {
    what: l10n.t("The report"),
    means: l10n.t("No report was written; a file that was there before is unharmed, and so is the record."),
  });
  void inform(l10n.t("The change report of {0} is in {1}.", run.name, file.fsPath));
};
