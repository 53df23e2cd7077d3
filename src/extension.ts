/** Builds the parts and hands them to the user interface. Nothing heavy happens here: see docs/startup.md. */
import * as l10n from "@vscode/l10n";
import os from "node:os";
import * as v from "valibot";
import * as vscode from "vscode";
import { openKept } from "./kept.ts";
import { readModuleText } from "./server/powershellModule.ts";
import type { Redactor } from "./server/redaction/redact.ts";
import { reachedServer, type Reaching } from "./server/reachedServer.ts";
import { transports } from "./server/transports/transports.ts";
import { directory, thisMachine } from "./directory/directory.ts";
import { absent } from "./setup/engine/carriers.ts";
import { Run } from "./setup/engine/run.ts";
import { Runs } from "./setup/engine/runs.ts";
import { ask } from "./ui/ask.ts";
import { clock } from "./ui/clock.ts";
import { commands } from "./ui/commands.ts";
import { controllerTree } from "./ui/controllerTree.ts";
import { contextKeys } from "./ui/contextKeys.ts";
import { offersToContinue } from "./ui/interrupted.ts";
import { Panels } from "./ui/panels.ts";
import { showProblem } from "./ui/problems.ts";
import { procedureOf } from "./ui/procedures.ts";
import { settings } from "./ui/settings.ts";
import { SetupView } from "./ui/setupView.ts";
import { statusBar } from "./ui/statusBar.ts";
import { showTree } from "./ui/surfaces/tree.ts";
import { openLog } from "./ui/surfaces/log.ts";

/** What tests in the extension host may look at. */
export interface Api {
  readonly runs: Runs;
}

export const activate = async (context: vscode.ExtensionContext): Promise<Api> => {
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const log = openLog("Cloud Sync Agent Setup");
  // Loaded with the first text that is masked; from then on there is one for all.
  let loaded: Promise<Redactor> | undefined;
  const masking = () =>
    (loaded ??= import("./server/redaction/redact.ts").then(({ redactor }) => redactor()));
  const say = (error: unknown) => void showProblem(error, log);
  const { username } = os.userInfo();
  const shownBy = {
    extension: v.parse(v.object({ version: v.string() }), context.extension.packageJSON).version,
    // Without a translation, the words are those of the sources.
    language: vscode.l10n.bundle ? vscode.env.language : "en",
  };
  const { targets, plans, journal, lease, stop } = await openKept({
    folder: context.globalStorageUri.fsPath,
    clock,
    by: username,
    nameOf: (server) => runs.find(server)?.name ?? server,
    say,
    log: (error) => {
      log.error(String(error));
    },
  });
  const reaching: Reaching = {
    settings: settings.named,
    redactor: masking,
    moduleText: () => readModuleText(vscode.Uri.joinPath(context.extensionUri, "dist", "powershell").fsPath),
    met: (server, seen) => targets.met(server, seen),
    log: (line) => {
      log.debug(line);
    },
  };
  const directoryParts = { computer: os.hostname(), caFile: settings.directoryCaFile };
  const runs = new Runs(targets, (target) => {
    const server = reachedServer(target, reaching);
    return new Run({
      procedure: procedureOf(targets, target.id),
      settings: settings.ofSteps,
      server,
      directory: directory({
        server,
        machine: thisMachine(directoryParts),
        mayAskFromHere: settings.directoryFromThisMachine,
      }),
      cloud: absent("cloud"),
      masking,
      plans,
      journal: journal.of(target.id),
      ask,
      clock,
      shownBy,
      lease,
      log: ({ code, happened, raw }) => {
        const text = `${code}: ${happened}${raw === undefined ? "" : `\n${raw}`}`;
        masking().then(
          ({ redact }) => {
            log.error(redact(text));
          },
          // What cannot be masked is not logged.
          (error: unknown) => {
            log.error(`${code}: ${String(error)}`);
          },
        );
      },
    });
  });
  const panels = new Panels(runs, context.extensionUri, log);
  const view = new SetupView(runs, log);
  const controllers = controllerTree(runs, log, say);
  context.subscriptions.push(
    log,
    panels,
    view,
    controllers,
    showTree("cloudSyncSetup.setup", view),
    statusBar(runs),
    contextKeys(runs),
    commands(runs, panels, targets, log, {
      owner: { ...shownBy, user: username, machine: os.hostname() },
      adding: transports.flatMap(({ adding }) => adding ?? []),
      more: controllers.commands,
    }),
    offersToContinue(runs, panels, say),
    runs,
    new vscode.Disposable(stop),
  );
  return { runs };
};
