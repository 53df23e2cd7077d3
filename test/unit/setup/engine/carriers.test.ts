/** A directory and a cloud are looked at, and changed through the one door that a server is changed through. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import type { Call } from "../../../../src/setup/call.ts";
import type { Change } from "../../../../src/setup/change.ts";
import { Carriers } from "../../../../src/setup/engine/carriers.ts";
import { noCloud, noDirectory } from "../../../../src/setup/notThereYet.ts";
import { restartServer } from "../../../../src/setup/operations/server.ts";
import {
  changing,
  none,
  text,
  type Changing,
  type Port,
} from "../../../../src/setup/operations/operation.ts";
import type { Place } from "../../../../src/setup/place.ts";
import type { Cloud, Directory, HowToRun } from "../../../../src/setup/ports.ts";
import { changeReport } from "../../../../src/setup/report/changeReport.ts";
import { markdownPage } from "../../../../src/setup/report/markdown.ts";
import type { Step, StepContext } from "../../../../src/setup/step.ts";
import { undo } from "../../../../src/setup/steps/undo.ts";
import { valueOf } from "../../../../src/setup/values/fact.ts";
import { gone, script, scriptedServer, testRun, type Script } from "../../support/scriptedServer.ts";

const tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";
/** An operation of another port than the server's, in a list of this test's own. */
const operationOf = (port: Port, name: "Set-Delegation" | "Set-Synchronisation") => ({
  ...changing(name, { value: text }, none),
  port,
});
const delegation = operationOf("directory", "Set-Delegation");
const synchronisation = operationOf("cloud", "Set-Synchronisation");

/** One value at a place, which is what was set last. */
const valueAt = (on: Place, name: string, first: string) => {
  const state = { value: first, cut: false, sets: [] as string[] };
  const run = (
    operation: Pick<Changing, "name" | "port">,
    args: unknown,
    how: HowToRun = {},
  ): Promise<never> => {
    const { value } = args as { value: string };
    if (value === state.value) return Promise.resolve({} as never);
    const back = { port: operation.port, op: operation.name, args: { value: state.value } };
    const change: Change = {
      on,
      what: "registryValue",
      params: { value: name },
      before: state.value,
      after: value,
      certainty: "exact",
      undo: back as unknown as Call,
    };
    if (how.whatIf !== true) {
      state.value = value;
      state.sets.push(value);
      if (state.cut) return Promise.reject(gone());
    }
    how.onEvent?.({ kind: "change", change });
    return Promise.resolve({} as never);
  };
  return { state, run };
};

const begin = (of: Script = script()) => {
  const inDirectory = valueAt({ port: "directory", domain: "contoso.com" }, "Delegation", "nobody");
  const inCloud = valueAt({ port: "cloud", tenant }, "Synchronisation", "off");
  const directory: Directory = {
    bind: () => Promise.resolve({ value: { controller: "dc1.contoso.com" } }),
    search: ({ domain }) =>
      Promise.resolve({
        value: [{ name: `CN=agent,${domain}`, values: { delegation: [inDirectory.state.value] } }],
      }),
    operations: [delegation],
    run: inDirectory.run,
  };
  const cloud: Cloud = {
    account: () => Promise.resolve({ value: { user: "ada@contoso.com", tenant } }),
    get: (path) => Promise.resolve({ value: { path, state: inCloud.state.value } }),
    operations: [synchronisation],
    run: inCloud.run,
  };
  const at = testRun(of, { directory, cloud });
  const seen: unknown[] = [];
  const perform = async (ctx: StepContext) => {
    await ctx.perform(delegation, { value: "the agent" });
    await ctx.perform(synchronisation, { value: "on" });
  };
  const step: Step = {
    id: "verify",
    lines: [],
    title: () => "Delegate",
    introduction: () => [],
    check: async (ctx) => {
      const query = {
        domain: "contoso.com",
        base: "DC=contoso,DC=com",
        filter: "(cn=agent)",
        attributes: [],
      };
      const found = valueOf(await ctx.directory.search(query)) ?? [];
      seen.push(
        found[0]?.values.delegation,
        valueOf(await ctx.cloud.account()),
        valueOf(await ctx.cloud.get("/x")),
      );
      const isDone = inDirectory.state.value === "the agent" && inCloud.state.value === "on";
      return isDone ? { kind: "done", findings: [], proof: [] } : { kind: "todo", findings: [] };
    },
    changes: async (ctx) => [
      ...(await ctx.preview(delegation, { value: "the agent" })),
      ...(await ctx.preview(synchronisation, { value: "on" })),
    ],
    apply: perform,
    actions: () => [],
  };
  at.run.register(step);
  return { ...at, seen, inDirectory: inDirectory.state, inCloud: inCloud.state };
};
const changesIn = ({ events }: ReturnType<typeof begin>) =>
  events.flatMap((event) => (event.kind === "change" ? [event.change] : []));

