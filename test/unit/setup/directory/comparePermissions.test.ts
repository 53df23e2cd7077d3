/** What of a table an account has, and what it has besides. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Ace } from "../../../../src/setup/directory/ace.ts";
import { rights } from "../../../../src/setup/directory/accessMask.ts";
import { comparePermissions, type Held } from "../../../../src/setup/directory/comparePermissions.ts";
import {
  createsDeletes,
  readAll,
  readWriteAll,
  sayEntry,
} from "../../../../src/setup/directory/documentedEntry.ts";
import {
  customAccountTable,
  permissionTypeTables,
} from "../../../../src/setup/directory/permissionTables.ts";
import { attributes, classes } from "../../../../src/setup/directory/schemaIds.ts";
import { readDescriptor } from "../../../../src/setup/directory/securityDescriptor.ts";
import { account, ace } from "../../support/recordedDirectory/aces.ts";
import { recordedDescriptor, sidOf } from "../../support/recordedDirectory/recorded.ts";

const real = () => {
  const read = readDescriptor(recordedDescriptor("domainRoot").bytes);
  assert.ok("value" in read && read.value.dacl);
  return read.value.dacl;
};
const group = "S-1-5-21-1-2-3-2000";
const who = { sid: account, groups: [group] };
const users = { container: true, inheritOnly: true, inheritedObjectType: classes.user };
const heldBy = (dacl: readonly Ace[], entry = readWriteAll("user")): Held => {
  const [held] = comparePermissions(dacl, who, [entry]).held;
  assert.ok(held);
  return held;
};

test("at the root of a real domain a prepared account has the eight entries, each its own", () => {
  const prepared = { sid: sidOf(1154), groups: [] };
  const { held, excess } = comparePermissions(real(), prepared, customAccountTable);
  assert.deepEqual(
    held.map(({ state, by, lacks }) => [state, by, lacks]),
    customAccountTable.map(() => ["present", [{ sid: sidOf(1154), inherited: false }], []]),
  );
  assert.deepEqual(
    excess.map(({ ace: { objectType }, rights: given }) => [objectType, given]),
    [
      ["1131f6aa-9c07-11d1-f79f-00c04fc2dcd2", ["control"]],
      ["1131f6ad-9c07-11d1-f79f-00c04fc2dcd2", ["control"]],
      [attributes.lockoutTime, ["writeProperty"]],
    ],
    "password hashes and writing lockoutTime are of no entry of this table",
  );
  const hashes = comparePermissions(real(), prepared, permissionTypeTables.PasswordHashSync);
  assert.deepEqual(
    hashes.held.map(({ state }) => state),
    ["present", "present"],
  );
  const writeBack = comparePermissions(real(), prepared, permissionTypeTables.PasswordWriteBack).held;
  assert.deepEqual(
    writeBack.map(({ state }) => state),
    ["missing", "present", "missing", "present"],
  );
  const byEverybody = [{ sid: "S-1-5-11", inherited: false }];
  assert.deepEqual(writeBack[3]?.by, byEverybody, "a domain gives Unexpire Password to whoever signed in");
});

test("an account that nobody prepared misses all of them there", () => {
  const { held, excess } = comparePermissions(
    real(),
    { sid: sidOf(1155), groups: [sidOf(515)] },
    customAccountTable,
  );
  assert.deepEqual(
    held.filter(({ state }) => state !== "missing").map(({ entry }) => sayEntry(entry)),
    [],
  );
  assert.deepEqual(excess, []);
});

test("a real account of a group that is denied to write has the rest", () => {
  const denied = comparePermissions(real(), { sid: sidOf(1154), groups: [sidOf(1121)] }, [
    readAll("contact"),
  ]);
  assert.equal(denied.held[0]?.state, "present");
  // The group may not read one property of users: what is asked is there with an exception.
  const [held] = comparePermissions(real(), { sid: sidOf(1154), groups: [sidOf(1121)] }, [
    readAll("user"),
  ]).held;
  assert.equal(held?.state, "present", "what is denied stands behind what is given");
});

test("the rights of one entry may be given by several, by the account's own and by a group's, inherited or not", () => {
  const held = heldBy([
    ace({ ...users, mask: rights.readProperty }),
    ace({ ...users, mask: rights.writeProperty, sid: group, inherited: true }),
  ]);
  assert.equal(held.state, "present");
  assert.deepEqual(held.by, [
    { sid: account, inherited: false },
    { sid: group, inherited: true },
  ]);
});

test("half of an entry is a part, and says what is not there", () => {
  const held = heldBy([ace({ ...users, mask: rights.readProperty })]);
  assert.deepEqual([held.state, held.lacks], ["partly", ["writeProperty"]]);
});

test("what is denied before it is given is denied, and what is denied after it is not", () => {
  const all = rights.readProperty | rights.writeProperty;
  const given = ace({ ...users, mask: all });
  const deny = (mask: number, change: Partial<Ace> = {}) =>
    ace({ ...users, kind: "deny", mask, sid: group, ...change });
  assert.deepEqual(
    [heldBy([deny(all), given]).state, heldBy([deny(all), given]).lacks.length],
    ["denied", 2],
  );
  assert.equal(heldBy([given, deny(all)]).state, "present");
  assert.deepEqual(heldBy([deny(rights.writeProperty), given]).lacks, ["writeProperty"]);
  assert.equal(heldBy([deny(rights.writeProperty), given]).state, "partly");
  assert.equal(
    heldBy([deny(all, { objectType: attributes.pwdLastSet }), given]).state,
    "partly",
    "one property",
  );
  assert.equal(heldBy([deny(all, { inheritedObjectType: classes.group }), given]).state, "present", "others");
  assert.equal(heldBy([deny(all, { conditional: true }), given]).state, "denied", "it may hold");
});

test("full control and a generic right hold what they stand for; a condition, another account and another kind give nothing", () => {
  assert.equal(heldBy([ace({ container: true, mask: 0x10000000 })]).state, "present");
  const all = rights.readProperty | rights.writeProperty;
  for (const change of [
    { conditional: true },
    { sid: "S-1-5-21-1-2-3-7" },
    { kind: "other" },
    { sid: null },
  ] as const)
    assert.equal(heldBy([ace({ ...users, mask: all, ...change })]).state, "missing");
  assert.equal(heldBy([ace({ ...users, mask: all, sid: "S-1-1-0" })]).state, "present", "everybody");
});

test("without a list everybody may do everything, and nothing is in excess", () => {
  const { held, excess } = comparePermissions(null, who, customAccountTable);
  assert.ok(held.every(({ state }) => state === "present"));
  assert.deepEqual(excess, []);
});

test("what goes beyond the table is named with its rights: of the account and of groups that are meant, not of everybody's", () => {
  const table = [readAll("user"), createsDeletes("user")];
  const excess = (change: Partial<Ace>) =>
    comparePermissions([ace(change)], who, table).excess.map(({ rights: given }) => given.join(" "));
  const read = rights.readProperty;
  assert.deepEqual(excess({ ...users, mask: read }), []);
  assert.deepEqual(
    excess({ ...users, mask: read, objectType: attributes.pwdLastSet }),
    [],
    "less than asked",
  );
  assert.deepEqual(excess({ ...users, mask: read | rights.writeDacl }), ["writeDacl"]);
  assert.deepEqual(excess({ container: true, mask: read }), ["readProperty"], "of more than users");
  assert.deepEqual(excess({ ...users, inheritedObjectType: classes.group, mask: read }), ["readProperty"]);
  assert.deepEqual(excess({ container: true, objectType: classes.user, mask: rights.createChild }), []);
  assert.deepEqual(excess({ container: true, mask: rights.createChild }), ["createChild"], "of every class");
  assert.deepEqual(excess({ ...users, mask: rights.writeOwner, sid: group }), ["writeOwner"]);
  for (const sid of ["S-1-1-0", "S-1-5-11", "S-1-5-21-1-2-3-515", "S-1-5-21-1-2-3-513"])
    assert.deepEqual(
      comparePermissions([ace({ mask: rights.writeOwner, sid })], { sid: account, groups: [sid] }, table)
        .excess,
      [],
      sid,
    );
  assert.deepEqual(excess({ kind: "deny", mask: rights.writeOwner }), []);
});

test("an entry at the root alone goes beyond what is asked below, and is what is asked of the root", () => {
  const table = permissionTypeTables.PasswordHashSync;
  const replicate = { mask: rights.control, objectType: "1131f6aa-9c07-11d1-f79f-00c04fc2dcd2" };
  const of = (change: Partial<Ace>) => comparePermissions([ace(change)], who, table).excess.length;
  assert.equal(of(replicate), 0);
  assert.equal(of({ ...replicate, container: true }), 1);
  assert.equal(of({ ...replicate, objectType: null }), 1, "every extended right");
});

test("more that is given takes nothing away, and more that is denied in front gives nothing", () => {
  const any = fc.record({
    mask: fc.integer({ min: 0, max: 0xf01ff }),
    container: fc.boolean(),
    inheritOnly: fc.boolean(),
    objectType: fc.constantFrom(null, attributes.pwdLastSet, classes.user),
    inheritedObjectType: fc.constantFrom(null, classes.user, classes.group),
    sid: fc.constantFrom(account, group),
    kind: fc.constantFrom<Ace["kind"]>("allow", "deny"),
  });
  const lacks = (dacl: readonly Ace[]) => heldBy(dacl).lacks.length;
  fc.assert(
    fc.property(fc.array(any, { maxLength: 6 }), any, (list, one) => {
      const dacl = list.map(ace);
      assert.ok(lacks([...dacl, ace({ ...one, kind: "allow" })]) <= lacks(dacl));
      assert.ok(lacks([ace({ ...one, kind: "deny" }), ...dacl]) >= lacks(dacl));
    }),
  );
});
