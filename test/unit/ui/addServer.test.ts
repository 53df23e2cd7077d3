/** A server is added as one of the ways asks: what is typed is what it is reached by, and nothing where a box is closed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AddingServer } from "../../../src/setup/addingServer.ts";
import { twoServers } from "../support/vscode/twoServers.ts";

const bySsh: AddingServer = {
  kind: "ssh",
  title: () => "By SSH",
  detail: () => "As the system's ssh knows it.",
  asks: [
    { name: "host", prompt: () => "Which host?" },
    { name: "jump", prompt: () => "Over which host?" },
  ],
};
const byPigeon: AddingServer = { kind: "pigeon", title: () => "By pigeon", detail: () => "", asks: [] };

/** Adds one with these answers; what was asked, and the servers there are then. */
const added = async (choice: string | undefined, answers: readonly (string | undefined)[]) => {
  const { run, targets, window } = await twoServers([byPigeon, bySsh]);
  const before = targets.all.length;
  const asked: string[] = [];
  const typed = [...answers];
  window.choose = (labels) => {
    asked.push(...labels);
    return choice === undefined ? undefined : labels.indexOf(choice);
  };
  window.type = (prompt) => {
    asked.push(prompt);
    return typed.shift();
  };
  await run("addServer");
  return { asked, added: targets.all.slice(before).map(({ label, reach }) => ({ label, ...reach })) };
};

test("a server is reached by what was typed, and called as it was named first", async () => {
  const by = await added("By SSH", ["sync07.contoso.com", "jump01"]);
  assert.deepEqual(by.asked, ["By pigeon", "By SSH", "Which host?", "Over which host?"]);
  assert.deepEqual(by.added, [
    { label: "sync07.contoso.com", kind: "ssh", host: "sync07.contoso.com", jump: "jump01" },
  ]);
  assert.deepEqual((await added("By pigeon", [])).added, [{ label: "By pigeon", kind: "pigeon" }]);
});

test("nothing is added where a box is closed, nor by what a program would take for an option", async () => {
  for (const [choice, answers] of [
    [undefined, []],
    ["By SSH", [undefined]],
    ["By SSH", ["sync07", undefined]],
    ["By SSH", ["-oProxyCommand=x", "jump01"]],
    ["By SSH", ["sync07 -v", "jump01"]],
    ["By SSH", ["", "jump01"]],
  ] as const)
    assert.deepEqual((await added(choice, answers)).added, [], JSON.stringify(answers));
});
