/** Who may read a managed account's password. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Ace } from "../../../../src/setup/directory/ace.ts";
import {
  computerQuestion,
  groupsQuestion,
  namesQuestion,
} from "../../../../src/setup/directory/computers.ts";
import { mayRead, readersOf, type PasswordReaders } from "../../../../src/setup/directory/passwordReaders.ts";
import { readDescriptor } from "../../../../src/setup/directory/securityDescriptor.ts";
import { valueOf } from "../../../../src/setup/values/fact.ts";
import { ace as anyAce } from "../../support/recordedDirectory/aces.ts";
import { readRecorded, recordedDescriptor, sidOf } from "../../support/recordedDirectory/recorded.ts";

const readers = (name: string): PasswordReaders => {
  const read = readDescriptor(recordedDescriptor(name).bytes);
  assert.ok("value" in read);
  return readersOf(read.value);
};
const nothing = { groups: [], started: undefined };

test("a real computer may by a group that it is in, since that was changed, and needs a restart after it", () => {
  const computer = valueOf(readRecorded(computerQuestion("SYNC01"), "computer"));
  assert.ok(computer);
  const groups = valueOf(readRecorded(groupsQuestion(computer.dn), "computerGroups")) ?? [];
  const names = valueOf(readRecorded(namesQuestion([sidOf(1121), sidOf(1116)]), "names")) ?? [];
  const at = (started: string | undefined) =>
    mayRead(readers("readers"), { sid: computer.sid, groups }, { groups: names, started });
  const yes = { kind: "yes", through: sidOf(1121), since: "2026-11-30T18:11:30.000Z" };
  assert.deepEqual(at("2026-11-30T18:00:00.000Z"), { ...yes, needsRestart: true });
  assert.deepEqual(at("2026-11-30T19:00:00.000Z"), { ...yes, needsRestart: false });
  assert.deepEqual(at(undefined), { ...yes, needsRestart: undefined });
  const unknown = mayRead(readers("readers"), { sid: computer.sid, groups }, nothing);
  assert.deepEqual(unknown, { ...yes, since: undefined, needsRestart: undefined });
});

test("a computer that is named itself may at once, and one that is not named may not", () => {
  const itself = { kind: "yes", through: null, since: undefined, needsRestart: false };
  assert.deepEqual(mayRead(readers("readersOfCreated"), { sid: sidOf(1116), groups: [] }, nothing), itself);
  assert.deepEqual(mayRead(readers("readersOfCreated"), { sid: sidOf(1115), groups: [] }, nothing), {
    kind: "no",
  });
});

const ace = (change: Partial<Ace> = {}): Ace =>
  anyAce({ mask: 0xf01ff, sid: "S-1-5-21-1-2-3-1000", ...change });
const of = (...dacl: Ace[]) => readersOf({ owner: null, group: null, isProtected: false, dacl });
const computer = { sid: "S-1-5-21-1-2-3-1000", groups: ["S-1-5-21-1-2-3-2000"] };

test("the first entry that is about the computer or a group of it decides", () => {
  const denied = ace({ kind: "deny", sid: "S-1-5-21-1-2-3-2000" });
  assert.deepEqual(mayRead(of(denied, ace({})), computer, nothing), {
    kind: "denied",
    by: "S-1-5-21-1-2-3-2000",
  });
  assert.equal(mayRead(of(ace({}), denied), computer, nothing).kind, "yes");
});

test("everybody is this computer too; no list lets everybody, and an empty one nobody", () => {
  for (const sid of ["S-1-1-0", "S-1-5-11"]) {
    const read = mayRead(of(ace({ sid })), computer, nothing);
    assert.deepEqual([read.kind, "through" in read && read.through], ["yes", null], sid);
  }
  const open = readersOf({ owner: null, group: null, isProtected: false, dacl: null });
  assert.equal(mayRead(open, computer, nothing).kind, "yes");
  assert.equal(mayRead(of(), computer, nothing).kind, "no");
});

test("an entry without the right to read, with a condition, of another kind or about nobody lets nobody", () => {
  for (const change of [{ mask: 0x20 }, { conditional: true }, { kind: "other" }, { sid: null }] as const)
    assert.equal(mayRead(of(ace(change)), computer, nothing).kind, "no", JSON.stringify(change));
  // GENERIC_ALL, of which nobody has made what it stands for.
  assert.equal(mayRead(of(ace({ mask: 0x10000000 })), computer, nothing).kind, "no", "a generic right");
});
