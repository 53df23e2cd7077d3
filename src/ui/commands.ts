/** Every command of the palette and the views. */
import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { Run } from "../setup/engine/run.ts";
import { isStepId, type StepId } from "../setup/step.ts";
import type { Panels } from "./panel.ts";
import type { Procedures } from "./procedures.ts";
import { TraceReports } from "./diagnoseTrace.ts";
import { savePlan } from "./planFile.ts";
import { PlanFiles } from "./planFiles.ts";
import { showProblem } from "./problems.ts";
import { LogBundles } from "./saveLogs.ts";
import { chosen } from "./surfaces/boxes.ts";
import type { Log } from "./surfaces/log.ts";
import { undoChanges } from "./undo.ts";
import { stateDetail, stateWord } from "../setup/words.ts";

const walkthrough = "cloud-sync-setup.cloud-sync-setup#install";

/** The step a command is about: its argument from the walkthrough or the tree, or a choice. */
const stepOf = async (run: Run, argument: unknown): Promise<StepId | undefined> => {
  if (typeof argument === "string" && isStepId(argument)) return argument;
  if (typeof argument === "object" && argument !== null && "step" in argument) {
    const { step } = argument;
    if (
      typeof step === "object" &&
      step !== null &&
      "id" in step &&
      typeof step.id === "string" &&
      isStepId(step.id)
    )
      return step.id;
  }
  return chosen(
    run.steps.map((step) => {
      const state = run.stateOf(step.id);
      return {
        label: step.title(),
        description: stateWord(state),
        detail: stateDetail(state) ?? "",
        value: step.id,
      };
    }),
    { title: run.server.name, placeHolder: l10n.t("Choose a step") },
  );
};

export const commands = (run: Run, panels: Panels, procedures: Procedures, log: Log): vscode.Disposable => {
  const on = (name: string, work: (argument?: unknown) => Promise<void> | void) =>
    vscode.commands.registerCommand(`cloudSyncSetup.${name}`, async (argument?: unknown) => {
      try {
        await work(argument);
      } catch (error) {
        await showProblem(error, log);
      }
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
      const id = await stepOf(run, argument);
      if (id) panels.show(id);
    }),
    on("checkStep", async (argument) => {
      const id = await stepOf(run, argument);
      if (id) await run.check(id);
    }),
    on("checkAll", () => run.checkAll()),
    on("chooseProcedure", () => procedures.choose(run)),
    on("saveLogs", () => bundles.save(run.server)),
    on("diagnoseTrace", (argument) =>
      reports.diagnose(argument instanceof vscode.Uri ? argument : undefined, {
        cloud: run.known.plan.cloud,
      }),
    ),
    on("undoChanges", () => undoChanges(run)),
    on("cancelStep", async (argument) => {
      const id = run.busyWith ?? (await stepOf(run, argument));
      if (id) run.cancel(id);
    }),
    on("usePlan", async (argument) => {
      await plans.use(run, argument instanceof vscode.Uri ? argument : undefined);
    }),
    on("takePlanBack", () => plans.takeBack(run)),
    on("savePlan", () => savePlan(run.known.plan)),
    on("showLog", () => {
      log.show();
    }),
  );
};
