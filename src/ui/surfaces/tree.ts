/** The rows of a view. Every text is made plain; icons are named apart. */
import * as vscode from "vscode";
import { plainText } from "../../setup/text/plainText.ts";
import { commandOf, type Click } from "./click.ts";

export interface Row {
  readonly id: string;
  readonly label: string;
  readonly icon: vscode.ThemeIcon;
  readonly description: string;
  /** What the when-clauses of menus know it as. */
  readonly contextValue: string;
  readonly tooltip?: string;
  readonly click?: Click;
  readonly expanded?: boolean;
}

/** A row of a tree. A screen reader says label and tooltip. */
export const treeRow = (row: Row): vscode.TreeItem => {
  const label = plainText(row.label);
  const item = new vscode.TreeItem(
    label,
    row.expanded === true ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None,
  );
  item.id = row.id;
  item.iconPath = row.icon;
  item.description = plainText(row.description);
  item.contextValue = row.contextValue;
  if (row.tooltip !== undefined) {
    item.tooltip = plainText(row.tooltip);
    item.accessibilityInformation = { label: `${label}, ${item.tooltip}` };
  }
  if (row.click) item.command = commandOf(row.click);
  return item;
};

/** Shows the rows of a view that the manifest names. */
export const showTree = <T>(view: string, rows: vscode.TreeDataProvider<T>): vscode.Disposable =>
  vscode.window.createTreeView(view, { treeDataProvider: rows });

/** A view whose rows are dragged within it: onto another row, or beside all of them. */
export interface DragTree<T> {
  readonly view: string;
  readonly rows: vscode.TreeDataProvider<T>;
  readonly canDrag: (row: T) => boolean;
  readonly drop: (row: T, onto: T | undefined) => Promise<void>;
}

/** The same, with the row that has the selection. What is dragged leaves the view as nothing that anything else takes. */
export const showDragTree = <T>({
  view,
  rows,
  canDrag,
  drop,
}: DragTree<T>): vscode.Disposable & { readonly selected: () => T | undefined } => {
  // VS Code's own name for the rows of a view.
  const kind = `application/vnd.code.tree.${view.toLowerCase()}`;
  let dragged: T | undefined;
  const tree = vscode.window.createTreeView(view, {
    treeDataProvider: rows,
    dragAndDropController: {
      dragMimeTypes: [kind],
      dropMimeTypes: [kind],
      handleDrag: ([row], data) => {
        dragged = row !== undefined && canDrag(row) ? row : undefined;
        if (dragged !== undefined) data.set(kind, new vscode.DataTransferItem(""));
      },
      handleDrop: async (onto, data) => {
        const row = dragged;
        dragged = undefined;
        if (row !== undefined && data.get(kind)) await drop(row, onto);
      },
    },
  });
  return { dispose: () => void tree.dispose(), selected: () => tree.selection[0] };
};
