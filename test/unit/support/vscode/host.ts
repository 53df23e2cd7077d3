/** Windows of VS Code that activate the extension, each with a stand-in for VS Code. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type * as vscode from "vscode";
import "./use.ts";
import type { Api } from "../../../../src/extension.ts";
import { openWindow, Uri, type Window } from "./standIn.ts";

const { activate } = await import("../../../../src/extension.ts");

const folders: string[] = [];
let extension: string | undefined;
/** To be called when a test file has ended. */
export const removeFolders = (): void => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  extension = undefined;
};

export const newFolder = (): string => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "cs-host-"));
  folders.push(folder);
  return folder;
};

/** The extension's own folder, with a module that is one file. */
const extensionFolder = (): string => {
  if (extension !== undefined) return extension;
  extension = newFolder();
  mkdirSync(path.join(extension, "dist", "powershell"), { recursive: true });
  writeFileSync(path.join(extension, "dist", "powershell", "Session.ps1"), "# the loop\n");
  return extension;
};

/** What VS Code keeps on the person's own machine, one for all windows. */
export const globalState = () => {
  const kept = new Map<string, unknown>();
  return {
    kept,
    memento: {
      get: (key: string, otherwise?: unknown) => kept.get(key) ?? otherwise,
      update: (key: string, value: unknown) => {
        kept.set(key, value);
        return Promise.resolve();
      },
      keys: () => [...kept.keys()],
    },
  };
};

export interface Host extends Api {
  readonly window: Window;
  readonly close: () => void;
}

/** A window of VS Code whose extension host keeps its files in a folder. */
export const start = async (folder: string, memory = globalState()): Promise<Host> => {
  const window = openWindow();
  window.settings.set("powershellCommand", [
    process.execPath,
    path.join(import.meta.dirname, "../fakeSession.ts"),
    "answers as it should",
  ]);
  const subscriptions: { dispose: () => unknown }[] = [];
  const context = {
    globalState: memory.memento,
    workspaceState: memory.memento,
    globalStorageUri: Uri.file(folder),
    extensionUri: Uri.file(extensionFolder()),
    extension: { packageJSON: { version: "0.1.0" } },
    subscriptions,
  };
  const api = await activate(context as unknown as vscode.ExtensionContext);
  return {
    ...api,
    window,
    close: () => {
      for (const one of subscriptions) one.dispose();
    },
  };
};
