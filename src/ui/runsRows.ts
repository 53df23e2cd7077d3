/** What every view of the runs has: its rows are asked for again after each change, and may be looked at without a record. */
import * as vscode from "vscode";
import type { Run } from "../setup/engine/run.ts";
import type { Runs } from "../setup/engine/runs.ts";
import type { Log } from "./surfaces/log.ts";

export class RunsRows implements vscode.Disposable {
  readonly #log: Log;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChange = this.#changed.event;
  readonly #stop: () => void;

  /** `forget`: drops what was made of the runs as they were. */
  constructor(runs: Runs, log: Log, forget: () => void = () => undefined) {
    this.#log = log;
    this.#stop = runs.onChange(() => {
      forget();
      this.#changed.fire(undefined);
    });
  }

  /** Reads a server's record, once. Whatever is done without it says why it cannot be. */
  async open(run: Run): Promise<void> {
    try {
      await run.open();
    } catch (error) {
      this.#log.error(String(error));
    }
  }

  dispose(): void {
    this.#stop();
    this.#changed.dispose();
  }
}
