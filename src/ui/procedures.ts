/** Which procedure is followed on a server: chosen by a person, and remembered for the next start. */
import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { Run } from "../setup/engine/run.ts";
import type { TargetStore } from "../setup/engine/targetStore.ts";
import type { Procedure } from "../setup/procedure.ts";
import { isProcedureId, procedures } from "../setup/procedures/procedures.ts";
import type { ServerId } from "../setup/target.ts";
import { chosen } from "./surfaces/boxes.ts";

/** The one that is followed on a server; the installation where none was chosen. */
export const procedureOf = (targets: TargetStore, server: ServerId): Procedure => {
  const kept = targets.procedureOf(server);
  return procedures[isProcedureId(kept) ? kept : "install"];
};

/** Asks which one to follow; nothing changes where the question is closed. */
export const chooseProcedure = async (targets: TargetStore, run: Run): Promise<void> => {
  const current = run.procedure.id;
  const id = await chosen(
    Object.values(procedures).map(({ id: value, title, detail }) => ({
      label: title(),
      detail: detail(),
      value,
      ...(value === current ? { description: l10n.t("now") } : {}),
    })),
    { title: run.name, placeHolder: l10n.t("What do you want to do with the agent?") },
  );
  if (id === undefined) return;
  await targets.follow(run.target.id, id);
  run.follow(procedures[id]);
  await vscode.commands.executeCommand("cloudSyncSetup.setup.focus");
};
