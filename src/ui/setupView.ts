/** The Setup view: the server and its steps, live. */
import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { Run } from "../setup/run.ts";
import type { Step, StepState } from "../setup/step.ts";
import { stateDetail, stateWord } from "./words.ts";

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
    const item = new vscode.TreeItem(this.#run.server.name, vscode.TreeItemCollapsibleState.Expanded);
    item.id = "server";
    item.iconPath = new vscode.ThemeIcon("server");
    item.description = l10n.t("this machine");
    item.contextValue = "server";
    return item;
  }

  #stepItem(step: Step): vscode.TreeItem {
    const state = this.#run.stateOf(step.id);
    const word = stateWord(state);
    const detail = stateDetail(state);
    const item = new vscode.TreeItem(step.title());
    item.id = step.id;
    item.iconPath = icons[state.kind];
    item.description = state.kind === "todo" ? (detail ?? word) : word;
    item.tooltip = detail === undefined ? word : `${word}: ${detail}`;
    item.accessibilityInformation = { label: `${step.title()}, ${item.tooltip}` };
    item.contextValue = state.kind === "running" ? "step.running" : "step";
    item.command = { command: "cloudSyncSetup.openStep", title: l10n.t("Open"), arguments: [step.id] };
    return item;
  }
}
