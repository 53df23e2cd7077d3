/** The panels: one for each server, which shows one of its steps at a time, and those that a person opened beside it. */
import type * as vscode from "vscode";
import type { Runs } from "../setup/engine/runs.ts";
import type { StepId } from "../setup/step.ts";
import type { StepRef } from "../setup/stepRef.ts";
import type { ServerId } from "../setup/target.ts";
import { showProblem } from "./problems.ts";
import { StepPanel } from "./stepPanel.ts";
import type { Log } from "./surfaces/log.ts";

export class Panels implements vscode.Disposable {
  readonly #runs: Runs;
  readonly #extension: vscode.Uri;
  readonly #log: Log;
  readonly #main = new Map<ServerId, StepPanel>();
  /** Every open one, with its server. */
  readonly #all = new Map<StepPanel, ServerId>();
  readonly #stop: () => void;

  constructor(runs: Runs, extension: vscode.Uri, log: Log) {
    this.#runs = runs;
    this.#extension = extension;
    this.#log = log;
    this.#stop = runs.onChange((id) => {
      if (!runs.find(id)) this.#closeAllOf(id);
    });
  }

  dispose(): void {
    this.#stop();
    for (const panel of [...this.#all.keys()]) panel.close();
  }

  /** Shows a step, and looks at it again where its last word is older than this start of VS Code. */
  show(ref: StepRef): void {
    this.open(ref);
    this.#refresh(ref);
  }

  /** Shows a step as it is. */
  open({ server, step }: StepRef): void {
    const open = this.#main.get(server);
    if (open) open.show(step);
    else this.#main.set(server, this.#create(server, step, false));
  }

  /** Shows a step beside what is shown, in a panel of its own. */
  showBeside(ref: StepRef): void {
    this.#create(ref.server, ref.step, true);
    this.#refresh(ref);
  }

  #create(server: ServerId, at: StepId, beside: boolean): StepPanel {
    const panel = new StepPanel(at, {
      run: this.#runs.of(server),
      extension: this.#extension,
      beside,
      show: (step) => {
        panel.show(step);
        this.#refresh({ server, step });
      },
      warn: this.#log.warn,
      failed: (error) => void showProblem(error, this.#log),
      closed: () => {
        this.#all.delete(panel);
        if (this.#main.get(server) === panel) this.#main.delete(server);
      },
    });
    this.#all.set(panel, server);
    return panel;
  }

  #refresh({ server, step }: StepRef): void {
    const run = this.#runs.of(server);
    const work = async () => {
      await run.open();
      await this.#runs.activate(server);
      await run.refresh(step);
    };
    work().catch((error: unknown) => showProblem(error, this.#log));
  }

  #closeAllOf(id: ServerId): void {
    for (const [panel, server] of [...this.#all]) if (server === id) panel.close();
  }
}
