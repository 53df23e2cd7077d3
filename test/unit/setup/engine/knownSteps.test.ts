/** Which steps a run knows: of its procedure, of earlier ones, of none. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { KnownSteps } from "../../../../src/setup/engine/knownSteps.ts";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import { undo } from "../../../../src/setup/steps/undo.ts";
import { stepsOf } from "../../support/scriptedServer.ts";

test("a step of an earlier procedure stays known, one of none is known and of no procedure, another is not known", () => {
  const steps = new KnownSteps(procedures.install);
  assert.ok(!steps.knows("uninstall") && !steps.knows("undo"));
  assert.throws(() => steps.of("undo"), /No step undo/u);
  steps.follow(procedures.uninstall);
  steps.register(undo([]));
  for (const id of ["download", "uninstall", "undo"] as const) {
    assert.ok(steps.knows(id) && steps.of(id).id === id);
    assert.equal(steps.isOfProcedure(id), id !== "undo");
  }
  assert.equal(steps.procedure.id, "uninstall");
});

test("what comes after a step is the rest of the procedure that is followed; after one of none nothing", () => {
  const steps = new KnownSteps(procedures.install);
  steps.register(undo([]));
  assert.deepEqual(steps.after("confirm"), ["permissions", "verify"]);
  assert.deepEqual(steps.after("verify"), []);
  assert.deepEqual(steps.after("undo"), []);
});

test("the step that meets the server is found by what it says of itself, where a procedure has one", () => {
  const steps = new KnownSteps(procedures.install);
  assert.deepEqual([steps.first, steps.meeting], ["server", "server"]);
  assert.ok(steps.lasts("server") && !steps.lasts("download") && !steps.lasts("undo"));
  steps.follow(stepsOf([]));
  assert.deepEqual([steps.first, steps.meeting], ["", undefined]);
});
