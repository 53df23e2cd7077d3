/** Every command of the palette and the views. */
import * as vscode from "vscode";
import type { Run } from "../setup/engine/run.ts";
import type { Runs } from "../setup/engine/runs.ts";
import type { TargetStore } from "../setup/engine/targetStore.ts";
import type { AddingServer } from "../setup/addingServer.ts";
import { addServer } from "./addServer.ts";
import { isAbout, refOf, runOf } from "./commandAbout.ts";
import type { Panels } from "./panels.ts";
import { chooseProcedure } from "./procedures.ts";
import { TraceReports } from "./diagnoseTrace.ts";
import { savePlan } from "./planFile.ts";
import { PlanFiles } from "./usePlan.ts";
import { showProblem } from "./problems.ts";
import { LogBundles } from "./saveLogs.ts";
import { saveReport, type ReportOwner } from "./saveReport.ts";
import type { Log } from "./surfaces/log.ts";
import { TakingBack } from "./takingBack.ts";
import { undoChanges } from "./undoChanges.ts";

const walkthrough = "cloud-sync-setup.cloud-sync-setup#install";

export const commands = (
  runs: Runs,
  panels: Panels,
  targets: TargetStore,
  log: Log,
  {
    owner,
    adding,
    more,
  }: {
    readonly owner: ReportOwner;
    readonly adding: readonly AddingServer[];
    /** Those of another view, by their names. */
    readonly more: Readonly<Record<string, (argument?: unknown) => Promise<void>>>;
  },
): vscode.Disposable => {
  const on = (name: string, work: (argument?: unknown) => Promise<void> | void) =>
    vscode.commands.registerCommand(`cloudSyncSetup.${name}`, async (argument?: unknown) => {
      try {
        await work(argument);
      } catch (error) {
        await showProblem(error, log);
      }
    });
  /** With the server's record at hand. */
  const onServer = (name: string, work: (run: Run) => Promise<void>) =>
    on(name, async (argument) => {
      const run = runOf(runs, argument);
      await run.open();
      await work(run);
    });
  const reports = new TraceReports();
  const plans = new PlanFiles();
  const bundles = new LogBundles();
  const takingBack = new TakingBack(owner.language);
  return vscode.Disposable.from(
    reports,
    plans,
    bundles,
    takingBack,
    on("openWalkthrough", async () => {
      await vscode.commands.executeCommand("workbench.action.openWalkthrough", walkthrough, false);
    }),
    on("openStep", async (argument) => {
      const ref = await refOf(runs, argument);
      if (ref) panels.show(ref);
    }),
    on("openStepBeside", async (argument) => {
      const ref = await refOf(runs, argument);
      if (ref) panels.showBeside(ref);
    }),
    on("checkStep", async (argument) => {
      const ref = await refOf(runs, argument);
      if (ref) await runs.of(ref.server).check(ref.step);
    }),
    onServer("checkAll", (run) => run.checkAll()),
    onServer("chooseProcedure", (run) => chooseProcedure(targets, run)),
    onServer("saveLogs", (run) => bundles.save(run)),
    on("saveReport", async (argument) => {
      const run = runOf(runs, argument);
      await run.open();
      await saveReport(run, owner, argument instanceof vscode.Uri ? argument : undefined);
    }),
    on("diagnoseTrace", (argument) =>
      reports.diagnose(argument instanceof vscode.Uri ? argument : undefined, {
        cloud: runs.active.known.plan.cloud,
      }),
    ),
    onServer("undoChanges", (run) => undoChanges(run, takingBack)),
    onServer("takePermissionsBack", (run) => takingBack.show(run)),
    on("cancelStep", async (argument) => {
      const { busy } = runs;
      if (busy?.busyWith !== undefined && !isAbout(argument)) {
        busy.cancel(busy.busyWith);
        return;
      }
      const ref = await refOf(runs, argument);
      if (ref) runs.of(ref.server).cancel(ref.step);
    }),
    on("usePlan", async (argument) => {
      const run = runs.active;
      await run.open();
      await plans.use(run, argument instanceof vscode.Uri ? argument : undefined);
    }),
    onServer("takePlanBack", (run) => plans.takeBack(run)),
    on("savePlan", () => savePlan(runs.active.plan.whole)),
    // The palette has it where there is a way that servers are added by.
    on("addServer", () => addServer(adding, targets)),
    ...Object.entries(more).map(([name, work]) => on(name, work)),
    on("showLog", () => {
      log.show();
    }),
  );
};
