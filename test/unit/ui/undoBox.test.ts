/** What the boxes of an undo say: what, where, what it means and what stays. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeUndo } from "../../../src/setup/actions/undoWarnings.ts";
import type { Change } from "../../../src/setup/change.ts";
import type { AppliedChange, Undoable } from "../../../src/setup/engine/undoList.ts";
import { briefly, staying, undoDetail, undoItem } from "../../../src/ui/undoBox.ts";
import { registeredAgent } from "../support/facts.ts";
import { here } from "../support/scriptedServer.ts";

const value = "HKLM\\SYSTEM\\CurrentControlSet\\Protocols\\TLS 1.2\\Client\\Enabled";
const change: Change = {
  on: here,
  certainty: "exact",
  what: "registryValue",
  params: { value },
  before: null,
  after: 1,
  undo: { port: "server", op: "Set-CloudSyncTlsValue", args: { setting: "clientEnabled", value: null } },
};
const made = (of: Change): AppliedChange => ({ at: "2026-11-24T12:00:00.000Z", by: "ada", change: of });
const inCloud = (tenant: string): Change => ({
  ...change,
  certainty: { declared: "install" },
  on: { port: "cloud", tenant },
  what: "registeredAgent",
  params: {},
});

test("a long registry path is told by its end, and whole below", () => {
  assert.equal(briefly(change, "SYNC01"), "TLS 1.2\\Client\\Enabled");
  const { label, detail } = undoItem(made(change), "SYNC01");
  assert.equal(label, "TLS 1.2\\Client\\Enabled");
  assert.ok(detail.includes(value));
});

test("of two changes of one name each says where it is, wherever one is chosen, agreed to or said to stay", () => {
  const [one, other] = [inCloud("72f9"), inCloud("83a0")];
  for (const tenant of ["72f9", "83a0"]) {
    const of = inCloud(tenant);
    assert.match(undoItem(made(of), "SYNC01").label, new RegExp(`, in the tenant ${tenant}$`, "u"));
    assert.match(briefly(of, "SYNC01"), new RegExp(tenant, "u"));
  }
  const detail = undoDetail({ name: "SYNC01", changes: [one], findings: [], cannot: [made(other)] });
  assert.match(detail, /in the tenant 72f9: from[^]*cannot be undone here:[^]*in the tenant 83a0/u);
  assert.deepEqual(staying([], "SYNC01"), []);
  const onServer = undoDetail({ name: "SYNC01", changes: [change], findings: [], cannot: [] });
  assert.doesNotMatch(onServer, /SYNC01|, in /u, "the box names the server");
});

test("what is taken back elsewhere warns of nothing on the server", () => {
  const onServer: Undoable = { ...made(change), undo: change.undo ?? assert.fail() };
  const elsewhere = { ...onServer, undo: { ...onServer.undo, port: "cloud" } } as unknown as Undoable;
  assert.deepEqual(judgeUndo([elsewhere], registeredAgent, []), []);
  assert.deepEqual(
    judgeUndo([elsewhere, onServer], registeredAgent, []),
    judgeUndo([onServer], registeredAgent, []),
  );
});

test("what an agent that is there needs, and what stays outside of the server, is said before the yes", () => {
  const undoable: Undoable = { ...made(change), undo: change.undo ?? assert.fail() };
  const findings = judgeUndo([undoable], registeredAgent, []);
  const detail = undoDetail({ name: "SYNC01", changes: [change], findings, cannot: [] });
  assert.match(detail, /The agent on SYNC01 needs what is undone:\nIt talks to Microsoft/u);
  assert.match(detail, /This stays outside of SYNC01:\n\S/u);
});
