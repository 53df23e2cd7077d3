/** Builds the parts and hands them to the user interface. Nothing heavy happens here: see docs/startup.md. */
import * as l10n from "@vscode/l10n";
import os from "node:os";
import * as vscode from "vscode";
import { windowsPowerShell } from "./server/local.ts";
import { readModuleText } from "./server/powershellModule.ts";
import { redactor } from "./server/redaction/redact.ts";
import { SessionServer } from "./server/sessionServer.ts";
import { ServerJournal } from "./setup/engine/journal.ts";
import { PlanStore } from "./setup/engine/planStore.ts";
import { interruptedStep } from "./setup/engine/replay.ts";
import { Run } from "./setup/engine/run.ts";
import { FileRecords } from "./storage/fileRecords.ts";
import { ask } from "./ui/ask.ts";
import { clock } from "./ui/clock.ts";
import { commands } from "./ui/commands.ts";
import { contextKeys } from "./ui/contextKeys.ts";
import { offerToContinue } from "./ui/interrupted.ts";
import { Panels } from "./ui/panel.ts";
import { Procedures } from "./ui/procedures.ts";
import { settings } from "./ui/settings.ts";
import { SetupView } from "./ui/setupView.ts";
import { statusBar } from "./ui/statusBar.ts";
import { showTree } from "./ui/surfaces/items.ts";
import { openLog } from "./ui/surfaces/log.ts";

const startTimeoutMs = 60_000;
const nameKey = "computerName";

/** What tests in the extension host may look at. */
export interface Api {
  readonly run: Run;
}

export const activate = async (context: vscode.ExtensionContext): Promise<Api> => {
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const log = openLog("Cloud Sync Agent Setup");
  const masking = redactor();
  const records = new FileRecords(context.globalStorageUri.fsPath);
  const { events, plan } = await records.read();
  const server = new SessionServer({
    name: context.globalState.get(nameKey, os.hostname()),
    isThisMachine: true,
    redactor: masking,
    start: async () => {
      const command = settings.powershellCommand();
      return {
        command: command.length > 0 ? command : windowsPowerShell(process.env, process.arch),
        moduleText: await readModuleText(
          vscode.Uri.joinPath(context.extensionUri, "dist", "powershell").fsPath,
        ),
        startTimeoutMs,
        log: (line) => {
          log.debug(line);
        },
      };
    },
  });
  const journal = new ServerJournal(events, { records, clock, by: os.userInfo().username, server });
  const procedures = new Procedures(context.globalState, settings);
  const run = new Run({
    steps: procedures.steps,
    server,
    plans: new PlanStore(plan, records, journal),
    journal,
    ask,
    clock,
    log: ({ code, happened, raw }) => {
      log.error(masking.redact(`${code}: ${happened}${raw === undefined ? "" : `\n${raw}`}`));
    },
  });
  const panels = new Panels(run, context.extensionUri, log);
  const view = new SetupView(run);
  context.subscriptions.push(
    log,
    panels,
    view,
    showTree("cloudSyncSetup.setup", view),
    statusBar(run),
    contextKeys(run),
    commands(run, panels, procedures, log),
    new vscode.Disposable(run.onChange(() => void context.globalState.update(nameKey, server.name))),
    new vscode.Disposable(() => {
      run.dispose();
      server.close();
    }),
  );
  const interrupted = interruptedStep(events, server.name);
  if (interrupted) void offerToContinue(run, panels, interrupted);
  return { run };
};
