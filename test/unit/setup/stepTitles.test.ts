import assert from "node:assert/strict";
import { test } from "node:test";
import { allSteps, stepsOfNone } from "../../../src/setup/procedures/procedures.ts";
import { asStepId } from "../../../src/setup/step.ts";
import { titleOf } from "../../../src/setup/stepTitles.ts";

test("a sentence calls each step as its own file does, and one that a record alone knows as it stands there", () => {
  for (const { id, title } of [...allSteps, ...stepsOfNone]) assert.equal(titleOf(id), title());
  assert.equal(titleOf(asStepId("constructor")), "constructor");
});
