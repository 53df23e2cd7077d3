/** The file that translators begin with, and what they make of it. */
import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { bundleText, wrongInTranslation } from "../../scripts/l10n.ts";
import { allSteps, procedures, stepsOfNone } from "../../src/setup/procedures/procedures.ts";

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

/** What they tell to be done is an act, and true whatever the step is called that does it. */
const acts: readonly string[] = [
  "Install the agent again: what is registered stays.",
  "Save the agent's logs again: this page was not kept.",
  "Undo changes on {0}",
  "Uninstall the agent from {0}?",
];

test("no sentence has a step's title in it as plain words: it is given one", async () => {
  const titles = [...allSteps, ...stepsOfNone].map(({ title }) => title());
  const sentences = Object.keys(await read("l10n/bundle.l10n.json"));
  assert.deepEqual(
    sentences.filter((one) => titles.some((title) => one !== title && one.includes(title))),
    acts,
  );
});

test("the README's table of steps has their titles", async () => {
  const rows = [...(await readFile(path.join(root, "README.md"), "utf8")).matchAll(/^\| (\w[^|]*?) +\|/gmu)];
  const titles = procedures.install.steps.map(({ title }) => title());
  const at = rows.findIndex(([, cell]) => cell === "step");
  assert.deepEqual(
    rows.slice(at + 1, at + 1 + titles.length).map(([, cell]) => cell),
    titles,
  );
});

test("a command that a text sends to is called so", async () => {
  const words = await read("package.nls.json");
  const commands = Object.entries(words).flatMap(([key, said]) => (key.startsWith("command.") ? [said] : []));
  const texts = [
    ...Object.keys(await read("l10n/bundle.l10n.json")),
    ...(await Promise.all(
      ["README.md", ...globSync("media/walkthrough/*.md", { cwd: root })].map((file) =>
        readFile(path.join(root, file), "utf8"),
      ),
    )),
  ];
  const sent = texts.flatMap((text) =>
    text
      .replaceAll(/\s+/gu, " ")
      .split(`${words.category ?? ""}: `)
      .slice(1),
  );
  assert.ok(sent.length > 5);
  assert.deepEqual(
    sent
      .filter((after) => !commands.some((title) => after.startsWith(title)))
      .map((after) => after.slice(0, 40)),
    [],
  );
});
