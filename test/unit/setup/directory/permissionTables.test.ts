/** Microsoft's tables of permissions, as data. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { rightsIn } from "../../../../src/setup/directory/accessMask.ts";
import { sayEntry } from "../../../../src/setup/directory/documentedEntry.ts";
import {
  customAccountTable,
  installerTables,
  permissionTypeTables,
} from "../../../../src/setup/directory/permissionTables.ts";
import {
  attributes,
  classes,
  extendedRights,
  nameOfGuid,
} from "../../../../src/setup/directory/schemaIds.ts";
import { permissionTypes } from "../../../../src/setup/operations/agent.ts";
import { permissionKinds } from "../../../../src/setup/told/permissionKinds.ts";

test("a custom account's table has the eight entries of the page, in its words", () => {
  assert.deepEqual(customAccountTable.map(sayEntry), [
    "Read all properties: descendant device objects",
    "Read all properties: descendant inetOrgPerson objects",
    "Read all properties: descendant computer objects",
    "Read all properties: descendant foreignSecurityPrincipal objects",
    "Full control: descendant group objects",
    "Read all properties: descendant user objects",
    "Read all properties: descendant contact objects",
    "Create and delete user objects: this object and all descendant objects",
  ]);
});

test("each type of the cmdlet but All has its table, and what it gives is what the page says", () => {
  assert.deepEqual([...Object.keys(permissionTypeTables), "All"].toSorted(), permissionTypes.toSorted());
  assert.deepEqual(permissionTypeTables.PasswordWriteBack.map(sayEntry), [
    "Reset Password: descendant user objects",
    "Write property lockoutTime: descendant user objects",
    "Write property pwdLastSet: descendant user objects",
    "Unexpire Password: this object only (domain root)",
  ]);
  assert.deepEqual(permissionTypeTables.PasswordHashSync.map(sayEntry), [
    "Replicating Directory Changes: this object only (domain root)",
    "Replicating Directory Changes All: this object only (domain root)",
  ]);
  assert.equal(permissionTypeTables.BasicRead.length, 8);
  assert.deepEqual(permissionTypeTables.UserGroupCreateDelete.map(sayEntry), [
    "Create and delete user objects: this object and all descendant objects",
    "Create and delete group objects: this object and all descendant objects",
  ]);
});

test("what an installation gives has entries for each kind that its list of changes names", () => {
  assert.deepEqual(Object.keys(installerTables), permissionKinds);
  const said = permissionKinds.flatMap((kind) => installerTables[kind]).map(sayEntry);
  for (const one of [
    "Write property msDS-KeyCredentialLink: descendant device objects",
    "Read and write all properties: descendant contact objects",
    "Generic read and write: descendant group objects",
    "Delete, and delete with all below: descendant group objects",
    "Generic write: descendant user objects",
    "Create and delete child objects: descendant user objects",
    "Read all properties: descendant publicFolder objects",
  ])
    assert.ok(said.includes(one), one);
  assert.equal(new Set(said).size, said.length, "none twice");
});

test("rights are those of the words", () => {
  const mask = (text: string) =>
    [...customAccountTable, ...Object.values(installerTables).flat()]
      .filter((entry) => sayEntry(entry).startsWith(text))
      .map((entry) => rightsIn(entry.mask).join(" "))[0];
  assert.equal(mask("Read all"), "readProperty");
  assert.equal(mask("Read and write all"), "readProperty writeProperty");
  assert.equal(mask("Write property"), "writeProperty");
  assert.equal(mask("Reset Password"), "control");
  assert.equal(mask("Create and delete user"), "createChild deleteChild");
  assert.equal(mask("Delete, and"), "deleteTree delete");
  assert.equal(mask("Generic write"), "self writeProperty");
  assert.equal(mask("Full control")?.split(" ").length, 13);
});

test("an identifier has one name, and one that is not known stands as it is", () => {
  const all = [classes, attributes, extendedRights].flatMap((some) => Object.values<string>(some));
  assert.equal(new Set(all).size, all.length);
  assert.equal(nameOfGuid(classes.user), "user");
  assert.equal(nameOfGuid("00000000-0000-0000-0000-000000000000"), "00000000-0000-0000-0000-000000000000");
});
