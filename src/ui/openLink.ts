import * as vscode from "vscode";
import { addressOf, isLink } from "../setup/links.ts";
import type { Cloud } from "../setup/values/cloud.ts";

/** Opens one of the product's own addresses, that of the tenant's cloud; any other id is ignored. */
export const openLink = async (id: string, cloud: Cloud): Promise<void> => {
  if (isLink(id)) await vscode.env.openExternal(vscode.Uri.parse(addressOf(id, cloud), true));
};
