/** Every command of the palette and the views. */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import * as vscode from "vscode";
import type { Run } from "../setup/engine/run.ts";
import type { Runs } from "../setup/engine/runs.ts";
import type { TargetStore } from "../setup/engine/targetStore.ts";
import { asStepId } from "../setup/step.ts";
import type { StepRef } from "../setup/stepRef.ts";
import { serverId } from "../setup/target.ts";
import type { Panels } from "./panel.ts";
import { chooseProcedure } from "./procedures.ts";
import { TraceReports } from "./diagnoseTrace.ts";
import { savePlan } from "./planFile.ts";
import { PlanFiles } from "./planFiles.ts";
import { showProblem } from "./problems.ts";
import { LogBundles } from "./saveLogs.ts";
import { saveReport, type ReportOwner } from "./saveReport.ts";
import { chosen } from "./surfaces/boxes.ts";
import type { Log } from "./surfaces/log.ts";
import { undoChanges } from "./undo.ts";
import { stateDetail, stateWord } from "../setup/words.ts";

const walkthrough = "cloud-sync-setup.cloud-sync-setup#install";

const stepName = v.pipe(v.string(), v.maxLength(200), v.transform(asStepId));

/** What a command is about, as VS Code hands it on: a step of the active server, or of one that is named, or that server. */
const about = v.union([
  v.pipe(
    stepName,
    v.transform((step) => ({ step })),
  ),
  v.object({ server: serverId, step: v.optional(stepName) }),
]);

/** The server a command is about: the one it was called on, or the active one. */
const runOf = (runs: Runs, argument: unknown): Run => {
  const given = v.safeParse(about, argument);
  const named = given.success && "server" in given.output ? runs.find(given.output.server) : undefined;
  return named ?? runs.active;
};

/** The step a command is about, with its server: from the walkthrough or the tree, or chosen. What is not to be found is no step. */
const refOf = async (runs: Runs, argument: unknown): Promise<StepRef | undefined> => {
  const run = runOf(runs, argument);
  const server = run.target.id;
  await run.open();
  const given = v.safeParse(about, argument);
  const named = given.success ? given.output.step : undefined;
  if (named !== undefined && run.knows(named)) return { server, step: named };
  const step = await chosen(
    run.steps.map(({ id, title }) => {
      const state = run.stateOf(id);
      return {
        label: title(),
        description: stateWord(state),
        detail: stateDetail(state) ?? "",
        value: id,
      };
    }),
    { title: run.name, placeHolder: l10n.t("Choose a step") },
  );
  return step && { server, step };
};

export const commands = (
  runs: Runs,
  panels: Panels,
  targets: TargetStore,
  log: Log,
  owner: ReportOwner,
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
  return vscode.Disposable.from(
    reports,
    plans,
    bundles,
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
    onServer("undoChanges", undoChanges),
    on("cancelStep", async (argument) => {
      const { busy } = runs;
      if (busy?.busyWith !== undefined && !v.is(about, argument)) {
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
    on("showLog", () => {
      log.show();
    }),
  );
};
