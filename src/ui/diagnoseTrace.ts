/** A trace file's causes on a page: read as a stream, however long it is, and shown in a document that nobody edits. */
import * as l10n from "@vscode/l10n";
import path from "node:path";
import * as vscode from "vscode";
import type { TraceDiagnosis } from "../setup/diagnosis/trace/diagnoseTrace.ts";
import type { Circumstances } from "../setup/diagnosis/signs/symptom.ts";
import { CancelledError } from "../setup/problem.ts";
import { askToHideNames } from "./hidingNames.ts";
import { nameOf, namedProblem, piecesOf } from "./namedFiles.ts";
import { fileToOpen } from "./surfaces/boxes.ts";
import { withProgress } from "./surfaces/notifications.ts";
import { ReadOnlyPages } from "./surfaces/pages.ts";

/** Where the agent keeps its traces on this machine. */
const traceFolder = (): vscode.Uri | undefined =>
  process.platform === "win32"
    ? vscode.Uri.file(
        path.join(
          process.env.ProgramData ?? "C:\\ProgramData",
          "Microsoft",
          "Azure AD Connect Provisioning Agent",
          "Trace",
        ),
      )
    : undefined;

const chooseFile = (): Promise<vscode.Uri | undefined> => {
  const folder = traceFolder();
  return fileToOpen({
    title: l10n.t("Diagnose a trace file"),
    openLabel: l10n.t("Diagnose"),
    filters: { [l10n.t("Traces and logs")]: ["log", "txt"], [l10n.t("All files")]: ["*"] },
    ...(folder ? { defaultUri: folder } : {}),
  });
};

/** @throws CancelledError; ProblemError where the file cannot be read. */
const read = async (
  file: vscode.Uri,
  known: Circumstances,
  signal: AbortSignal,
  tell: (percent: number) => void,
): Promise<TraceDiagnosis> => {
  const { traceDiagnosis, textPieces } = await import("../setup/health/assessment.ts");
  const diagnosis = traceDiagnosis(known);
  const text = textPieces();
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    let done = 0;
    let told = 0;
    for await (const piece of piecesOf(file, signal)) {
      if (signal.aborted) throw new CancelledError();
      diagnosis.take(text.take(piece));
      done += piece.length;
      const percent = Math.min(100, Math.floor((100 * done) / Math.max(1, size)));
      if (percent !== told) tell(percent);
      told = percent;
    }
  } catch (error) {
    if (signal.aborted) throw new CancelledError();
    throw namedProblem(error, file, {
      what: l10n.t("The trace file"),
      means: l10n.t("Nothing was diagnosed."),
    });
  }
  diagnosis.take(text.end());
  return diagnosis.end();
};

/** The pages shown, and how one is made. */
export class TraceReports implements vscode.Disposable {
  readonly #pages = new ReadOnlyPages("cloud-sync-diagnosis", () =>
    l10n.t("Diagnose the trace file again: this page was not kept."),
  );

  dispose(): void {
    this.#pages.dispose();
  }

  /** Asks what is not given, reads, and shows the page. Nothing happens where a question is closed. */
  async diagnose(given: vscode.Uri | undefined, known: Circumstances): Promise<void> {
    const file = given ?? (await chooseFile());
    if (!file) return;
    const hideNames = await askToHideNames();
    if (hideNames === undefined) return;
    const name = nameOf(file);
    const told = await withProgress(
      l10n.t("Reading {0}", name),
      (tell, signal) =>
        read(file, known, signal, (percent) => {
          tell({ message: `${percent} %`, percent });
        }),
      true,
    );
    const { traceReport } = await import("../setup/health/assessment.ts");
    await this.#pages.showPreview(
      l10n.t("Diagnosis of {0}", name),
      traceReport(name, told, hideNames, known.cloud),
    );
  }
}
