/** Offers to go on where VS Code was closed in the middle. Looks first: what is true on the server decides. */
import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { Run } from "../setup/engine/run.ts";
import type { Runs } from "../setup/engine/runs.ts";
import type { StepId } from "../setup/step.ts";
import type { Panels } from "./panels.ts";
import { inform } from "./surfaces/notifications.ts";

const offer = async (run: Run, panels: Panels, step: StepId): Promise<void> => {
  const go = l10n.t("Continue");
  const answer = await inform(
    l10n.t('The work on {0} was interrupted at "{1}".', run.name, run.stepOf(step).title()),
    go,
  );
  if (answer !== go) return;
  panels.open({ server: run.target.id, step });
  await run.check(step);
};

/** A walkthrough shows the active server's steps and asks for nothing: its record is read so long after the start. */
const afterStartMs = 500;

/** Each server once, when its record is read. `failed` is told where it cannot be. */
export const offersToContinue = (
  runs: Runs,
  panels: Panels,
  failed: (error: unknown) => void,
): vscode.Disposable => {
  const offered = new Set<Run>();
  const timer = setTimeout(() => {
    runs.active.open().catch(failed);
  }, afterStartMs);
  const stop = runs.onChange((id) => {
    const run = runs.find(id);
    if (run?.interrupted === undefined || offered.has(run)) return;
    offered.add(run);
    void offer(run, panels, run.interrupted);
  });
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    stop();
  });
};
