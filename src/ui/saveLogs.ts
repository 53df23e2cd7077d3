/** The agent's logs as one file: listed first, written after a yes. */
import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { saveLogBundle } from "../setup/operations.ts";
import type { Server } from "../setup/ports.ts";

/** What Microsoft's own tool collects. */
const hours = 24;

const fileName = (server: string, now: Date): string =>
  `cloud-sync-logs-${server}-${now.toISOString().replaceAll(/[-:]|\.\d+/gu, "")}.zip`;

export const saveLogs = async (server: Server): Promise<void> => {
  const path = await vscode.window.showInputBox({
    title: l10n.t("Save the agent's logs"),
    prompt: l10n.t(
      "Name or full path of the new file on {0}, ending in .zip. A name alone is put into its folder for temporary files.",
      server.name,
    ),
    value: fileName(server.name, new Date()),
    ignoreFocusOut: true,
  });
  if (path === undefined) return;
  const names = await vscode.window.showQuickPick(
    [
      { label: l10n.t("Hide tenants and users"), hide: true },
      { label: l10n.t("Leave tenants and users readable"), hide: false },
    ],
    { title: l10n.t("Tokens, passwords and addresses are always hidden.") },
  );
  if (!names) return;
  const args = { path, hours, hideNames: names.hide };
  const listed: string[] = [];
  await server.run(saveLogBundle, args, {
    whatIf: true,
    onEvent: (event) => {
      if (event.kind === "change" && typeof event.change.after === "string") listed.push(event.change.after);
    },
  });
  const save = l10n.t("Save");
  const answer = await vscode.window.showInformationMessage(
    l10n.t("Write these into {0}?", path),
    { modal: true, detail: listed.join("\n") },
    save,
  );
  if (answer !== save) return;
  let saved = path;
  await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: l10n.t("Saving logs on {0}", server.name),
      cancellable: true,
    },
    async (progress, token) => {
      const ending = new AbortController();
      token.onCancellationRequested(() => {
        ending.abort();
      });
      ({ path: saved } = await server.run(saveLogBundle, args, {
        signal: ending.signal,
        onEvent: (event) => {
          if (event.kind === "progress") progress.report({ message: event.message });
        },
      }));
    },
  );
  void vscode.window.showInformationMessage(l10n.t("The logs are in {0} on {1}.", saved, server.name));
};
