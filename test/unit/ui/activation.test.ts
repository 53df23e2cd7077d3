/** The extension as a window of VS Code activates it, with a stand-in for VS Code. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import os from "node:os";
import path from "node:path";
import { after, mock, test } from "node:test";
import type * as vscode from "vscode";
import "../support/vscode/use.ts";
import type { Api } from "../../../src/extension.ts";
import { openWindow, Uri, type Window } from "../support/vscode/standIn.ts";

const { activate } = await import("../../../src/extension.ts");

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
/** As the package has it, with a module that is one file. */
const extension = mkdtempSync(path.join(os.tmpdir(), "cs-extension-"));
folders.push(extension);
fs.mkdirSync(path.join(extension, "dist", "powershell"), { recursive: true });
fs.writeFileSync(path.join(extension, "dist", "powershell", "Session.ps1"), "# the loop\n");

const newFolder = (): string => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "cs-host-"));
  folders.push(folder);
  return folder;
};

/** What VS Code keeps on the person's own machine, one for all windows. */
const globalState = () => {
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

interface Host extends Api {
  readonly window: Window;
  readonly close: () => void;
}

/** A window of VS Code whose extension host keeps its files in a folder. */
const start = async (folder: string, memory = globalState()): Promise<Host> => {
  const window = openWindow();
  window.settings.set("powershellCommand", [
    process.execPath,
    path.join(import.meta.dirname, "../support/fakeSession.ts"),
    "answers as it should",
  ]);
  const subscriptions: { dispose: () => unknown }[] = [];
  const context = {
    globalState: memory.memento,
    workspaceState: memory.memento,
    globalStorageUri: Uri.file(folder),
    extensionUri: Uri.file(extension),
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

test("two hosts that share one memory of VS Code, each with a folder of its own, have nothing else in common", async () => {
  const memory = globalState();
  const [one, other] = [newFolder(), newFolder()];
  const first = await start(one, memory);
  await first.runs.active.answer("download", "licence", true);
  await first.runs.active.answer("serviceAccount", "kind", "custom");
  const second = await start(other, memory);
  await second.runs.active.open();
  assert.notEqual(first.runs.active.target.id, second.runs.active.target.id);
  assert.deepEqual(second.runs.active.known.attestations, []);
  assert.equal(second.runs.active.known.plan.serviceAccount, undefined);
  assert.deepEqual([...memory.kept], [], "nothing is kept in it");
  first.close();
  second.close();
  const again = await start(one, memory);
  await again.runs.active.open();
  assert.equal(again.runs.active.target.id, first.runs.active.target.id);
  assert.deepEqual(
    again.runs.active.known.attestations.map(({ about }) => about),
    ["licence"],
    "what was accepted before the server was ever reached",
  );
  again.close();
});

test("activation opens no journal; the record of a server is read when its steps are first shown", async () => {
  const folder = newFolder();
  const before = await start(folder);
  const { id } = before.runs.active.target;
  await before.runs.active.answer("download", "licence", true);
  before.close();
  const file = path.join(folder, "journal", `${id}.jsonl`);
  assert.ok(existsSync(file));
  const opened: string[] = [];
  const isJournal = (of: unknown) => typeof of === "string" && of.includes("journal");
  for (const name of ["readFile", "open", "appendFile"] as const) {
    const real = fs.promises[name] as (...given: unknown[]) => unknown;
    mock.method(fs.promises, name, (...given: unknown[]) => {
      if (isJournal(given[0])) opened.push(String(given[0]));
      return real(...given);
    });
  }
  syncBuiltinESMExports();
  try {
    const host = await start(folder);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(opened, []);
    const rows = host.window.trees.get("cloudSyncSetup.setup") as vscode.TreeDataProvider<unknown>;
    const [server] = (await rows.getChildren()) ?? [];
    assert.deepEqual(opened, []);
    await rows.getChildren(server);
    assert.deepEqual(opened, [file]);
    host.close();
  } finally {
    mock.restoreAll();
    syncBuiltinESMExports();
  }
});

test("work that was cut is offered once its server's record is read, and is looked at after a yes", async () => {
  const folder = newFolder();
  const before = await start(folder);
  const { id } = before.runs.active.target;
  before.close();
  const { storageIn } = await import("../../../src/storage/storage.ts");
  await storageIn(folder).journals.append(id, {
    at: "2026-11-24T11:00:00.000Z",
    by: "ada",
    server: id,
    step: "install",
    kind: "started",
  });
  const host = await start(folder);
  const { messages } = host.window;
  assert.equal(messages.length, 0);
  host.window.press = (_, [first]) => first;
  await host.runs.active.open();
  await host.runs.active.open();
  assert.equal(messages.length, 1);
  assert.match(messages[0]?.text ?? "", /was interrupted at "Install the agent"/u);
  await new Promise((resolve) => setImmediate(resolve));
  assert.match(host.window.panels[0]?.title ?? "", /^Install the agent - /u);
  host.close();
});

test("what cannot be read or written does not keep the extension from starting, and is logged", async () => {
  const folder = newFolder();
  const file = path.join(folder, "below");
  fs.writeFileSync(file, "a file where a folder must be");
  const host = await start(file);
  assert.equal(host.runs.all.length, 1);
  assert.ok(host.window.logged.some((line) => line.includes("ENOTDIR")));
  host.close();
});

test("another Windows that uses the same folder gets a record of its own, and nothing is done on it unasked", async () => {
  const folder = newFolder();
  const host = await start(folder);
  const { id } = host.runs.active.target;
  const { storageIn } = await import("../../../src/storage/storage.ts");
  await storageIn(folder).targets.update((now) => ({
    ...now,
    servers: now.servers.map((one) => ({ ...one, machine: { guid: "another", name: "OLD" } })),
  }));
  host.close();
  const again = await start(folder);
  const first = again.runs.active;
  assert.equal(first.target.id, id);
  await first.check("server");
  const state = first.stateOf("server");
  assert.equal(state.kind === "failed" && state.problem.code, "otherMachine");
  assert.notEqual(again.runs.active.target.id, id);
  assert.equal(again.runs.all.length, 1);
  assert.ok(readFileSync(path.join(folder, "journal", `${id}.jsonl`), "utf8").includes("otherMachine"));
  assert.deepEqual(readdirSync(path.join(folder, "journal")), [`${id}.jsonl`]);
  again.close();
});
