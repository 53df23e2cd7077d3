/** The Setup view: each server with its steps, live. */
import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { Run } from "../setup/engine/run.ts";
import type { Runs } from "../setup/engine/runs.ts";
import type { StepState } from "../setup/stepState.ts";
import { refKey, type StepRef } from "../setup/stepRef.ts";
import type { ServerId } from "../setup/target.ts";
import { RunsRows } from "./runsRows.ts";
import { treeRow } from "./surfaces/tree.ts";
import type { Log } from "./surfaces/log.ts";
import { stateDetail, stateWord } from "../setup/stateWords.ts";

const icons: Record<StepState["kind"], vscode.ThemeIcon> = {
  todo: new vscode.ThemeIcon("circle-large-outline"),
  answered: new vscode.ThemeIcon("circle-filled"),
  running: new vscode.ThemeIcon("sync~spin"),
  waiting: new vscode.ThemeIcon("watch"),
  done: new vscode.ThemeIcon("pass-filled", new vscode.ThemeColor("testing.iconPassed")),
  stale: new vscode.ThemeIcon("history"),
  failed: new vscode.ThemeIcon("error", new vscode.ThemeColor("testing.iconFailed")),
};

interface StepNode extends StepRef {
  readonly kind: "step";
}
/** What commands of a row are given, too: see `refOf`. */
type Node = { readonly kind: "server"; readonly server: ServerId } | StepNode;

export class SetupView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #runs: Runs;
  readonly #rows: RunsRows;
  readonly onDidChangeTreeData: vscode.Event<undefined>;

  constructor(runs: Runs, log: Log) {
    this.#runs = runs;
    this.#rows = new RunsRows(runs, log);
    this.onDidChangeTreeData = this.#rows.onDidChange;
  }

  dispose(): void {
    this.#rows.dispose();
  }

  /** A server's record is read when its steps are first shown. */
  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) return this.#runs.all.map((run) => ({ kind: "server", server: run.target.id }));
    const { server } = node;
    const run = this.#runs.find(server);
    if (node.kind === "step" || !run) return [];
    await this.#rows.open(run);
    return run.steps.map(({ id }) => ({ kind: "step", server, step: id }));
  }

  getParent(node: Node): Node | undefined {
    return node.kind === "step" ? { kind: "server", server: node.server } : undefined;
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const run = this.#runs.of(node.server);
    return node.kind === "server" ? this.#serverItem(run) : this.#stepItem(run, node);
  }

  #serverItem({ name, where, target: { id } }: Run): vscode.TreeItem {
    return treeRow({
      id: `server:${id}`,
      label: name,
      icon: new vscode.ThemeIcon("server"),
      description: where,
      contextValue: "server",
      expanded: true,
    });
  }

  #stepItem(run: Run, { server, step: id }: StepNode): vscode.TreeItem {
    const state = run.stateOf(id);
    const word = stateWord(state);
    const detail = stateDetail(state);
    return treeRow({
      id: refKey({ server, step: id }),
      label: run.stepOf(id).title(),
      icon: icons[state.kind],
      description: state.kind === "todo" ? (detail ?? word) : word,
      tooltip: detail === undefined ? word : `${word}: ${detail}`,
      contextValue: state.kind === "running" ? "step.running" : "step",
      click: { command: "cloudSyncSetup.openStep", title: l10n.t("Open"), about: { server, step: id } },
    });
  }
}
