/** Builds the parts and hands them to the user interface. Nothing heavy happens here: see docs/startup.md. */
import * as l10n from "@vscode/l10n";
import { randomUUID } from "node:crypto";
import os from "node:os";
import * as v from "valibot";
import * as vscode from "vscode";
import { readModuleText } from "./server/powershellModule.ts";
import { redactor } from "./server/redaction/redact.ts";
import { reachedServer, type Reaching } from "./server/start.ts";
import { Journal } from "./setup/engine/journal.ts";
import { PlanStore } from "./setup/engine/planStore.ts";
import { Run } from "./setup/engine/run.ts";
import { recordNotRead } from "./setup/engine/unread.ts";
import { Runs } from "./setup/engine/runs.ts";
import { noServers, TargetStore } from "./setup/engine/targetStore.ts";
import { noCloud, noDirectory } from "./setup/notThereYet.ts";
import { emptyPlan } from "./setup/plan.ts";
import { ProblemError } from "./setup/problem.ts";
import { serverId } from "./setup/target.ts";
import { storageIn } from "./storage/storage.ts";
import { ask } from "./ui/ask.ts";
import { clock } from "./ui/clock.ts";
import { commands } from "./ui/commands.ts";
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
  const masking = redactor();
  const say = (error: unknown) => void showProblem(error, log);
  const kept = storageIn(context.globalStorageUri.fsPath, (problem) => {
    say(new ProblemError(problem));
  });
  // What cannot be read now is not written over either. One disk fails for one reason, which is said once.
  let isSaid = false;
  const readable = <T>(read: Promise<T>, otherwise: () => T): Promise<T> =>
    read.catch((error: unknown) => {
      if (isSaid) log.error(String(error));
      else say(error);
      isSaid = true;
      return otherwise();
    });
  const [stored, plan] = await Promise.all([
    readable(kept.targets.read(), noServers),
    readable(kept.plan.read(), emptyPlan),
  ]);
  const targets = new TargetStore(stored, kept.targets, () => v.parse(serverId, randomUUID()));
  await readable(targets.begin(os.hostname()), () => undefined);
  const { username } = os.userInfo();
  const shownBy = {
    extension: v.parse(v.object({ version: v.string() }), context.extension.packageJSON).version,
    // Without a translation, the words are those of the sources.
    language: vscode.l10n.bundle ? vscode.env.language : "en",
  };
  const journal = new Journal({
    records: kept.journals,
    clock,
    by: username,
    notRead: (server, what) => {
      const name = runs.find(server)?.name ?? server;
      say(new ProblemError(recordNotRead(name, kept.journals.fileOf(server), what)));
    },
  });
  const plans = new PlanStore(plan, kept.plan, journal, targets);
  const reaching: Reaching = {
    settings,
    redactor: masking,
    moduleText: () => readModuleText(vscode.Uri.joinPath(context.extensionUri, "dist", "powershell").fsPath),
    met: (server, seen) => targets.met(server, seen),
    log: (line) => {
      log.debug(line);
    },
  };
  const runs = new Runs(
    targets,
    (target) =>
      new Run({
        procedure: procedureOf(targets, target.id),
        settings: () => ({
          installerUrl: settings.installerUrl(),
          tokenAudience: settings.tokenAudience(),
        }),
        server: reachedServer(target, reaching),
        directory: noDirectory,
        cloud: noCloud,
        plans,
        journal: journal.of(target.id),
        ask,
        clock,
        shownBy,
        lease: kept.lease,
        log: ({ code, happened, raw }) => {
          log.error(masking.redact(`${code}: ${happened}${raw === undefined ? "" : `\n${raw}`}`));
        },
      }),
  );
  /** What other windows wrote is taken in here. */
  const catchUp = async () => {
    const [servers, used] = await Promise.all([kept.targets.peek(), kept.plan.peek()]);
    if (servers) targets.take(servers);
    if (used) plans.take(used);
    await journal.catchUp();
  };
  const stopWatching = kept.watch(() => {
    catchUp().catch((error: unknown) => {
      log.error(String(error));
    });
  });
  const panels = new Panels(runs, context.extensionUri, log);
  const view = new SetupView(runs, log);
  context.subscriptions.push(
    log,
    panels,
    view,
    showTree("cloudSyncSetup.setup", view),
    statusBar(runs),
    contextKeys(runs),
    commands(runs, panels, targets, log, { ...shownBy, user: username, machine: os.hostname() }),
    offersToContinue(runs, panels, say),
    runs,
    new vscode.Disposable(stopWatching),
  );
  return { runs };
};
