/** Which permissions a plan wants. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  fewestTypes,
  plannedGiver,
  plannedTypes,
  singlesOf,
} from "../../../../src/setup/agent/permissionPlan.ts";
import { permissionTypes, singlePermissions } from "../../../../src/setup/told/permissionTypes.ts";

test("without an answer it is the least that synchronising needs, given by the least that can give it", () => {
  assert.deepEqual(plannedTypes({}), ["BasicRead", "PasswordHashSync"]);
  assert.equal(plannedGiver({}), "domainAdmins");
  assert.equal(plannedGiver({ permissions: { givenBy: "enterpriseAdmin" } }), "enterpriseAdmin");
});

test("types stand in one order and once, and all of them are told by one word", () => {
  assert.deepEqual(
    plannedTypes({ permissions: { types: ["UserGroupCreateDelete", "BasicRead", "BasicRead"] } }),
    ["BasicRead", "UserGroupCreateDelete"],
  );
  assert.deepEqual(plannedTypes({ permissions: { types: ["BasicRead", "All"] } }), ["All"]);
  assert.deepEqual(fewestTypes([...singlePermissions].toReversed()), ["All"]);
  assert.deepEqual(singlesOf(["All"]), singlePermissions);
});

test("the fewest words for a list of types stand for the same types", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...permissionTypes)), (types) => {
      assert.deepEqual(singlesOf(fewestTypes(types)), singlesOf(types));
    }),
  );
});
