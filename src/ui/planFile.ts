/** The plan as a file that can be saved, reviewed and used again. */
import { homedir } from "node:os";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { WholePlan } from "../setup/plan.ts";
import { nameOf, readNamed, writeNamed } from "./namedFiles.ts";
import { fileToOpen, fileToSave } from "./surfaces/boxes.ts";
import { showFile } from "./surfaces/pages.ts";

/** One ending only: dialogs append one of two parts again where it is there already. */
const filters = () => ({ [l10n.t("Cloud sync plan")]: ["json"] });
const proposed = "agent.cloudsync.json";

/**
 * Reads a plan file. @throws ProblemError `planInvalid`, naming each key that is wrong, or what the disk says.
 * @returns undefined where the person chose none.
 */
export const openPlan = async (
  uri?: vscode.Uri,
): Promise<{ readonly name: string; readonly plan: WholePlan } | undefined> => {
  const file = uri ?? (await fileToOpen({ filters: filters(), title: l10n.t("Use a plan file") }));
  if (!file) return undefined;
  const name = nameOf(file);
  const { readPlan, refuseLarge } = await import("./documents.ts");
  const { fs } = vscode.workspace;
  const use = { what: l10n.t("The plan file"), means: l10n.t("The plan in use is unchanged.") };
  refuseLarge((await readNamed(file, use, () => fs.stat(file))).size, name);
  return { name, plan: readPlan(await readNamed(file, use, () => fs.readFile(file)), name) };
};

/** Saves the plan in use, with all that it says of any server, and opens it for review. */
export const savePlan = async (plan: WholePlan): Promise<void> => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = await fileToSave({
    filters: filters(),
    title: l10n.t("Save the plan"),
    defaultUri: folder
      ? vscode.Uri.joinPath(folder, proposed)
      : vscode.Uri.file(path.join(homedir(), proposed)),
  });
  if (!file) return;
  await writeNamed(file, `${JSON.stringify(plan, null, 2)}\n`, {
    what: l10n.t("The plan file"),
    means: l10n.t("No file was written; one that was there before is unharmed, and so is the plan in use."),
  });
  await showFile(file);
};
