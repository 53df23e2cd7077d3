/** A line of a record: written, read back, and told from what another version or a crash left. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { JournalEvent } from "../../../src/setup/journal.ts";
import { readLine, writeEvent } from "../../../src/setup/journalLine.ts";
import { emptyPlan } from "../../../src/setup/plan.ts";
import type { Statement } from "../../../src/setup/statement.ts";
import type { ServerId } from "../../../src/setup/target.ts";
import { base, checked, ended, started } from "../support/events.ts";
import { readEvents } from "../support/memoryRecords.ts";

const change = (
  op: "Set-CloudSyncTlsValue" | "Set-CloudSyncCredentialManagerStart",
  server = "SYNC01",
): JournalEvent => ({
  ...base,
  server,
  step: "prerequisites",
  kind: "change",
  change: {
    on: { port: "server", server: server as ServerId },
    certainty: "exact",
    what: "registryValue",
    params: { value: op },
    before: null,
    after: 1,
    undo: { port: "server", op, args: {} },
  },
});

test("events are read back as they were written", () => {
  const events: JournalEvent[] = [
    started("install"),
    change("Set-CloudSyncTlsValue"),
    { ...base, step: "download", kind: "said", statement: { about: "licence" } },
    checked("install", "done"),
    { ...base, step: "install", kind: "failed", code: "busy", happened: "x" },
  ];
  assert.deepEqual(readEvents(events.map(writeEvent).join("")), events);
});

test("every kind of event there is can be read back", () => {
  const said = (statement: Statement): JournalEvent => ({ ...base, step: "x", kind: "said", statement });
  const waited = (forWhat: "restart" | "wizard" | "person" | "kdsKey"): JournalEvent => ({
    ...base,
    step: "x",
    kind: "checked",
    state: "waiting",
    forWhat,
    proof: [],
  });
  const events: JournalEvent[] = [
    started("x"),
    ended("x"),
    { ...base, step: "x", kind: "ended", how: "cancelled" },
    said({ about: "licence" }),
    said({ about: "unknown", finding: "tls:client" }),
    said({ about: "domains", domains: ["contoso.com"], seenIn: "wizard" }),
    said({ about: "domains", domains: ["contoso.com"], seenIn: "cmdlets" }),
    said({ about: "account", account: "CONTOSO\\provAgent01$" }),
    said({ about: "permissions", types: ["PasswordHashSync"] }),
    said({ about: "permissions", types: [], account: "provagent01$", how: "hand" }),
    said({ about: "permissions", types: [], account: "", how: "cmdlet" }),
    said({ about: "registerAgain" }),
    said({ about: "registerAgain", certificate: null }),
    said({ about: "registerAgain", certificate: "2026-11-18T06:00:00.000Z" }),
    said({ about: "registeredAgain", seenIn: "cmdlets" }),
    said({ about: "registeredAgain", seenIn: "person" }),
    said({
      about: "signedIn",
      domain: "x",
      account: "x",
      controller: "x",
      view: "server",
      computer: "x",
      domainAdmin: false,
      enterpriseAdmin: null,
      adminOf: ["x"],
      protectedUser: true,
      guest: true,
      password: { kind: "later", ends: "x" },
      mayCreateAccount: null,
      mayGivePermissions: false,
      rootKeys: { effective: ["x"], seesAll: true },
    }),
    said({ about: "active", computer: "SYNC01" }),
    { ...base, step: "x", kind: "answered", plan: emptyPlan() },
    checked("x", "todo"),
    checked("x", "answered"),
    checked("x", "done"),
    waited("restart"),
    waited("wizard"),
    waited("person"),
    waited("kdsKey"),
  ];
  assert.deepEqual(readEvents(events.map(writeEvent).join("")), events);
});

test("a line with a word that this version does not have is a later version's; one that is damaged is not", () => {
  const whole = change("Set-CloudSyncTlsValue");
  assert.ok(whole.kind === "change");
  const read = (of: object) => {
    const line = readLine(JSON.stringify({ v: 2, ...base, step: "x", ...of }));
    return typeof line === "string" ? line : line.kind;
  };
  const told = (of: object) => ({ kind: "change", change: { ...whole.change, ...of } });
  assert.equal(read(told({})), "change");
  for (const later of [
    { kind: "flown" },
    { kind: "said", statement: { about: "weather" } },
    { kind: "checked", state: "waiting", forWhat: "rain", proof: [] },
    told({ what: "cloudPainted" }),
    told({ undo: { port: "server", op: "Set-CloudSyncWeather", args: {} } }),
    told({ on: { port: "moon", crater: "x" } }),
    { kind: "previewed", changes: [whole.change, told({ what: "cloudPainted" }).change] },
    { kind: "answered", plan: { ...emptyPlan(), weather: "fine" } },
  ])
    assert.equal(read(later), "newer", JSON.stringify(later));
  for (const damaged of [
    { kind: 7 },
    { kind: "flown", by: 7 },
    { kind: "said", statement: {} },
    told({ params: {} }),
    told({ what: "" }),
    { kind: "change", change: null },
    { kind: "answered", plan: null },
    { kind: "answered", plan: { tenant: 7 } },
  ])
    assert.equal(read(damaged), "unreadable", JSON.stringify(damaged));
});

test("an event whose content is not what it should be is left out", () => {
  const wrong = [
    { ...base, step: "x", kind: "change", change: "Enabled" },
    { ...base, step: "x", kind: "said", statement: { about: "weather" } },
    { ...base, step: "x", kind: "ended", how: "somehow" },
    { ...base, step: "x", kind: "checked", state: "done" },
  ];
  assert.deepEqual(readEvents(wrong.map((one) => JSON.stringify(one)).join("\n")), []);
});

test("a line that a crash cut off, or that is no event, is left out; the others stay", () => {
  const text = `${writeEvent(started("install"))}garbage\n{"kind":"said"}\nnull\n${writeEvent(ended("install"))}{"at":"2026`;
  assert.deepEqual(
    readEvents(text).map(({ kind }) => kind),
    ["started", "ended"],
  );
});

test("whatever the file holds, reading it never fails", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      assert.ok(Array.isArray(readEvents(text)));
    }),
  );
});
