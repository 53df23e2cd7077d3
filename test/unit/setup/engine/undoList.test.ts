/** Taking changes back: which can be, and how it is done by the engine. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import type { Change } from "../../../../src/setup/change.ts";
import type { JournalEvent } from "../../../../src/setup/journal.ts";
import type { Attestation } from "../../../../src/setup/journal.ts";
import type { AgentFacts } from "../../../../src/setup/operations/agent.ts";
import type { Json } from "../../../../src/setup/values/json.ts";
import type { Call } from "../../../../src/setup/call.ts";
import { undo } from "../../../../src/setup/steps/undo.ts";
import { undoList } from "../../../../src/setup/engine/undoList.ts";
import { judgeUndo } from "../../../../src/setup/actions/undoWarnings.ts";
import { registryChange } from "../../support/changes.ts";
import { installedAgent, noAgent, registeredAgent, tenant, unread } from "../../support/facts.ts";
import { changed, gone, here, ops, script, testRun, shownAndApplied } from "../../support/scriptedServer.ts";
import { sayChange } from "../../../../src/setup/told/changes.ts";
import { said } from "../../../../src/setup/told/values.ts";

const server = "SYNC01";
const setting = (value: Json): Call => ({
  port: "server",
  op: "Set-CloudSyncTlsValue",
  args: { setting: "strongCrypto", value },
});
const journal = (...changes: readonly (readonly [Change, step?: string])[]): JournalEvent[] =>
  changes.map(([change, step = "prerequisites"], at) => ({
    at: `2026-11-24T12:00:0${at}.000Z`,
    by: "ada",
    server,
    step,
    kind: "change",
    change,
    ...(step === "undo" ? { takesBack: true } : {}),
  }));
const listed = (events: readonly JournalEvent[]) => {
  const { can, cannot } = undoList(events);
  const brief = ({ change }: { change: Change }) => `${sayChange(change)} ${JSON.stringify(change.before)}`;
  return { can: can.map(brief), cannot: cannot.map(brief) };
};

test("the newest change of each thing on this server can be undone, newest first", () => {
  const events = journal(
    [registryChange("A", null, 1, setting(null))],
    [registryChange("B", 0, 1, setting(0))],
    [registryChange("A", 1, 2, setting(1))],
  );
  assert.deepEqual(listed(events), { can: ["A 1", "B 0"], cannot: [] });
});

test("a thing is the same however its domain is written", () => {
  const on = (domain: string) => ({ port: "directory" as const, domain });
  const made = { ...registryChange("A", 0, 1, setting(0)), on: on("contoso.com") };
  const back = { ...registryChange("A", 1, 0, setting(1)), on: on("Contoso.com") };
  assert.deepEqual(listed(journal([made], [back, "undo"])), { can: [], cannot: [] });
  assert.deepEqual(listed(journal([made], [{ ...back, on: on("fabrikam.com") }, "undo"])).can, ["A 0"]);
});

test("what was undone is not offered again; what it had replaced is, and what is changed anew", () => {
  const first = [registryChange("A", 0, 1, setting(0))] as const;
  const second = [registryChange("A", 1, 2, setting(1))] as const;
  const back = [registryChange("A", 2, 1, setting(2)), "undo"] as const;
  assert.deepEqual(listed(journal(first, second, back)).can, ["A 0"]);
  assert.deepEqual(
    listed(journal(first, second, back, [registryChange("A", 1, 0, setting(1)), "undo"])).can,
    [],
  );
  assert.deepEqual(listed(journal(first, [registryChange("A", 1, 0, setting(1)), "undo"], first)).can, [
    "A 0",
  ]);
  assert.deepEqual(listed(journal(back)), { can: [], cannot: [] }, "an undo is nothing to undo");
});

test("a change without a way back is named as one that stays; a restart is nothing", () => {
  const passing = { on: here, certainty: "exact" as const, before: null, after: said("restarted") };
  const program = registryChange("Program: provisioning agent", null, "1.1.2334.0");
  const events = journal(
    [program, "install"],
    [{ ...passing, what: "serviceRestart", params: { service: "AADConnectProvisioningAgent" } }, "verify"],
    [{ ...passing, what: "restartMark", params: { key: "HKLM" } }],
    [{ ...passing, what: "windowsRestart", params: {} }],
    [{ ...passing, what: "wizard", params: {} }, "confirm"],
    [registryChange("A", 0, 1, setting(0))],
    [program, "undo"],
  );
  assert.deepEqual(listed(events), { can: ["A 0"], cannot: ["Program: provisioning agent null"] });
});

test("an undo is previewed by the server, done by the engine, written down, and then off the list", async () => {
  let value: Json = 1;
  const of = script({
    "Set-CloudSyncTlsValue": (args, { whatIf, onEvent }) => {
      const after = args.value as Json;
      if (after === value) return {};
      onEvent?.({ kind: "change", change: registryChange("A", value, after, setting(value)) });
      if (whatIf !== true) value = after;
      return {};
    },
    "Set-CloudSyncRestartMark": () => ({}),
  });
  const at = testRun(of, { events: journal([registryChange("A", null, 1, setting(null))]) });
  for (const id of ["server", "prerequisites"] as const) {
    await at.run.check(id);
    assert.equal(at.run.stateOf(id).kind, "done");
  }
  const { can } = at.run.undoable;
  at.run.register(undo(can));
  await at.run.changes("undo");
  assert.deepEqual(
    at.run.changesOf("undo")?.map((change) => [sayChange(change), change.before, change.after]),
    [["A", 1, null]],
  );
  assert.equal(value, 1, "nothing changed yet");
  assert.equal(at.run.stateOf("prerequisites").kind, "done", "so nothing else has to be seen anew");
  of.calls.length = 0;
  await at.run.apply("undo");
  assert.equal(value, null);
  assert.deepEqual(ops(of), [
    "Get-CloudSyncAgentFact",
    "Set-CloudSyncTlsValue -WhatIf",
    "Set-CloudSyncRestartMark -WhatIf",
    "Set-CloudSyncRestartMark",
    "Set-CloudSyncTlsValue -WhatIf",
    "Set-CloudSyncTlsValue",
    "Get-CloudSyncAgentFact",
    "Set-CloudSyncTlsValue -WhatIf",
  ]);
  const state = at.run.stateOf("undo");
  assert.deepEqual(state.kind === "done" && state.proof, [{ name: "A", value: "(none)" }]);
  assert.equal(at.run.changesOf("undo"), undefined, "what was listed has happened");
  assert.equal(at.run.stateOf("prerequisites").kind, "stale", "it may be what was undone");
  assert.equal(at.run.stateOf("server").kind, "done", "the session is as it was");
  assert.deepEqual(at.run.undoable, { can: [], cannot: [] });
  const written = at.events.filter((one) => one.kind === "change" && one.step === "undo");
  assert.equal(written.length, 1);
  of.calls.length = 0;
  await shownAndApplied(at.run, "undo");
  assert.deepEqual(changed(of), [], "nothing is done twice");
});

test("what was shown to change is forgotten once something was changed, and not before", async () => {
  const fails = () => Promise.reject(new Error("denied"));
  const of = script({
    "Set-CloudSyncTlsValue": (_, { whatIf, onEvent }) => {
      if (whatIf !== true) return fails();
      onEvent?.({ kind: "change", change: registryChange("A", 1, null) });
      return {};
    },
  });
  const at = testRun(of, { events: journal([registryChange("A", null, 1, setting(null))]) });
  at.run.register(undo(at.run.undoable.can));
  await at.run.changes("undo");
  await shownAndApplied(at.run, "undo");
  assert.equal(at.run.stateOf("undo").kind, "failed");
  assert.equal(at.run.changesOf("undo")?.length, 1);
  const { answers } = of;
  const preview = answers["Set-CloudSyncTlsValue"];
  answers["Set-CloudSyncTlsValue"] = (args, how) => {
    if (how.whatIf !== true) how.onEvent?.({ kind: "change", change: registryChange("A", 1, null) });
    return preview?.(args, how);
  };
  await shownAndApplied(at.run, "undo");
  assert.equal(at.run.changesOf("undo"), undefined);
});

test("what the agent's service must read again restarts it once, at the end", async () => {
  const of = script({ "Set-CloudSyncAgentProxy": () => ({}), "Set-CloudSyncManagedAccount": () => ({}) });
  const changes = journal(
    [
      registryChange("Proxy", null, "http://p", {
        port: "server",
        op: "Set-CloudSyncAgentProxy",
        args: { address: null },
      }),
    ],
    [
      registryChange("Managed", false, true, {
        port: "server",
        op: "Set-CloudSyncManagedAccount",
        args: { managed: false },
      }),
    ],
  );
  const at = testRun(of, { events: changes });
  const step = undo(at.run.undoable.can);
  at.run.register({ ...step, check: () => Promise.resolve({ kind: "todo", findings: [] }) });
  await shownAndApplied(at.run, "undo");
  assert.deepEqual(changed(of), [
    "Set-CloudSyncManagedAccount",
    "Set-CloudSyncAgentProxy",
    "Restart-CloudSyncAgentService",
  ]);
});

test("a value before that is there is shown as the proof", async () => {
  const of = script({ "Set-CloudSyncTlsValue": () => ({}) });
  const at = testRun(of, { events: journal([registryChange("A", 0, 1, setting(0))]) });
  at.run.register(undo(at.run.undoable.can));
  await at.run.check("undo");
  const state = at.run.stateOf("undo");
  assert.deepEqual(state.kind === "done" && state.proof, [{ name: "A", value: "0" }]);
});

const reversed = [
  [
    "Set-CloudSyncTlsValue",
    setting(null),
    /TLS 1\.2: without it the contact is lost when the server restarts/u,
  ],
  [
    "Set-CloudSyncAgentProxy",
    { port: "server", op: "Set-CloudSyncAgentProxy", args: { address: null } },
    /proxy/u,
  ],
  [
    "Remove-CloudSyncLogonRight",
    { port: "server", op: "Remove-CloudSyncLogonRight", args: { account: "x" } },
    /does not start again/u,
  ],
  [
    "Set-CloudSyncAgentServiceStart",
    { port: "server", op: "Set-CloudSyncAgentServiceStart", args: {} },
    /no longer starts with Windows/u,
  ],
  [
    "Set-CloudSyncManagedAccount",
    { port: "server", op: "Set-CloudSyncManagedAccount", args: { managed: false } },
    /password from Windows/u,
  ],
  [
    "Set-CloudSyncExecutionPolicyScope",
    { port: "server", op: "Set-CloudSyncExecutionPolicyScope", args: {} },
    /registering it again fails/u,
  ],
  [
    "Set-CloudSyncCredentialManagerStart",
    { port: "server", op: "Set-CloudSyncCredentialManagerStart", args: {} },
    /cannot be upgraded/u,
  ],
  [
    "Set-CloudSyncDirectoryValue",
    { port: "directory", op: "Set-CloudSyncDirectoryValue", args: {} },
    /tickets of Kerberos/u,
  ],
] as const;
const toUndo = (call: Call) => ({ at: "x", by: "ada", change: registryChange("A", 0, 1), undo: call });

test("an undo of what an agent needs says so, for every operation that can be undone, while an agent may be there", () => {
  const module = path.join(import.meta.dirname, "../../../../src/server/powershell");
  const scripts = readdirSync(module, { recursive: true, encoding: "utf8" });
  const reported = scripts
    .filter((file) => file.endsWith(".ps1"))
    .flatMap((file) =>
      [...readFileSync(path.join(module, file), "utf8").matchAll(/\bop *= *'([A-Za-z-]+)'/gu)].map(
        ([, op]) => op,
      ),
    );
  const told: readonly string[] = reversed.map(([op]) => op);
  assert.ok(reported.length >= 6);
  for (const op of reported) assert.ok(told.includes(op ?? ""), `${op}: what is its undo to an agent?`);
  for (const [op, call, says] of reversed) {
    const of = (facts: AgentFacts) => judgeUndo([toUndo(call), toUndo(call)], facts, []);
    const [needed, ...more] = of(installedAgent);
    assert.equal(needed?.verdict, "warning", op);
    assert.match(needed.summary, says);
    assert.deepEqual(more, [], "said once, and nothing stays elsewhere before it is registered");
    assert.deepEqual(of(noAgent), []);
    assert.equal(of({ ...noAgent, agent: unread }).length, 1, "not known is not gone");
  }
});

test("an undo names what stays in the domain and in the tenant, where there is something", () => {
  const left = (facts: AgentFacts, said: readonly Attestation[] = []) =>
    judgeUndo([], facts, said).map(({ rule, summary }) => [rule, summary]);
  const account = (name: string) => [
    "undoStays",
    `In the domain: the account ${name}, with the permissions it was given.`,
  ];
  assert.deepEqual(left(registeredAgent), [
    account("CONTOSO\\pGMSA_e6620264$"),
    ["undoStays", `In the tenant ${tenant}: the registration of this agent.`],
  ]);
  assert.deepEqual(left(installedAgent), []);
  const gone: Attestation = { about: "account", account: "CONTOSO\\pGMSA_1$", at: "x", by: "ada" };
  assert.deepEqual(left(noAgent, [gone]), [account("CONTOSO\\pGMSA_1$")]);
});

test("the findings of an undo stand beside its list, and a restart is offered where it takes one", async () => {
  const of = script({
    "Get-CloudSyncAgentFact": () => registeredAgent,
    "Set-CloudSyncTlsValue": (_, { onEvent }) => {
      onEvent?.({ kind: "change", change: registryChange("A", 1, null) });
      return {};
    },
  });
  const at = testRun(of, { events: journal([registryChange("A", null, 1, setting(null))]) });
  at.run.register(undo(at.run.undoable.can));
  await at.run.changes("undo");
  assert.deepEqual(
    at.run.stateOf("undo").findings.map(({ rule }) => rule),
    ["undoneIsNeeded", "undoStays", "undoStays"],
  );
  const ids = (call: Call) =>
    undo([toUndo(call)])
      .actions(at.run.stateOf("undo"), { ...at.run.known, changesShown: true })
      .map(({ id }) => id);
  assert.deepEqual(ids(setting(null)), ["check", "restart"]);
  assert.deepEqual(ids(reversed[5][1]), ["check"]);
});

test("what takes a change back is told by the record, whatever its step is called, also where its end was cut off", async () => {
  const set: Change = registryChange("A", 0, 1, setting(0));
  const of = script({
    "Set-CloudSyncTlsValue": (_, { whatIf, onEvent }) => {
      onEvent?.({ kind: "change", change: registryChange("A", 1, 0, setting(1)) });
      if (whatIf !== true) throw gone();
      return {};
    },
    "Set-CloudSyncRestartMark": () => ({}),
  });
  const at = testRun(of, { events: journal([set]) });
  at.run.register({ ...undo(at.run.undoable.can), id: "verify" });
  await shownAndApplied(at.run, "verify");
  const change = at.events.findLast(({ kind }) => kind === "change");
  assert.ok(change?.kind === "change" && change.step === "verify" && change.takesBack === true);
  const intended = at.events.findLast(({ kind }) => kind === "intended");
  assert.ok(intended?.kind === "intended" && intended.takesBack === true);
  // The same record, where the change was not told: a later look sees that it was made.
  delete of.answers["Set-CloudSyncTlsValue"];
  const cut = testRun(of, { events: [...journal([set]), intended] });
  assert.equal(cut.run.undoable.can.length, 1);
  await cut.run.check("server");
  assert.deepEqual(cut.run.undoable, { can: [], cannot: [] });
});
