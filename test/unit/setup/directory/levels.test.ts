/** Levels, versions, flags, numbers of a bind and types of encryption: numbers that mean something. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  leastForestLevel,
  leastSchema,
  sayLevel,
  saySchema,
} from "../../../../src/setup/directory/levels.ts";

test("a level and a version of the schema are named with their numbers, and one that is not known by its number", () => {
  assert.equal(sayLevel(7), "Windows Server 2016 (7)");
  assert.equal(sayLevel(10), "Windows Server 2025 (10)");
  assert.equal(saySchema(88), "Windows Server 2019 (88)");
  assert.equal(sayLevel(99), "99");
  assert.equal(saySchema(72), "72");
  assert.equal(sayLevel(leastForestLevel), "Windows Server 2003 (2)");
  assert.equal(saySchema(56), "Windows Server 2012 (56)");
  assert.equal(leastSchema, 52, "as Microsoft's page asks");
});
