/** The commands that take permissions back are shown by their command, and from what cannot be undone. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { JournalEvent } from "../../../src/setup/journal.ts";
import type { Statement } from "../../../src/setup/statement.ts";
import { twoServers } from "../support/vscode/twoServers.ts";

const given: Statement = {
  about: "permissions",
  types: ["BasicRead"],
  account: "provagent01$",
  domains: ["contoso.com"],
  how: "cmdlet",
  givenBy: "CONTOSO\\ea",
};

/** The record of the first server. */
const id = "00000000-0000-4000-8000-000000000000";
const event: JournalEvent = {
  ...{ at: "2026-11-24T12:00:00.000Z", by: "ada", server: id, step: "permissions" },
  kind: "said",
  statement: given,
};
const begin = (...events: readonly JournalEvent[]) =>
  twoServers([], { records: new Map([[id, [...events]]]) });
const page = /^Permissions that were given on SYNC01\n[\s\S]*\nRemove-Right 16 '/u;

test("what was given on a server is shown with its commands, and of one without it that is said", async () => {
  const { window, run } = await begin(event);
  await run("takePermissionsBack");
  assert.match(window.pages.at(-1) ?? "", page);
  const other = await begin();
  await other.run("takePermissionsBack");
  assert.match(
    other.window.messages.at(-1)?.text ?? "",
    /record of SYNC01 tells of no permissions that were given in a domain/u,
  );
  assert.deepEqual(other.window.pages, []);
});

test("where nothing can be undone, the commands for permissions are a button away", async () => {
  const without = await begin();
  await without.run("undoChanges");
  assert.deepEqual(without.window.messages.at(-1)?.buttons, []);
  const { window, run } = await begin(event);
  await run("undoChanges");
  assert.deepEqual(window.messages.at(-1)?.buttons, ["Show how to take permissions back"]);
  assert.ok(!window.pages.some((text) => page.test(text)), "a message that is closed shows nothing");
  window.press = (_, buttons) => buttons[0];
  await run("undoChanges");
  assert.match(window.pages.at(-1) ?? "", page);
});
