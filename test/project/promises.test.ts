/** What the documents promise is shown by a test that they name, and that is there. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import {
  isPromise,
  listed,
  rowsOf,
  sectionOf,
  sentencesOf,
  testsOf,
  type Tests,
} from "../unit/support/promised.ts";

const root = path.join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const markdownIn = (folder: string) =>
  readdirSync(path.join(root, folder))
    .filter((file) => file.endsWith(".md"))
    .map((file) => path.posix.join(folder, file));

const list = "docs/promises.md";
const promises = new Map(
  [...listed(read(list))].map(([link, all]) => [path.posix.join("docs", link), all] as const),
);
const documents = [
  "README.md",
  "CONTRIBUTING.md",
  ...["docs", "docs/decisions", "media/walkthrough"].flatMap(markdownIn),
].filter((file) => file !== list);
const saidIn = (document: string) => (promises.get(document) ?? []).map(({ says }) => says);

const testFiles = readdirSync(path.join(root, "test"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts"))
  .map((file) => `test/${file.replaceAll(path.sep, "/")}`);
const known = new Map<string, Tests>();
const testsIn = (file: string): Tests => {
  const found = known.get(file) ?? testsOf(read(file));
  known.set(file, found);
  return found;
};

/** All that is wrong at once, each with what to do. */
const none = (wrong: readonly string[]): void => {
  assert.ok(wrong.length === 0, wrong.join("\n"));
};

test("every promise names a test that shows it, and each of these tests is there", () => {
  none(
    [...promises].flatMap(([document, all]) =>
      all.flatMap(({ says, shownBy }) => {
        const which = `${list}: "${says}" (${document})`;
        const gone = shownBy.filter(
          ({ file, title }) => !testFiles.includes(file) || !testsIn(file).has(title),
        );
        return [
          ...(shownBy.length > 0 ? [] : [`${which} names no test`]),
          ...gone.map(({ file, title }) => `${which} names a test that is not there: ${file}: "${title}"`),
        ];
      }),
    ),
  );
});

test("a sentence of the documents that says always, never, only or nothing stands among the promises", () => {
  none(
    documents.flatMap((document) =>
      sentencesOf(read(document))
        .filter(isPromise)
        .filter((sentence) => !saidIn(document).some((says) => sentence.includes(says)))
        .map(
          (sentence) =>
            `${document} promises "${sentence}": list it in ${list} with the test that shows it, or say less`,
        ),
    ),
  );
});

test("each row of the table of security and each change that the README names stand among the promises", () => {
  const rows = rowsOf(read("docs/security.md"), "promise");
  const changes = sectionOf(read("README.md"), "What it changes");
  assert.ok(rows.length > 0 && changes.length > 0);
  none([
    ...rows
      .filter((row) => !saidIn("docs/security.md").includes(row))
      .map((row) => `docs/security.md: "${row}" is not in ${list}`),
    ...changes
      .filter((change) => !saidIn("README.md").some((says) => change.includes(says)))
      .map((change) => `README.md: "${change}" is not in ${list}`),
  ]);
});

test("the list of promises repeats what the documents say, and names no other document", () => {
  none(
    [...promises].flatMap(([document, all]) => {
      if (!existsSync(path.join(root, document))) return [`${list}: there is no ${document}`];
      const sentences = sentencesOf(read(document));
      return all
        .filter(({ says }) => !sentences.some((sentence) => sentence.includes(says)))
        .map(({ says }) => `${list}: ${document} does not say "${says}"`);
    }),
  );
});

test("no test is skipped, left to do, or run alone", () => {
  for (const file of testFiles) assert.deepEqual(testsIn(file).leftOut, [], file);
});

test("a sentence ends at its stop, a row of a table is one, and code says nothing", () => {
  const text =
    "# It never ends\n\nFirst is **so**; then [more](x.md). Last\nline.\n\n- Item `one`\n- Item two\n\n| a | b |\n| --- | --- |\n| c. | d |\n\n```\nonly code\n```\n";
  assert.deepEqual(sentencesOf(text), [
    "It never ends",
    "First is so;",
    "then more.",
    "Last line.",
    "Item one",
    "Item two",
    "| a | b |",
    "| c. | d |",
  ]);
  assert.deepEqual(rowsOf(text, "a"), ["c."]);
  assert.deepEqual(sentencesOf(text).filter(isPromise), ["It never ends"]);
});

test("a title is a test's own: not a comment's, not half of one, not one that is skipped", () => {
  const tests = testsOf(
    [
      'test("a whole title", () => {});',
      '// test("a comment", () => {});',
      "for (const name of names) test(`a ${name} of a loop`, () => {});",
      'test.skip("a skipped one", () => {});',
      'test("an option", { todo: true }, () => {});',
    ].join("\n"),
  );
  for (const title of ["a whole title", "a turn of a loop"]) assert.ok(tests.has(title), title);
  for (const title of ["a whole", "a comment", "a skipped one", "of a loop"])
    assert.ok(!tests.has(title), title);
  assert.deepEqual(tests.leftOut, ['"a skipped one"', '"an option"']);
  const fromTable = testsOf('for (const [title, work] of [["a row", f]]) test(title, work);');
  assert.ok(fromTable.has("a row") && !fromTable.has("another row"));
});