test("what is listed of a directory and a cloud is done after the yes, and stands in journal, undo and report with its place", async () => {
  const at = begin();
  await at.run.changes("verify");
  assert.deepEqual(
    at.run.changesOf("verify")?.map(({ on, after }) => [on.port, after]),
    [
      ["directory", "the agent"],
      ["cloud", "on"],
    ],
  );
  assert.deepEqual([at.inDirectory.sets, at.inCloud.sets], [[], []], "a list changes nothing");
  assert.deepEqual(at.seen.slice(0, 3), [
    ["nobody"],
    { user: "ada@contoso.com", tenant },
    { path: "/x", state: "off" },
  ]);
  await at.run.apply("verify");
  assert.equal(at.run.stateOf("verify").kind, "done");
  assert.deepEqual(
    at.events.flatMap((event) => (event.kind === "intended" ? [[event.port, event.operation]] : [])),
    [
      ["directory", "Set-Delegation"],
      ["cloud", "Set-Synchronisation"],
    ],
  );
  assert.deepEqual(
    changesIn(at).map(({ on }) => on),
    [
      { port: "directory", domain: "contoso.com" },
      { port: "cloud", tenant },
    ],
  );
  const { can } = at.run.undoable;
  assert.deepEqual(
    can.map(({ undo: call }) => [call.port, call.args]),
    [
      ["cloud", { value: "off" }],
      ["directory", { value: "nobody" }],
    ],
  );
  const about = {
    server: "SYNC01",
    id: "SYNC01",
    user: "ada",
    machine: "M",
    at: "2026-11-24T13:00:00.000Z",
    extension: "0.1.0",
    language: "en",
  };
  const page = markdownPage(changeReport(at.events, about));
  assert.match(page, /\| contoso\.com \| Delegation \| nobody \| the agent \|/u);
  assert.match(page, new RegExp(`\\| the tenant ${tenant} \\| Synchronisation \\| off \\| on \\|`, "u"));
  at.run.register(undo(can));
  await at.run.changes("undo");
  await at.run.apply("undo");
  assert.deepEqual([at.inDirectory.value, at.inCloud.value], ["nobody", "off"]);
  assert.deepEqual(at.run.undoable.can, []);
});

test("what became another thing in a directory since it was shown is not changed, and the list is shown anew", async () => {
  const at = begin();
  await at.run.changes("verify");
  at.inDirectory.value = "somebody else";
  await at.run.apply("verify");
  const state = at.run.stateOf("verify");
  assert.ok(state.kind === "failed" && state.problem.code === "changesDiffer");
  assert.match(state.problem.happened, /Delegation on contoso\.com, from somebody else to the agent/u);
  assert.deepEqual([at.inDirectory.sets, at.inCloud.sets], [[], []]);
  assert.equal(at.run.changesOf("verify")?.[0]?.before, "somebody else");
});

test("a cut in a directory's change is settled by a look at that directory", async () => {
  const at = begin();
  await at.run.changes("verify");
  at.inDirectory.cut = true;
  await at.run.apply("verify");
  assert.deepEqual(changesIn(at), [], "nobody told of it");
  at.inDirectory.cut = false;
  await at.run.check("verify");
  const [seen] = at.events.flatMap((event) => (event.kind === "change" ? [event] : []));
  assert.deepEqual([seen?.seen, seen?.change.on.port, seen?.change.after], [true, "directory", "the agent"]);
  assert.equal(at.run.undoable.can.length, 1);
});

test("what this version does not have tells nothing, with why, and changes nothing: no port carries out what it does not list", async () => {
  const unread: unknown[] = [
    await noDirectory.bind("contoso.com", { user: "x", password: "y" }),
    await noDirectory.search({ domain: "x", base: "", filter: "", attributes: [] }),
    await noCloud.account(),
    await noCloud.get("/"),
  ];
  for (const one of unread)
    assert.ok(v.is(v.strictObject({ unread: v.pipe(v.string(), v.minLength(20)) }), one));
  const of = script();
  const carriers = new Carriers({ server: scriptedServer(of), directory: noDirectory, cloud: noCloud });
  for (const one of [delegation, synchronisation, { ...restartServer, name: "Restart-Everything" as const }])
    assert.throws(() => carriers.run(one, { value: "x" }), /is no operation of/u);
  for (const call of [
    { port: "directory", op: "Set-Delegation", args: {} },
    { port: "cloud", op: "Restart-CloudSyncServer", args: {} },
    { port: "server", op: "Set-Delegation", args: {} },
    { port: "server", op: "Get-CloudSyncServerFact", args: {} },
  ])
    assert.throws(() => carriers.changing(call as unknown as Call), /Nothing is changed by/u);
  assert.equal(carriers.changing({ port: "server", op: restartServer.name, args: {} }), restartServer);
  await assert.rejects(noDirectory.run(delegation, { value: "x" }), /Nothing carries out/u);
  assert.deepEqual(of.calls, []);
});
