/** The agent's logs as one file: listed first, written after a yes. */
import * as l10n from "@vscode/l10n";
import { saveLogBundle } from "../setup/operations.ts";
import type { Server } from "../setup/ports.ts";
import { chosen, typed } from "./surfaces/boxes.ts";
import { confirm, inform, withProgress } from "./surfaces/notifications.ts";

/** What Microsoft's own tool collects. */
const hours = 24;

const fileName = (server: string, now: Date): string =>
  `cloud-sync-logs-${server.replaceAll(/[^\p{L}\p{N}_-]/gu, "_").slice(0, 63)}-${now.toISOString().replaceAll(/[-:]|\.\d+/gu, "")}.zip`;

export const saveLogs = async (server: Server): Promise<void> => {
  const path = await typed({
    title: l10n.t("Save the agent's logs"),
    prompt: l10n.t(
      "Name or full path of the new file on {0}, ending in .zip. A name alone is put into its folder for temporary files.",
      server.name,
    ),
    value: fileName(server.name, new Date()),
  });
  if (path === undefined) return;
  const hideNames = await chosen(
    [
      { label: l10n.t("Hide tenants and users"), value: true },
      { label: l10n.t("Leave tenants and users readable"), value: false },
    ],
    { title: l10n.t("Tokens, passwords and addresses are always hidden.") },
  );
  if (hideNames === undefined) return;
  const args = { path, hours, hideNames };
  const listed: string[] = [];
  await server.run(saveLogBundle, args, {
    whatIf: true,
    onEvent: (event) => {
      if (event.kind === "change" && typeof event.change.after === "string") listed.push(event.change.after);
    },
  });
  const isWanted = await confirm({
    message: l10n.t("Write these into {0}?", path),
    detail: listed.join("\n"),
    yes: l10n.t("Save"),
  });
  if (!isWanted) return;
  let saved = path;
  await withProgress(
    l10n.t("Saving logs on {0}", server.name),
    async (tell, signal) => {
      ({ path: saved } = await server.run(saveLogBundle, args, {
        signal,
        onEvent: (event) => {
          if (event.kind === "progress") tell({ message: event.message });
        },
      }));
    },
    true,
  );
  void inform(l10n.t("The logs are in {0} on {1}.", saved, server.name));
};
