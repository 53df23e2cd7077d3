/** Two servers through view, pages, commands and status bar: each thing shown or pressed is about the server it says. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { StepView } from "../../../src/messages/view.ts";
import type { Run } from "../../../src/setup/engine/run.ts";
import type { TargetStore } from "../../../src/setup/engine/targetStore.ts";
import { ProblemError } from "../../../src/setup/problem.ts";
import { healthyServer } from "../support/facts.ts";
import { until } from "../support/scriptedServer.ts";
import type { Panel } from "../support/vscode/standIn.ts";
import { twoServers } from "../support/vscode/twoServers.ts";

const { SetupView } = await import("../../../src/ui/setupView.ts");
const { statusBar } = await import("../../../src/ui/statusBar.ts");

/** A window with this machine and another server in it. */
const begin = async () => {
  const at = await twoServers();
  const view = new SetupView(at.runs, at.log);
  statusBar(at.runs);
  return { ...at, view };
};
const ref = (run: Run, step: string) => ({ server: run.target.id, step });

/** The page's script runs; from now on views arrive. */
const ready = (panel: Panel | undefined): Panel => {
  assert.ok(panel);
  panel.say({ kind: "ready" });
  return panel;
};
const shownIn = (panel: Panel): StepView => panel.posted.at(-1) as StepView;

test("the view has a row for each server and its steps below it, and no two rows share an id", async () => {
  const { first, second, view } = await begin();
  await second.check("server");
  const servers = await view.getChildren();
  const rows: (readonly [string | undefined, unknown, unknown])[] = [];
  for (const node of servers) {
    const item = view.getTreeItem(node);
    rows.push([item.id, item.label, item.description]);
    const steps = await view.getChildren(node);
    assert.equal(steps.length, first.steps.length);
    for (const step of steps) {
      assert.deepEqual(view.getParent(step), node);
      const row = view.getTreeItem(step);
      rows.push([row.id, row.label, row.description]);
      assert.deepEqual(row.command?.arguments, [{ server: node.server, step: "step" in step && step.step }]);
      assert.deepEqual(await view.getChildren(step), []);
    }
  }
  assert.equal(new Set(rows.map(([id]) => id)).size, rows.length);
  const { id: one } = first.target;
  const { id: other } = second.target;
  assert.deepEqual(
    rows.filter(([id]) => id?.startsWith("server:") === true || id?.endsWith("/server") === true),
    [
      [`server:${one}`, "SYNC01", "this machine"],
      [`${one}/server`, "Connect to the server", "To do"],
      [`server:${other}`, "SYNC02", ""],
      [`${other}/server`, "Connect to the server", "Done"],
    ],
  );
});

test("a server's record is read when its row is opened, and no other's", async () => {
  const { reads, second, view } = await begin();
  const [, node] = await view.getChildren();
  assert.deepEqual(reads, []);
  await view.getChildren(node);
  assert.deepEqual(reads, [second.target.id]);
});

test("each server has one panel, which shows one of its steps at a time, and says which of which server", async () => {
  const { first, second, run, window } = await begin();
  await run("openStep", "server");
  await run("openStep", ref(second, "server"));
  await run("openStep", { kind: "step", ...ref(second, "directory") });
  await run("openStep", ref(first, "install"));
  assert.deepEqual(
    window.panels.map(({ title }) => title),
    ["Install the agent - SYNC01", "Name the directory - SYNC02"],
  );
  const views = window.panels.map((panel) => shownIn(ready(panel)));
  assert.deepEqual(
    views.map(({ server, step }) => [server.id, step]),
    [
      [first.target.id, "install"],
      [second.target.id, "directory"],
    ],
  );
});

test("a step that is opened to the side has a panel of its own, and goes on there", async () => {
  const { first, run, window } = await begin();
  await run("openStep", ref(first, "server"));
  await run("openStepBeside", ref(first, "directory"));
  const [main, side] = window.panels.map(ready);
  assert.ok(main && side);
  side.say({ kind: "show", page: "directory", step: "install" });
  assert.deepEqual([shownIn(main).step, shownIn(side).step], ["server", "install"]);
  await run("openStep", ref(first, "verify"));
  assert.deepEqual([shownIn(main).step, shownIn(side).step, window.panels.length], ["verify", "install", 2]);
});

test("a panel that was closed is made anew, and closing one leaves the others", async () => {
  const { first, second, run, window } = await begin();
  await run("openStep", ref(first, "server"));
  await run("openStep", ref(second, "server"));
  window.panels[0]?.close();
  await run("openStep", ref(first, "server"));
  assert.deepEqual(
    window.panels.map(({ isOpen }) => isOpen),
    [false, true, true],
  );
});

