/** The extension as a window of VS Code activates it, with a stand-in for VS Code. */
import assert from "node:assert/strict";
import fs, { existsSync, readdirSync, readFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import path from "node:path";
import { after, mock, test } from "node:test";
import type * as vscode from "vscode";
import type { ServerId } from "../../src/setup/target.ts";
import { storageIn } from "../../src/storage/storage.ts";
import { until } from "../until.ts";
import { globalState, newFolder, removeFolders, start } from "./support/vscode/host.ts";

after(removeFolders);

/** A start of VS Code after which a moment has gone by, on a clock that the test moves. */
const startedAMomentAgo = async (folder: string): ReturnType<typeof start> => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const host = await start(folder);
    mock.timers.tick(500);
    return host;
  } finally {
    mock.timers.reset();
  }
};

/** A folder that a window of VS Code has been in. @returns the id of its server */
const knownServer = async (folder: string): Promise<ServerId> => {
  const host = await start(folder);
  const { id } = host.runs.active.target;
  host.close();
  return id;
};
/** A folder whose record says that an installation began, and nothing after it. */
const cutInstallation = async (folder: string): Promise<void> => {
  const id = await knownServer(folder);
  await storageIn(folder).journals.of(id).append({
    at: "2026-11-24T11:00:00.000Z",
    by: "ada",
    server: id,
    step: "install",
    kind: "started",
  });
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
  await cutInstallation(folder);
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

test("a walkthrough asks for nothing, so the active server's record is read a moment after the start, and its cut work offered", async () => {
  const folder = newFolder();
  await cutInstallation(folder);
  const host = await startedAMomentAgo(folder);
  await until(() => host.window.messages.length > 0, "something is offered");
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

test("a record and a plan that cannot be read whole are said once each, with what to do, and what can be read is used", async () => {
  const folder = newFolder();
  const before = await start(folder);
  const { id } = before.runs.active.target;
  await before.runs.active.answer("download", "licence", true);
  before.close();
  fs.appendFileSync(path.join(folder, "journal", `${id}.jsonl`), '{"v":2,"at"\n{"v":9}\n');
  fs.writeFileSync(path.join(folder, "plan.json"), "{");
  const host = await start(folder);
  await host.runs.active.open();
  await host.runs.active.open();
  const [plan = "", record = "", ...more] = host.window.messages.map(({ text }) => text);
  assert.match(
    plan,
    /^The plan in use cannot be read: .*plan\.json\. An empty plan is in use\. Nothing was deleted\..*\.unreadable/u,
  );
  assert.match(
    record,
    /cannot be read: 1\. .*newer version wrote: 1\. Nothing of it was deleted\..*Update the extension/u,
  );
  assert.deepEqual(more, []);
  assert.equal(host.runs.active.known.attestations.length, 1);
  host.close();
  const again = await start(folder);
  await again.runs.active.open();
  assert.deepEqual(
    again.window.messages.map(({ text }) => text.slice(0, 15)),
    ["The plan in use"],
    "the record keeps that it was said; the plan is said as long as nothing has taken its place",
  );
  again.close();
});

test("a record that cannot be read at all is said a moment after the start", async () => {
  const folder = newFolder();
  const id = await knownServer(folder);
  fs.mkdirSync(path.join(folder, "journal"), { recursive: true });
  fs.symlinkSync(`${id}.jsonl`, path.join(folder, "journal", `${id}.jsonl`));
  const host = await startedAMomentAgo(folder);
  await until(() => host.window.messages.length > 0, "something is said");
  assert.match(
    host.window.messages[0]?.text ?? "",
    /The record of this server cannot be read: a link on its path leads in a circle/u,
  );
  host.close();
});
