/** Two windows of VS Code on one machine, which keep what they do in the same files. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import { newFolder, removeFolders, start } from "./support/vscode/host.ts";

after(removeFolders);

/** Two windows on one folder, each with the record of this machine open. */
const twoWindows = async () => {
  const folder = newFolder();
  const first = await start(folder);
  const second = await start(folder);
  const [one, other] = [first.runs.active, second.runs.active];
  await Promise.all([one.open(), other.open()]);
  const close = () => {
    first.close();
    second.close();
  };
  const file = (name: string) => readFileSync(path.join(folder, name), "utf8");
  return { file, first, second, one, other, close };
};
/** Each takes in what the other wrote as soon as its folder says so. Looks are counted, not seconds: others compute meanwhile. */
const becomes = async (check: () => boolean): Promise<void> => {
  for (let looks = 0; !check(); looks++) {
    assert.ok(looks < 500, `never true: ${String(check)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

test("two windows that start at the same time on a new folder know this machine by one id", async () => {
  const folder = newFolder();
  const [first, second] = await Promise.all([start(folder), start(folder)]);
  assert.equal(first.runs.active.target.id, second.runs.active.target.id);
  first.close();
  second.close();
});

test("what is answered and accepted in one window is known in the other, and neither takes anything from it", async () => {
  const { one, other, close, file } = await twoWindows();
  await one.answer("serviceAccount", "kind", "custom");
  await becomes(() => other.known.plan.serviceAccount?.kind === "custom");
  await Promise.all([
    one.answer("server", "cloud", "usGov"),
    one.answer("serviceAccount", "name", "provAgent01$"),
    other.answer("download", "licence", true),
    other.answer("confirm", "registration", "credential"),
    other.answer("directory", "domains.1.domain", "contoso.com"),
  ]);
  const plan = () => JSON.stringify(JSON.parse(file("plan.json")));
  await becomes(() => [one, other].every((run) => JSON.stringify(run.known.plan) === plan()));
  const { cloud, domains, registrationMethod, serviceAccount } = one.known.plan;
  assert.deepEqual(
    [cloud, domains.map(({ name }) => name), registrationMethod, serviceAccount],
    ["usGov", ["contoso.com"], "credential", { kind: "custom", name: "provAgent01$" }],
  );
  await becomes(() => one.known.attestations.some(({ about }) => about === "licence"));
  const lines = file(`journal/${one.target.id}.jsonl`).trim().split("\n");
  assert.equal(lines.filter((line) => line.includes('"answered"')).length, 5, "each answer is recorded once");
  close();
});

test("a list of what would change is no longer true in a window once the other one answered something", async () => {
  const { one, other, close } = await twoWindows();
  one.register({
    ...one.stepOf("prerequisites"),
    check: () => Promise.resolve({ kind: "todo", findings: [] }),
    changes: () => Promise.resolve([]),
  });
  await one.changes("prerequisites");
  assert.deepEqual(one.changesOf("prerequisites"), []);
  await other.answer("serviceAccount", "kind", "custom");
  await becomes(() => one.changesOf("prerequisites") === undefined);
  close();
});

test("what one window found and changed is seen in the other, to be looked at again there", async () => {
  const { one, other, close } = await twoWindows();
  const step = one.stepOf("install");
  let isDone = false;
  one.register({
    ...step,
    changes: () => Promise.resolve([]),
    check: () =>
      Promise.resolve(isDone ? { kind: "done", findings: [], proof: [] } : { kind: "todo", findings: [] }),
    apply: async (ctx) => {
      isDone = true;
      await ctx.attest({ about: "active", computer: "C" });
    },
  });
  await one.changes("install");
  await one.apply("install");
  await becomes(() => other.stateOf("install").kind === "stale");
  assert.equal(one.stateOf("install").kind, "done");
  await becomes(() => other.known.attestations.some(({ about }) => about === "active"));
  close();
});

test("a plan file that one window took can be taken back in the other", async () => {
  const { one, other, close } = await twoWindows();
  await one.plan.useFile({ ...one.known.plan, cloud: "china" }, "x.cloudsync.json");
  await becomes(() => other.plan.taken?.file === "x.cloudsync.json" && other.known.plan.cloud === "china");
  const { taken } = other.plan;
  assert.ok(taken);
  await other.plan.takeBack(taken);
  await becomes(() => one.known.plan.cloud === "global" && one.plan.taken === undefined);
  close();
});

test("which server is active and what was typed and does not fit are each window's own", async () => {
  const { first, second, one, other, close } = await twoWindows();
  await one.answer("directory", "domains.1.domain", "not a domain!");
  await first.runs.activate(one.target.id);
  assert.ok(one.plan.answers.draftOf("directory", "domains.1.domain"));
  assert.equal(other.plan.answers.draftOf("directory", "domains.1.domain"), undefined);
  assert.equal(second.runs.active, other);
  close();
});
