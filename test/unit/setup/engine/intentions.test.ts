/** What is about to be changed is on disk before: no cut, wherever it is, loses a change or its undo. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Change } from "../../../../src/setup/change.ts";
import { leaseOf, openIntentions, settledBy } from "../../../../src/setup/engine/intentions.ts";
import type { JournalEvent } from "../../../../src/setup/journal.ts";
import type { Params } from "../../../../src/setup/told/coded.ts";
import type { ToldCode } from "../../../../src/setup/told/changes.ts";
import type { Json } from "../../../../src/setup/values/json.ts";
import { refused } from "../../../../src/server/operationProblem.ts";
import { badLine, ended, silent } from "../../../../src/server/sessionProblem.ts";
import { ProblemError, type ProblemCode } from "../../../../src/setup/problem.ts";
import { goodInstaller, installedAgent, noAgent } from "../../support/facts.ts";
import {
  gone,
  here,
  leaseIn,
  planned,
  script,
  shownAndApplied,
  testRun,
  type Script,
  type TestRun,
} from "../../support/scriptedServer.ts";
import { registryChange } from "../../support/changes.ts";
import { fixable, type Cut } from "../../support/fixable.ts";

const by = { at: "2026-11-24T12:00:00.000Z", by: "ada", server: "SYNC01", step: "prerequisites" };
const intended = (id: string, ...changes: Change[]): JournalEvent => ({
  ...by,
  kind: "intended",
  id,
  operation: "Set-CloudSyncTlsValue",
  args: {},
  changes,
});

test("an intention is open until it is closed, with what of it nobody told to be made", () => {
  const [a, b] = [registryChange("A", 0, 1), registryChange("B", 0, 1)];
  const events: JournalEvent[] = [
    intended("1", a, b),
    { ...by, kind: "change", change: { ...a, before: 5 }, of: "1" },
    intended("2", b),
    intended("3", a),
    { ...by, kind: "settled", id: "3", how: "failed", unknown: [] },
  ];
  assert.deepEqual(
    openIntentions(events).map(({ id, left }) => [id, left]),
    [
      ["1", [b]],
      ["2", [b]],
    ],
  );
  // Told by the second: it is not told again for the first.
  assert.deepEqual(
    openIntentions([...events, { ...by, kind: "change", change: b, of: "2" }]).map(({ left }) => left),
    [[], []],
  );
});

test("what was declared in other words is told once it is told, of that intention and of that domain alone", () => {
  const rest = (params: Params, after: Json) => ({ on: here, params, before: null, after });
  const at = (what: ToldCode, after: Json, params = {}): Change => ({
    ...rest(params, after),
    what,
    certainty: "exact",
  });
  const listed = (what: Change["what"], after: Json): Change => ({
    ...rest({}, after),
    what,
    certainty: { declared: "install" },
  });
  const declared = [
    listed("agentProgram", "1.1"),
    listed("agentLogonAccount", "provAgentgMSA"),
    listed("registeredAgent", "t"),
    listed("agentDomain", "a.example"),
    listed("agentDomain", "b.example"),
    listed("agentService", "restarted"),
  ];
  const told = [
    at("installer", "1.1.2334.0", { file: "a.exe" }),
    at("logonAccount", "C\\pGMSA$", { service: "s" }),
    at("agentTenant", "7"),
    { ...at("agentDomain", "a.example"), on: { port: "cloud" as const, tenant: "" } },
    at("serviceRestart", "Running", { service: "s" }),
  ];
  const events = (of: string): JournalEvent[] => [
    intended("1", ...declared),
    ...told.map((one): JournalEvent => ({ ...by, kind: "change", change: one, of })),
  ];
  assert.deepEqual(
    openIntentions(events("1")).map(({ left }) => left),
    [[declared[4]]],
  );
  assert.equal(openIntentions(events("2"))[0]?.left.length, declared.length);
});

test("permissions that were declared for each domain are told by what tells them everywhere, or for one domain", () => {
  const everywhere = (after: string): Change => ({
    on: here,
    certainty: "exact",
    what: "permissionsEverywhere",
    params: {},
    before: null,
    after,
  });
  const inOne = (domain: string, after: string): Change => ({
    ...everywhere(after),
    what: "permissions",
    params: { domain },
  });
  const declared = ["a.example", "b.example"].flatMap((domain) =>
    ["BasicRead", "PasswordHashSync"].map((after): Change => ({
      ...everywhere(after),
      on: { port: "directory", domain },
      what: "accountPermissions",
      certainty: { declared: "permissions" },
    })),
  );
  const left = (...told: readonly Change[]) =>
    openIntentions([
      intended("1", ...declared),
      ...told.map((change): JournalEvent => ({ ...by, kind: "change", change, of: "1" })),
    ]).map((one) => one.left);
  assert.deepEqual(left(everywhere("BasicRead")), [[declared[1], declared[3]]]);
  assert.deepEqual(left(everywhere("BasicRead"), everywhere("PasswordHashSync")), [[]]);
  assert.deepEqual(left(inOne("b.example", "BasicRead")), [[declared[0], declared[1], declared[3]]]);
});

test("what is as it was to become was made, what is as it was before was not, and anything else is not known", () => {
  const left = [registryChange("A", 0, 1), registryChange("B", 0, 1), registryChange("C", 0, 1)];
  assert.deepEqual(settledBy(left, [registryChange("B", 0, 1), registryChange("C", 7, 1)]), {
    made: [left[0]],
    unknown: [left[2]],
  });
  assert.deepEqual(settledBy(left, []), { made: left, unknown: [] });
  assert.deepEqual(settledBy(left, undefined), { made: [], unknown: left });
  const restart: Change = { ...registryChange("", null, "restarted"), what: "windowsRestart", params: {} };
  assert.deepEqual(
    settledBy([restart], [restart]),
    { made: [], unknown: [restart] },
    "it leaves nothing behind",
  );
});

const full = new Error("ENOSPC: no space left on device");
/** A run whose disk is full, or whose host dies, when that many events are on it. */
const cutRun = (of: Script, events: JournalEvent[], cut: Cut): TestRun => {
  const at = testRun(of, {
    events,
    records: {
      append: (event) => {
        if (cut.at !== undefined && events.length >= cut.at) return Promise.reject(full);
        events.push(event);
        return Promise.resolve();
      },
    },
  });
  return at;
};
const fix = async (of: Script, events: JournalEvent[], cut: Cut = {}) => {
  const at = cutRun(of, events, cut);
  await shownAndApplied(at.run, "prerequisites").catch(() => undefined);
  at.run.dispose();
};
const madeIn = (events: readonly JournalEvent[]) =>
  events.flatMap((one) => (one.kind === "change" ? [String(one.change.params.value)] : []));

