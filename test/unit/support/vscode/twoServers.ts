/** A window of VS Code with the commands of the extension, before SYNC01 and SYNC02. */
import assert from "node:assert/strict";
import type * as vscode from "vscode";
import "./use.ts";
import type { Log } from "../../../../src/ui/surfaces/log.ts";
import type { AddingServer } from "../../../../src/setup/addingServer.ts";
import { testRuns } from "../scriptedRuns.ts";
import { openWindow, Uri } from "./standIn.ts";

const { commands } = await import("../../../../src/ui/commands.ts");
const { Panels } = await import("../../../../src/ui/panels.ts");

export const twoServers = async (
  adding: readonly AddingServer[] = [],
  before: Parameters<typeof testRuns>[1] = {},
) => {
  const window = openWindow();
  const at = await testRuns(["SYNC02"], before);
  const [first, second] = at.runs.all;
  assert.ok(first && second);
  const logged: string[] = [];
  const line = (text: string) => logged.push(text);
  const log: Log = { debug: line, warn: line, error: line, show: () => undefined, dispose: () => undefined };
  const panels = new Panels(at.runs, Uri.file("/extension") as unknown as vscode.Uri, log);
  commands(at.runs, panels, at.targets, log, {
    owner: { user: "ada", machine: "WORKPLACE7", extension: "0.1.0", language: "en" },
    adding,
    more: {},
  });
  const run = async (name: string, ...given: unknown[]): Promise<void> => {
    const command = window.commands.get(`cloudSyncSetup.${name}`);
    assert.ok(command, name);
    await command(...given);
  };
  return { ...at, window, first, second, panels, log, logged, run };
};
