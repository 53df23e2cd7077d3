/** The view Domain Controllers: of the active server, each planned domain with its order, and what else is known beside it. */
import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import {
  controllerLists,
  type ControllerState,
  type PreferenceList,
  type PreferredItem,
} from "../setup/actions/controllerLists.ts";
import type { Runs } from "../setup/engine/runs.ts";
import type { ServerId } from "../setup/target.ts";
import { RunsRows } from "./runsRows.ts";
import type { Log } from "./surfaces/log.ts";
import { treeRow } from "./surfaces/tree.ts";

const icons: Record<ControllerState, vscode.ThemeIcon> = {
  answers: new vscode.ThemeIcon("pass-filled", new vscode.ThemeColor("testing.iconPassed")),
  partly: new vscode.ThemeIcon("warning", new vscode.ThemeColor("problemsWarningIcon.foreground")),
  silent: new vscode.ThemeIcon("error", new vscode.ThemeColor("testing.iconFailed")),
  notMeasured: new vscode.ThemeIcon("circle-large-outline"),
  gone: new vscode.ThemeIcon("circle-slash"),
};

interface DomainRow {
  readonly kind: "domain";
  readonly server: ServerId;
  readonly domain: string;
}
/** `controller`: in the list; `other`: known, and not in it. */
export interface ControllerRow extends Omit<DomainRow, "kind"> {
  readonly kind: "controller" | "other";
  readonly host: string;
}
/** What commands of a row are given, too. */
export type ListRow = DomainRow | ControllerRow;

/** What can be done in the view, by the names of its commands. */
export const controllerCommands = [
  "moveControllerUp",
  "moveControllerDown",
  "moveControllerToTop",
  "moveControllerToBottom",
  "removeController",
  "addController",
  "proposeControllers",
  "orderControllersByLatency",
  "undoControllers",
  "measureControllers",
] as const;
export type ControllerCommand = (typeof controllerCommands)[number];

export class ControllersView implements vscode.TreeDataProvider<ListRow>, vscode.Disposable {
  readonly #runs: Runs;
  readonly #rows: RunsRows;
  readonly onDidChangeTreeData: vscode.Event<undefined>;
  /** Of each server since the last change: every row asks for them, and they are made of all that is recorded. */
  readonly #lists = new Map<ServerId, readonly PreferenceList[]>();

  constructor(runs: Runs, log: Log) {
    this.#runs = runs;
    this.#rows = new RunsRows(runs, log, () => {
      this.#lists.clear();
    });
    this.onDidChangeTreeData = this.#rows.onDidChange;
  }

  dispose(): void {
    this.#rows.dispose();
  }

  /** Without a planned domain there is no row, and VS Code shows what the manifest says of an empty view. */
  async getChildren(row?: ListRow): Promise<ListRow[]> {
    if (row && row.kind !== "domain") return [];
    if (row) {
      const { server, domain } = row;
      const list = this.#listOf(row);
      const rowsOf = (kind: ControllerRow["kind"], items: readonly PreferredItem[]) =>
        items.map(({ id: host }): ControllerRow => ({ kind, server, domain, host }));
      return list ? [...rowsOf("controller", list.items), ...rowsOf("other", list.add.others)] : [];
    }
    const run = this.#runs.active;
    await this.#rows.open(run);
    const { id: server } = run.target;
    return run.plan.now.domains.map(({ name: domain }) => ({ kind: "domain", server, domain }));
  }

  getParent({ kind, server, domain }: ListRow): ListRow | undefined {
    return kind === "domain" ? undefined : { kind: "domain", server, domain };
  }

  getTreeItem(row: ListRow): vscode.TreeItem {
    const list = this.#listOf(row);
    if (row.kind === "domain") return this.#domainItem(row, list);
    const items = row.kind === "controller" ? list?.items : list?.add.others;
    const at = items?.findIndex(({ id }) => id === row.host) ?? -1;
    return this.#controllerItem(row, items?.[at], at, items?.length ?? 0);
  }

  #listOf({ server, domain }: ListRow): PreferenceList | undefined {
    const run = this.#runs.find(server);
    const lists = this.#lists.get(server) ?? (run ? controllerLists(run.known) : []);
    this.#lists.set(server, lists);
    return lists.find((list) => list.domain === domain);
  }

  #domainItem({ server, domain }: DomainRow, list: PreferenceList | undefined): vscode.TreeItem {
    const count = list?.items.length ?? 0;
    return treeRow({
      id: `domain:${server}/${domain}`,
      label: domain,
      icon: new vscode.ThemeIcon("organization"),
      description: count === 0 ? l10n.t("no list: any is used") : "",
      contextValue: "domain",
      expanded: true,
    });
  }

  #controllerItem(
    { kind, server, domain, host }: ControllerRow,
    item: PreferredItem | undefined,
    at: number,
    count: number,
  ): vscode.TreeItem {
    const place = kind === "controller" ? l10n.t("{0} of {1}", at + 1, count) : l10n.t("not in the list");
    const short = [
      ...(kind === "other" ? [place] : []),
      ...(item?.marks ?? []),
      item?.measured?.text,
      item?.site,
    ];
    const whole = [place, ...(item?.marks ?? []), item?.measured?.text, item?.detail];
    const words = (parts: readonly (string | undefined)[]) =>
      parts.filter((part) => part !== undefined && part !== "").join(", ");
    return treeRow({
      id: `${kind}:${server}/${domain}/${host}`,
      label: kind === "controller" ? `${at + 1}. ${host}` : host,
      icon: icons[item?.state ?? "notMeasured"],
      description: words(short),
      tooltip: words(whole),
      contextValue: kind,
    });
  }
}