test("cut at every event and around every change, the record is complete at the next start, and nothing is done twice", async () => {
  const whole = fixable({});
  const all: JournalEvent[] = [];
  await fix(whole.of, all);
  const made = ["mark", "client", "strongCrypto", "policy"].toSorted();
  assert.deepEqual(madeIn(all).toSorted(), made);
  const cuts: Cut[] = [
    ...all.map((_, at) => ({ at })),
    ...["mark", "tls client", "tls strongCrypto", "policy"].flatMap((operation) =>
      (["before", "after"] as const).map((when) => ({ operation, when })),
    ),
  ];
  for (const cut of cuts) {
    const { of, values, made: done } = fixable(cut);
    const events: JournalEvent[] = [];
    await fix(of, events, cut);
    // A new start of VS Code: the rest is done, and what is not known is looked at.
    await fix(of, events);
    const name = JSON.stringify(cut);
    assert.deepEqual([values.client, values.strongCrypto, values.policy], [1, 1, "RemoteSigned"], name);
    assert.deepEqual(done.toSorted(), made, `${name}: nothing is done twice`);
    assert.deepEqual(madeIn(events).toSorted(), made, `${name}: nothing is lost, and nothing told twice`);
    assert.deepEqual(openIntentions(events), [], name);
    const { can } = testRun(of, { events }).run.undoable;
    assert.deepEqual(
      can.map(({ undo }) => undo.op).toSorted(),
      ["Set-CloudSyncExecutionPolicyScope", "Set-CloudSyncTlsValue", "Set-CloudSyncTlsValue"],
      name,
    );
  }
});

test("a change that no room was left to write down stays about to be made, whatever shorter lines still find room", async () => {
  for (const error of [full, new ProblemError({ code: "diskFull", happened: "full", means: "", next: [] })]) {
    const { of, values, made } = fixable({});
    const events: JournalEvent[] = [];
    const append = (event: JournalEvent) => {
      if (event.kind === "change") return Promise.reject(error);
      events.push(event);
      return Promise.resolve();
    };
    const at = testRun(of, { events, records: { append } });
    await shownAndApplied(at.run, "prerequisites").catch(() => undefined);
    at.run.dispose();
    assert.equal(made.length, 1);
    assert.equal(openIntentions(events).flatMap(({ left }) => left).length, 1, error.message);
    await fix(of, events);
    assert.deepEqual(madeIn(events).toSorted(), made.toSorted(), `${error.message}: told once each`);
    assert.deepEqual([values.client, values.policy], [1, "RemoteSigned"]);
  }
});

test("what cannot be written down before is not done", async () => {
  const { of, made } = fixable({});
  const events: JournalEvent[] = [];
  // Up to the yes to the list.
  const at = cutRun(of, events, { at: 4 });
  await shownAndApplied(at.run, "prerequisites").catch(() => undefined);
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ["previewed", "checked", "started", "consented"],
  );
  assert.deepEqual(made, []);
});

