/** The view Domain Controllers with its commands, whose work is loaded when one is first used. */
import type * as vscode from "vscode";
import type { Runs } from "../setup/engine/runs.ts";
import { controllerCommands, ControllersView, type ListRow } from "./controllersView.ts";
import type { Log } from "./surfaces/log.ts";
import { showDragTree } from "./surfaces/tree.ts";

interface ControllerTree extends vscode.Disposable {
  /** What each command does, by its name. */
  readonly commands: Readonly<Record<string, (argument?: unknown) => Promise<void>>>;
}

/** `failed` is told what went wrong after something was dropped: nobody waits for that. */
export const controllerTree = (runs: Runs, log: Log, failed: (error: unknown) => void): ControllerTree => {
  const rows = new ControllersView(runs, log);
  const selected = (): ListRow | undefined => tree.selected();
  const work = async () => new (await import("./controllerCommands.ts")).ControllerCommands(runs, selected);
  const tree = showDragTree({
    view: "cloudSyncSetup.controllers",
    rows,
    canDrag: ({ kind }) => kind !== "domain",
    drop: async (row, onto) => {
      await work()
        .then((commands) => commands.drop(row, onto))
        .catch(failed);
    },
  });
  return {
    commands: Object.fromEntries(
      controllerCommands.map((name) => [
        name,
        async (argument: unknown) => (await work()).all[name](argument),
      ]),
    ),
    dispose: () => {
      tree.dispose();
      rows.dispose();
    },
  };
};
