/** The file that translators begin with. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { bundleText } from "../../scripts/l10n.ts";

const root = path.join(import.meta.dirname, "../..");

test("the translators' file holds every visible string", async () => {
  assert.equal(
    await readFile(path.join(root, "l10n/bundle.l10n.json"), "utf8"),
    await bundleText(),
    "npm run manifest",
  );
});
