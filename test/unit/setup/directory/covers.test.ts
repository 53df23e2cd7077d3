/** Whether an entry of a list is about what a documented one asks for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Ace } from "../../../../src/setup/directory/ace.ts";
import { covers } from "../../../../src/setup/directory/covers.ts";
import {
  createsDeletes,
  hasRight,
  readAll,
  writes,
} from "../../../../src/setup/directory/documentedEntry.ts";
import { attributes, classes, extendedRights } from "../../../../src/setup/directory/schemaIds.ts";
import { ace } from "../../support/recordedDirectory/aces.ts";

const below = { container: true, inheritOnly: true };
const is = (change: Partial<Ace>, wanted: ReturnType<typeof readAll>) => covers(ace(change), wanted);

test("what is asked of all users below is whole for users or for all, and nothing for others or for the root alone", () => {
  const users = readAll("user");
  assert.equal(is({ ...below, inheritedObjectType: classes.user }, users), "whole");
  assert.equal(is({ container: true }, users), "whole");
  assert.equal(is({ ...below, inheritedObjectType: classes.group }, users), "not");
  assert.equal(is({}, users), "not");
  assert.equal(is({ object: true }, users), "not", "a user may hold others, and so is a container");
  assert.equal(is({ ...below, noPropagate: true }, users), "part", "only what is directly below");
  assert.equal(is({ ...below, objectType: attributes.pwdLastSet }, users), "part", "one property of all");
});

test("what is asked of one property is whole for it or for all, and nothing for another", () => {
  const wanted = writes("pwdLastSet", "user");
  assert.equal(is({ ...below, objectType: attributes.pwdLastSet }, wanted), "whole");
  assert.equal(is(below, wanted), "whole");
  assert.equal(is({ ...below, objectType: attributes.lockoutTime }, wanted), "not");
});

test("what is asked at the root counts there, whether it goes on or not", () => {
  const wanted = hasRight("Replicating Directory Changes");
  const objectType = extendedRights["Replicating Directory Changes"];
  assert.equal(is({ objectType }, wanted), "whole");
  assert.equal(is({ objectType, container: true }, wanted), "whole");
  assert.equal(is({ objectType, ...below }, wanted), "not");
  assert.equal(is({ objectType: extendedRights["Replicating Directory Changes All"] }, wanted), "not");
});

test("what is asked everywhere is whole at the root and below together, and a part of it is a part", () => {
  const wanted = createsDeletes("user");
  assert.equal(is({ container: true, objectType: classes.user }, wanted), "whole");
  assert.equal(is({ container: true }, wanted), "whole");
  assert.equal(is({}, wanted), "part");
  assert.equal(is(below, wanted), "part");
  assert.equal(is({ container: true, noPropagate: true }, wanted), "part");
  assert.equal(is({ container: true, inheritedObjectType: classes.group }, wanted), "part");
  assert.equal(is({ inheritOnly: true }, wanted), "not");
  assert.equal(is({ container: true, objectType: classes.group }, wanted), "not");
});
