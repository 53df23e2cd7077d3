/** The forest's root keys, in all their states. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readAnswers, type SearchAnswer } from "../../../../src/setup/directory/question.ts";
import { rootKeysQuestion, rootKeyState } from "../../../../src/setup/directory/rootKeys.ts";
import {
  boundWith,
  entry,
  failedWith,
  foundOf,
  readRecorded,
} from "../../support/recordedDirectory/recorded.ts";

const container = (...children: string[]) =>
  foundOf([entry("CN=x", { allowedChildClassesEffective: children })]);
const admin = container("container", "msKds-ProvRootKey");
const key = (...at: string[]) => entry("CN=k", { "msKds-UseStartTime": at.map(fileTimeOf) });
const fileTimeOf = (at: string) =>
  at === "x" ? at : String((BigInt(Date.parse(at)) + 11_644_473_600_000n) * 10_000n);
const read = (...answers: SearchAnswer[]) => readAnswers(rootKeysQuestion, boundWith(answers));
const now = "2026-11-30T18:00:00.000Z";
const stateOf = (...answers: SearchAnswer[]) => rootKeyState(read(...answers), now);

test("a real key counts ten hours after its effective time", () => {
  const keys = readRecorded(rootKeysQuestion, "rootKeys");
  const at = (moment: string) => rootKeyState(keys, moment);
  const from = "2026-11-30T18:06:29.104Z";
  assert.deepEqual(at("2026-11-30T18:06:29.103Z"), { value: { kind: "waiting", until: from } });
  assert.deepEqual(at(from), { value: { kind: "usable", since: from } });
});

test("whoever may not see keys does not take them for none", () => {
  const keys = readRecorded(rootKeysQuestion, "rootKeysOfUser");
  assert.deepEqual(keys, { value: { effective: [], seesAll: false } });
  const state = rootKeyState(keys, now);
  assert.ok("unread" in state && /administrators alone/u.test(state.unread));
  assert.deepEqual(stateOf(admin, foundOf([])), { value: { kind: "none" } });
});

test("of several keys the first that counts decides; one that cannot be read hides none", () => {
  const young = key("2026-11-30T17:00:00.000Z");
  const old = key("2026-11-29T17:00:00.000Z");
  const both = stateOf(container(), foundOf([young, old, key("x"), key()]));
  assert.deepEqual(both, { value: { kind: "usable", since: "2026-11-30T03:00:00.000Z" } });
  assert.deepEqual(stateOf(admin, foundOf([young])), {
    value: { kind: "waiting", until: "2026-12-01T03:00:00.000Z" },
  });
});

test("keys of which none has a time are not known, and a search that failed neither", () => {
  for (const answers of [
    [admin, foundOf([key("x")])],
    [admin, failedWith({ code: 51 })],
    [failedWith({ code: 51 }), foundOf([])],
    [failedWith({ code: 51 }), failedWith({ code: 51 })],
  ] as const)
    assert.ok("unread" in stateOf(...answers));
});

test("a forest without a place for keys has none", () => {
  assert.deepEqual(stateOf(failedWith({ code: 32 }), failedWith({ code: 32 })), { value: { kind: "none" } });
});
