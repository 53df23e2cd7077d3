import assert from "node:assert/strict";
import { test } from "node:test";
import { walkthroughPage } from "../../../scripts/manifest.ts";

test("a step without a page of its own in the walkthrough is shown there with its title and its introduction", () => {
  const step = { title: () => "Get it", introduction: () => ["First line.", "Second line."] };
  assert.equal(walkthroughPage(step), "# Get it\n\nFirst line.\n\nSecond line.\n");
});
