/** A directory and a cloud are looked at, and changed through the one door that a server is changed through. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import type { Call } from "../../../../src/setup/call.ts";
import type { Change } from "../../../../src/setup/change.ts";
import { redactor } from "../../../../src/server/redaction/redact.ts";
import { Carriers, type Ports } from "../../../../src/setup/engine/carriers.ts";
import { notKnown } from "../../../../src/setup/finding.ts";
import { listed, type Listed } from "../../../../src/setup/operations/index.ts";
import { restartServer } from "../../../../src/setup/operations/server.ts";
import { changing, none, text, reading } from "../../../../src/setup/operations/entry.ts";
import { type Changing } from "../../../../src/setup/operations/operation.ts";
import type { Place } from "../../../../src/setup/place.ts";
import type { Carrier, HowToRun } from "../../../../src/setup/ports.ts";
import { changeReport } from "../../../../src/setup/report/changeReport.ts";
import { markdownPage } from "../../../../src/setup/report/markdown.ts";
import type { Step, StepContext } from "../../../../src/setup/step.ts";
import { undo } from "../../../../src/setup/steps/undo.ts";
import { failsAlone } from "../../../../src/setup/problem.ts";
import { healthyServer } from "../../support/facts.ts";
import {
  gone,
  otherPorts,
  script,
  scriptedServer,
  testRun,
  type Script,
} from "../../support/scriptedServer.ts";

const reader = { user: "CONTOSO\\reader", password: "Kz7-reader-secret" };
const about = { rule: "synchronisation", why: "", source: "portal" } as const;
const tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";
/** Operations of other ports than the server's, in lists of this test's own. */
const getDelegation = reading("Get-Delegation", { domain: text }, v.strictObject({ to: text }), {
  port: "directory",
  secrets: ["Reader"],
});
const setDelegation = changing("Set-Delegation", { value: text }, none, { port: "directory" });
const getAccount = reading(
  "Get-Account",
  {},
  v.strictObject({ user: text, tenant: text, synchronisation: text }),
  { port: "cloud" },
);
const setSynchronisation = changing("Set-Synchronisation", { value: text }, none, { port: "cloud" });
const ours: Listed = {
  ...listed,
  directory: [getDelegation, setDelegation],
  cloud: [getAccount, setSynchronisation],
};

/** They tell of their own places, in a code that the server has. */
const told: Ports["told"] = (port, event) => event.kind === "change" && event.change.on.port === port;

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
  const asked: (readonly [string, HowToRun["secrets"]])[] = [];
  const answers: Record<string, () => unknown> = {
    "Get-Delegation": () => ({ to: inDirectory.state.value }),
    "Get-Account": () => ({ user: "ada@contoso.com", tenant, synchronisation: inCloud.state.value }),
  };
  const carrier = (change: typeof inDirectory.run): Carrier => ({
    run: (operation, args, how) => {
      asked.push([operation.name, how?.secrets]);
      const answer = answers[operation.name];
      return answer ? Promise.resolve(answer()) : change(operation, args, how);
    },
  });
  const at = testRun(of, {
    directory: carrier(inDirectory.run),
    cloud: carrier(inCloud.run),
    listed: ours,
    told,
  });
  const perform = async (ctx: StepContext) => {
    await ctx.perform(setDelegation, { value: "the agent" });
    await ctx.perform(setSynchronisation, { value: "on" });
  };
  const step: Step = {
    id: "verify",
    lines: [],
    title: () => "Delegate",
    introduction: () => [],
    check: async (ctx) => {
      const found = await ctx.run(
        getDelegation,
        { domain: "contoso.com" },
        { secrets: { Reader: [reader] } },
      );
      const account = await ctx.read(getAccount, {});
      if ("unread" in account)
        return { kind: "todo", findings: [notKnown(about, "Synchronisation", account.unread)] };
      const isDone = found.to === "the agent" && account.value.synchronisation === "on";
      return isDone ? { kind: "done", findings: [], proof: [] } : { kind: "todo", findings: [] };
    },
    changes: async (ctx) => [
      ...(await ctx.preview(setDelegation, { value: "the agent" })),
      ...(await ctx.preview(setSynchronisation, { value: "on" })),
    ],
    apply: perform,
    actions: () => [],
  };
  at.run.register(step);
  return { ...at, asked, answers, inDirectory: inDirectory.state, inCloud: inCloud.state };
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

test("what is read of a directory or a cloud is held against the operation's own shape, and known to forms; its secret travels apart", async () => {
  const at = begin();
  await at.run.check("verify");
  assert.deepEqual(at.asked, [
    ["Get-Delegation", { Reader: [reader] }],
    ["Get-Account", undefined],
  ]);
  const { facts } = at.run.known;
  assert.deepEqual(facts.last(getDelegation), { to: "nobody" });
  assert.equal(facts.last(getAccount)?.synchronisation, "off");
  assert.equal(facts.last({ ...getDelegation, port: "cloud" }), undefined, "another port's of that name");
  at.answers["Get-Account"] = () => ({ user: "ada@contoso.com", tenant, synchronisation: 1 });
  await at.run.check("verify");
  const state = at.run.stateOf("verify");
  const [finding] = state.findings;
  assert.ok(finding?.verdict === "unknown" && finding.unread.includes("Get-Account could not be understood"));
  assert.deepEqual(
    at.problems.map(({ code, raw }) => [code, raw]),
    [["badAnswer", "synchronisation: Invalid type: Expected string but received 1"]],
    "the log has the rest",
  );
  at.answers["Get-Delegation"] = () => ({});
  await at.run.check("verify");
  const failed = at.run.stateOf("verify");
  assert.ok(failed.kind === "failed" && failed.problem.code === "badAnswer");
});

test("what a server answers is held to the operation's own shape, too", async () => {
  const at = testRun(script({ "Get-CloudSyncServerFact": () => ({ ...healthyServer, computer: 7 }) }));
  await at.run.check("server");
  const state = at.run.stateOf("server");
  assert.ok(state.kind === "failed" && state.problem.code === "badAnswer");
  assert.match(state.problem.raw ?? "", /^computer: /u);
});

test("a port that is not there tells nothing, with why, each reading by itself; no port carries out what it does not list", async () => {
  const of = script();
  const server = scriptedServer(of);
  const lacking = new Carriers({ server, ...otherPorts, masking: redactor(), listed: ours });
  await assert.rejects(lacking.run(getAccount, { value: "x" }), (error) => {
    assert.ok(failsAlone(error));
    assert.equal(error.problem.happened, "This version does not ask the tenant.");
    return true;
  });
  const carriers = new Carriers({ server, ...otherPorts, masking: redactor() });
  for (const one of [setDelegation, getAccount, { ...restartServer, name: "Restart-Everything" as const }])
    assert.throws(() => carriers.run(one, { value: "x" }), /is no operation of/u);
  for (const call of [
    { port: "directory", op: "Set-Delegation", args: {} },
    { port: "cloud", op: "Restart-CloudSyncServer", args: {} },
    { port: "server", op: "Set-Delegation", args: {} },
    { port: "server", op: "Get-CloudSyncServerFact", args: {} },
  ])
    assert.throws(() => carriers.changing(call as unknown as Call), /Nothing is changed by/u);
  assert.equal(carriers.changing({ port: "server", op: restartServer.name, args: {} }), restartServer);
  assert.deepEqual(of.calls, []);
});
