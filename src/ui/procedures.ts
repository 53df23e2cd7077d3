/** Which procedure is followed on a server: chosen by a person, and remembered for the next start. */
import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { Run } from "../setup/engine/run.ts";
import type { TargetStore } from "../setup/engine/targetStore.ts";
import type { Step } from "../setup/step.ts";
import type { ServerId } from "../setup/target.ts";
import {
  isProcedureId,
  procedures,
  type ProcedureId,
  type StepSettings,
} from "../setup/procedures/procedures.ts";
import { chosen } from "./surfaces/boxes.ts";

const words: Readonly<Record<ProcedureId, () => { label: string; detail: string }>> = {
  install: () => ({
    label: l10n.t("Install"),
    detail: l10n.t("From an empty server to an agent that is registered, running and active."),
  }),
  upgrade: () => ({
    label: l10n.t("Upgrade"),
    detail: l10n.t("An older agent gets the new version and its managed account, and keeps its settings."),
  }),
  repair: () => ({
    label: l10n.t("Repair"),
    detail: l10n.t("Services, rights, log-on account, or a registration that stopped half-way."),
  }),
  uninstall: () => ({
    label: l10n.t("Uninstall"),
    detail: l10n.t("Takes the agent off this server, and says what remains."),
  }),
};

export class Procedures {
  readonly #targets: TargetStore;
  readonly #settings: StepSettings;

  constructor(targets: TargetStore, settings: StepSettings) {
    this.#targets = targets;
    this.#settings = settings;
  }

  stepsOf(server: ServerId): readonly Step[] {
    return procedures[this.#current(server)](this.#settings);
  }

  #current(server: ServerId): ProcedureId {
    const kept = this.#targets.procedureOf(server);
    return isProcedureId(kept) ? kept : "install";
  }

  /** Asks which one to follow; nothing changes where the question is closed. */
  async choose(run: Run): Promise<void> {
    const server = run.target.id;
    const current = this.#current(server);
    const id = await chosen(
      Object.entries(words).map(([value, said]) => ({
        ...said(),
        value,
        ...(value === current ? { description: l10n.t("now") } : {}),
      })),
      { title: run.name, placeHolder: l10n.t("What do you want to do with the agent?") },
    );
    if (id === undefined) return;
    await this.#targets.follow(server, id);
    run.follow(this.stepsOf(server));
    await vscode.commands.executeCommand("cloudSyncSetup.setup.focus");
  }
}