const problemOf = (code: ProblemCode) =>
  new ProblemError({ code, happened: code, means: "", next: ["look"] });

const refusedBy = (code: string) => new ProblemError(refused("X", { code, message: "", raw: "" }, () => ""));

test("an operation that failed is over, with what it told; one that gave no answer is not", async () => {
  for (const [error, isOpen] of [
    [problemOf("accessDenied"), false],
    [problemOf("operationFailed"), false],
    // Somebody else is at the server: nothing was begun.
    [refusedBy("ServerBusy"), false],
    [refusedBy("RegistrationRuns"), false],
    // Its session is gone, its answer could not be understood, it goes on, or its end was not heard.
    [gone(), true],
    [new ProblemError(ended("X", "1", "")), true],
    [new ProblemError(silent("X", 1000)), true],
    [new ProblemError(badLine("X", "")), true],
    [refusedBy("SetupStillRuns"), true],
    [refusedBy("ChildSilent"), true],
    [refusedBy("ChildEnded"), true],
    [refusedBy("StillInstalled"), true],
    [new Error("anything"), true],
  ] as const) {
    const { of } = fixable({});
    const preview = of.answers["Set-CloudSyncTlsValue"];
    of.answers["Set-CloudSyncTlsValue"] = (args, how) => {
      if (how.whatIf !== true) throw error;
      return preview?.(args, how);
    };
    const at = testRun(of);
    await shownAndApplied(at.run, "prerequisites");
    assert.equal(openIntentions(at.events).length, isOpen ? 1 : 0, error.message);
  }
});

test("an installation that went on after its session is in the record once it is seen, and stays open until then", async () => {
  let agent = noAgent;
  const of = script({
    "Get-CloudSyncInstallerFact": () => goodInstaller,
    "Get-CloudSyncAgentFact": () => agent,
    "Install-CloudSyncAgent": () => {
      throw gone();
    },
  });
  const first = testRun(of, { plan: planned() });
  await shownAndApplied(first.run, "install");
  const events = [...first.events];
  const look = async () => {
    const at = testRun(of, { plan: planned(), events });
    await at.run.check("install");
    events.push(...at.events.slice(events.length));
  };
  await look();
  assert.equal(openIntentions(events).length, 1, "it may still be at work");
  agent = installedAgent;
  await look();
  assert.deepEqual(openIntentions(events), []);
  const told = events.filter((one) => one.kind === "change");
  assert.deepEqual(
    told.map((one) => [one.change.what, one.change.after, one.seen]),
    [["agentProgram", "1.1.2334.0", true]],
  );
});

test("what another window is at is left to it, until that one is gone", async () => {
  const { of } = fixable({ operation: "tls client", when: "after" });
  const events: JournalEvent[] = [];
  await fix(of, events);
  const [open] = openIntentions(events);
  assert.ok(open);
  const held = new Set([leaseOf(open.id)]);
  const look = async () => {
    const at = testRun(of, { events, lease: leaseIn(held) });
    await at.run.check("prerequisites");
    return at.events.slice(events.length).map(({ kind }) => kind);
  };
  assert.deepEqual(await look(), ["checked"]);
  held.clear();
  assert.deepEqual(await look(), ["change", "settled", "checked"]);
});

test("an intention that the server refuses to look at keeps no step from being checked", async () => {
  const of = fixable({}).of;
  const left = registryChange("A", 0, 1);
  const known = { ...intended("1", left), args: { setting: "strongCrypto", value: 1 } } as JournalEvent;
  for (const [event, answer, closed] of [
    [known, problemOf("operationFailed"), true],
    // A session that may look settles it.
    [known, refusedBy("AccessDenied"), false],
    // Nor does one that is hindered now: somebody else is at the server, or what is needed is not there.
    [known, refusedBy("ServerBusy"), false],
    [known, refusedBy("RegistrationRuns"), false],
    [known, refusedBy("ConstrainedLanguage"), false],
    [known, refusedBy("FileMissing"), true],
    // Whatever its code: whoever is signed out, or cannot be reached, says so.
    [known, new ProblemError({ ...problemOf("operationFailed").problem, notNow: true }), false],
    // Nor does what it answers close it while it cannot be understood.
    [known, new ProblemError(badLine("X", "")), false],
    [intended("1", left), undefined, true],
  ] as const) {
    of.answers["Set-CloudSyncTlsValue"] = () => {
      if (answer) throw answer;
      return {};
    };
    const at = testRun(of, { events: [event] });
    await at.run.check("server");
    assert.equal(at.run.stateOf("server").kind, "done");
    const settled = at.events.filter(({ kind }) => kind === "settled");
    assert.deepEqual(
      settled.map((one) => one.kind === "settled" && one.unknown),
      closed ? [[left]] : [],
    );
  }
});
