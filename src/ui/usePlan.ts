/** Takes a plan from a file, and takes it back: both after what would change was shown, and a yes. */
import * as l10n from "@vscode/l10n";
import type * as vscode from "vscode";
import type { WholePlan } from "../setup/plan.ts";
import { ProblemError } from "../setup/problem.ts";
import type { Run } from "../setup/engine/run.ts";
import { openPlan } from "./planFile.ts";
import { confirm, inform } from "./surfaces/notifications.ts";
import { ReadOnlyPages } from "./surfaces/pages.ts";
import { clockTime } from "../setup/values/moments.ts";

/** How a change of the plan is asked about. */
interface PlanQuestion {
  readonly title: string;
  readonly message: string;
  readonly yes: string;
  /** Said where nothing would change. */
  readonly same: string;
}

export class PlanFiles implements vscode.Disposable {
  readonly #pages = new ReadOnlyPages("cloud-sync-plan", () =>
    l10n.t("Use the plan file again: this page was not kept."),
  );

  dispose(): void {
    this.#pages.dispose();
  }

  /**
   * Uses a plan file in place of the plan in use. @throws ProblemError `planInvalid` after a page that says what is wrong.
   * Nothing happens where a question is closed.
   */
  async use(run: Run, given: vscode.Uri | undefined): Promise<void> {
    const opened = await this.#open(given);
    if (!opened) return;
    const { name, plan } = opened;
    const agreed = await this.#agreed(run, plan, {
      title: l10n.t("What using the plan {0} changes", name),
      message: l10n.t("Use the plan {0}?", name),
      yes: l10n.t("Use this plan"),
      same: l10n.t("The plan {0} says what the plan in use says. Nothing was changed.", name),
    });
    if (!agreed) return;
    await run.plan.useFile(plan, name);
    void inform(
      l10n.t("The plan {0} is in use. It can be taken back: Cloud Sync: Take the Plan Back...", name),
    );
  }

  /** Puts the plan back that was in use before the last plan file was taken. */
  async takeBack(run: Run): Promise<void> {
    const last = run.plan.taken;
    if (!last) {
      void inform(l10n.t("No plan file was taken that could be taken back."));
      return;
    }
    const agreed = await this.#agreed(run, last.before, {
      title: l10n.t("What taking the plan {0} back changes", last.file),
      message: l10n.t(
        "Take the plan {0} back? It was taken by {1}, {2}.",
        last.file,
        last.by,
        clockTime(last.at),
      ),
      yes: l10n.t("Take it back"),
      same: l10n.t("The plan in use is the one from before {0}. Nothing was changed.", last.file),
    });
    if (agreed) await run.plan.takeBack(last);
  }

  async #open(given: vscode.Uri | undefined): ReturnType<typeof openPlan> {
    try {
      return await openPlan(given);
    } catch (error) {
      if (error instanceof ProblemError && error.problem.code === "planInvalid") {
        const { wrongPage } = await import("./documents.ts");
        await this.#pages.show(`${l10n.t("What is wrong in the plan file")}.txt`, wrongPage(error.problem));
      }
      throw error;
    }
  }

  /** Shows what would change, and asks; again where the plan in use became another one meanwhile. */
  async #agreed(run: Run, plan: WholePlan, { title, message, yes, same }: PlanQuestion): Promise<boolean> {
    const { planDifferences, changeDetail, changePage } = await import("./documents.ts");
    for (;;) {
      const before = run.plan.whole;
      const differences = planDifferences(before, plan);
      if (differences.length === 0) {
        void inform(same);
        return false;
      }
      const changed = { differences, after: plan, notHere: run.plan.notHere(plan) };
      await this.#pages.show(`${l10n.t("What changes in the plan")}.txt`, changePage(title, changed));
      if (!(await confirm({ message, detail: changeDetail(changed), yes }))) return false;
      if (run.plan.whole === before) return true;
    }
  }
}
