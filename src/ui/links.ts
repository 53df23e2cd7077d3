import * as vscode from "vscode";
import { isLink, links } from "../setup/links.ts";

/** Opens one of the product's own addresses; any other id is ignored. */
export const openLink = async (id: string): Promise<void> => {
  if (isLink(id)) await vscode.env.openExternal(vscode.Uri.parse(links[id], true));
};
