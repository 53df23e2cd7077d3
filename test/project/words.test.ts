/** The file that translators begin with, and what they make of it. */
import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { bundleText, wrongInTranslation } from "../../scripts/l10n.ts";

const root = path.join(import.meta.dirname, "../..");

test("the translators' file holds every visible string", async () => {
  assert.equal(
    await readFile(path.join(root, "l10n/bundle.l10n.json"), "utf8"),
    await bundleText(),
    "npm run manifest",
  );
});

const read = async (file: string) =>
  JSON.parse(await readFile(path.join(root, file), "utf8")) as Record<string, string>;

test("a translation has the sentences there are, with the placeholders that each has", async () => {
  const english = {
    "{0} of {1}": "{0} of {1}",
    key: { message: "{0}: {0}", comment: ["of a step"] },
    plain: "plain",
  };
  assert.deepEqual(wrongInTranslation(english, { "{0} of {1}": "{1}: {0}", key: "{0}" }), []);
  assert.deepEqual(
    wrongInTranslation(english, { "{0} of {1}": "{0}", key: "{1}", plain: "{0}", constructor: "x" }),
    [
      "Expected the placeholders {0} {1}: {0}",
      "Expected the placeholders {0}: {1}",
      "Expected the placeholders none: {0}",
      "There is no such sentence: constructor",
    ],
  );
  for (const [from, translations] of [
    ["l10n/bundle.l10n.json", "l10n/bundle.l10n.*.json"],
    ["package.nls.json", "package.nls.*.json"],
  ] as const)
    for (const file of globSync(translations, { cwd: root }))
      assert.deepEqual(wrongInTranslation(await read(from), await read(file)), [], file);
});
