/** The Setup view: the server and its steps, live. */
import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { Run } from "../setup/engine/run.ts";
import type { Step, StepState } from "../setup/step.ts";
import { treeRow } from "./surfaces/items.ts";
import { stateDetail, stateWord } from "../setup/words.ts";

const icons: Record<StepState["kind"], vscode.ThemeIcon> = {
  todo: new vscode.ThemeIcon("circle-large-outline"),
  answered: new vscode.ThemeIcon("circle-filled"),
  running: new vscode.ThemeIcon("sync~spin"),
  waiting: new vscode.ThemeIcon("watch"),
  done: new vscode.ThemeIcon("pass-filled", new vscode.ThemeColor("testing.iconPassed")),
  stale: new vscode.ThemeIcon("history"),
  failed: new vscode.ThemeIcon("error", new vscode.ThemeColor("testing.iconFailed")),
};

type Node = { readonly kind: "server" } | { readonly kind: "step"; readonly step: Step };

export class SetupView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #run: Run;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #stop: () => void;
  readonly #server: Node = { kind: "server" };

  constructor(run: Run) {
    this.#run = run;
    this.#stop = run.onChange(() => {
      this.#changed.fire(undefined);
    });
  }

  dispose(): void {
    this.#stop();
    this.#changed.dispose();
  }

  getChildren(node?: Node): Node[] {
    if (!node) return [this.#server];
    return node.kind === "server" ? this.#run.steps.map((step) => ({ kind: "step", step })) : [];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return node.kind === "server" ? this.#serverItem() : this.#stepItem(node.step);
  }

  #serverItem(): vscode.TreeItem {
    return treeRow({
      id: "server",
      label: this.#run.server.name,
      icon: new vscode.ThemeIcon("server"),
      description: l10n.t("this machine"),
      contextValue: "server",
      expanded: true,
    });
  }

  #stepItem(step: Step): vscode.TreeItem {
    const state = this.#run.stateOf(step.id);
    const word = stateWord(state);
    const detail = stateDetail(state);
    return treeRow({
      id: step.id,
      label: step.title(),
      icon: icons[state.kind],
      description: state.kind === "todo" ? (detail ?? word) : word,
      tooltip: detail === undefined ? word : `${word}: ${detail}`,
      contextValue: state.kind === "running" ? "step.running" : "step",
      click: { command: "cloudSyncSetup.openStep", title: l10n.t("Open"), about: step.id },
    });
  }
}