test("what is typed or pressed on a page counts for that page's step of that server, whatever is shown by then", async () => {
  const { first, second, run, window } = await begin();
  await run("openStep", ref(first, "serviceAccount"));
  const panel = ready(window.panels[0]);
  await run("openStep", ref(second, "serviceAccount"));
  await run("openStep", ref(first, "directory"));
  assert.equal(shownIn(panel).step, "directory");
  panel.say({ kind: "answer", page: "serviceAccount", field: "kind", value: "custom" });
  await until(() => first.known.plan.serviceAccount?.kind === "custom");
  panel.say({
    kind: "answer",
    page: "serviceAccount",
    field: "name",
    value: "too long a name for an account",
  });
  await until(() => first.plan.answers.draftOf("serviceAccount", "name") !== undefined);
  assert.equal(second.plan.answers.draftOf("serviceAccount", "name"), undefined);
});

test("what is no intent, or of a step that is not there, is ignored", async () => {
  const { first, run, window, logged } = await begin();
  await run("openStep", ref(first, "server"));
  const panel = ready(window.panels[0]);
  const plan = first.known.plan;
  for (const message of [
    null,
    { kind: "answer", field: "kind", value: "custom" },
    { kind: "cancel", page: "undo" },
    { kind: "run", page: "../server", action: "check" },
    { kind: "show", page: "server", step: "uninstall" },
  ])
    panel.say(message);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(shownIn(panel).step, "server");
  assert.equal(first.known.plan, plan);
  assert.equal(logged.length, 2, "the two that are no intents at all");
});

test("a command is about the server it is called on, else about the active one, which is the one shown last", async () => {
  const { first, second, run, runs, scripts } = await begin();
  const calls = (of: Run) => scripts.get(of.target.id)?.calls.length;
  await run("checkStep", ref(second, "server"));
  assert.deepEqual([calls(first), calls(second)], [0, 1]);
  await run("checkStep", "server");
  assert.deepEqual([calls(first), calls(second)], [1, 1], "a walkthrough names no server");
  await run("openStep", ref(second, "directory"));
  await until(() => runs.active === second);
  await run("checkStep", "server");
  assert.deepEqual([calls(first), calls(second)], [1, 2]);
  await run("checkAll", { kind: "server", server: first.target.id });
  assert.ok((calls(first) ?? 0) > 1);
  assert.equal(calls(second), 2);
});

test("what names no step that is there is asked for, and a server that is gone is not worked with", async () => {
  const { first, run, window, scripts } = await begin();
  const asked: (readonly string[])[] = [];
  window.choose = (labels) => {
    asked.push(labels);
    return 0;
  };
  for (const odd of [
    undefined,
    null,
    5,
    "noSuchStep",
    { step: "noSuchStep" },
    { server: "x", step: "server" },
    [],
  ])
    await run("checkStep", odd);
  assert.equal(asked.length, 7);
  assert.equal(scripts.get(first.target.id)?.calls.length, 7);
});

test("cancelling ends what is at work, on whichever server that is", async () => {
  const { second, run, scripts } = await begin();
  const answers = scripts.get(second.target.id)?.answers;
  assert.ok(answers);
  answers["Get-CloudSyncServerFact"] = (_, { signal }) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener("abort", () => {
        reject(new ProblemError({ code: "sessionEnded", happened: "", means: "", next: [] }));
      });
    });
  const working = run("checkStep", ref(second, "server"));
  await until(() => second.busyWith === "server");
  await run("cancelStep");
  await working;
  assert.equal(second.busyWith, undefined);
});

test("the status bar names what is at work and where, and a click opens that", async () => {
  const { second, run, scripts, window } = await begin();
  const [item] = window.status;
  assert.ok(item);
  assert.equal(item.isShown, false);
  const answers = scripts.get(second.target.id)?.answers;
  assert.ok(answers);
  let release: () => void = () => undefined;
  answers["Get-CloudSyncServerFact"] = () =>
    new Promise((resolve) => {
      release = () => {
        resolve(healthyServer);
      };
    });
  const working = run("checkStep", ref(second, "server"));
  await until(() => item.isShown);
  assert.match(item.text, /SYNC02: Connect to the server/u);
  assert.deepEqual(item.command?.arguments, [ref(second, "server")]);
  release();
  await working;
  assert.equal(item.isShown, false);
});

test("each server follows a procedure of its own, and keeps it", async () => {
  const { first, second, run, window, targets } = await begin();
  window.choose = (labels) => labels.indexOf("Uninstall");
  await run("chooseProcedure", { kind: "server", server: second.target.id });
  const has = (of: Run) => of.steps.some(({ id }) => id === "uninstall");
  assert.deepEqual([has(first), has(second)], [false, true]);
  const kept = (of: Run) => (targets satisfies TargetStore).procedureOf(of.target.id);
  assert.deepEqual([kept(first), kept(second)], [undefined, "uninstall"]);
});

test("the panels of a server that is removed are closed", async () => {
  const { first, second, run, window, targets } = await begin();
  await run("openStep", ref(first, "server"));
  await run("openStep", ref(second, "server"));
  await run("openStepBeside", ref(second, "install"));
  await targets.remove(second.target.id);
  assert.deepEqual(
    window.panels.map(({ isOpen }) => isOpen),
    [true, false, false],
  );
});
