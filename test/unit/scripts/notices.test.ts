/** What is bundled goes out with its licences, or does not go out. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { bundledPackages, notices } from "../../../scripts/tools/notices.ts";

const dir = mkdtempSync(path.join(os.tmpdir(), "cs-notices-"));
after(() => {
  rmSync(dir, { recursive: true });
});

const made = (name: string, manifest: object, files: Readonly<Record<string, string>> = {}): string => {
  const folder = `node_modules/${name}`;
  mkdirSync(path.join(dir, folder), { recursive: true });
  const all = { "package.json": JSON.stringify({ name, version: "1.2.3", ...manifest }), ...files };
  for (const [file, text] of Object.entries(all)) writeFileSync(path.join(dir, folder, file), text);
  return folder;
};

test("the packages are those of the bundles' inputs, the innermost of each, once", () => {
  const inputs = [
    "src/extension.ts",
    "node_modules/a/lib/x.js",
    "node_modules/a/lib/y.js",
    "node_modules/@of/b/index.js",
    "node_modules/@of/b/node_modules/a/index.js",
  ];
  const metafile = JSON.stringify({ inputs: Object.fromEntries(inputs.map((one) => [one, {}])) });
  assert.deepEqual(bundledPackages([metafile, '{"inputs":{"node_modules/c/c.js":{}}}']), [
    "node_modules/@of/b",
    "node_modules/@of/b/node_modules/a",
    "node_modules/a",
    "node_modules/c",
  ]);
});

test("each package stands with its version, its licence and the text of every licence file that it holds", () => {
  const folders = [
    made("one", { license: "MIT" }, { "LICENSE-MIT.txt": "One's own text\r\n", "index.js": "no text" }),
    made("two", { license: "0BSD" }, { "license.md": "Two's text", NOTICES: "What two holds" }),
  ];
  const text = notices(folders, dir);
  assert.match(text, /^one 1\.2\.3 \(MIT\)\n\nOne's own text\n\n-/mu);
  assert.match(text, /^two 1\.2\.3 \(0BSD\)\n\nWhat two holds\n\nTwo's text\n\n-/mu);
  assert.ok(!text.includes("no text"));
});

test("a package that is known to hold no text gets that of its licence with its copyright", () => {
  const text = notices([made("@vscode/l10n", { license: "MIT" })], dir);
  assert.match(
    text,
    /^@vscode\/l10n 1\.2\.3 \(MIT\)\n\nCopyright \(c\) Microsoft Corporation\.[^\n]*\n\nPermission is hereby granted/mu,
  );
  assert.throws(
    () => notices([made("@vscode/l10n", { license: "0BSD" })], dir),
    /l10n 1\.2\.3 is bundled and holds no licence text/u,
  );
});

test("a package without a licence, without its text, or under one that is not on the list is named, and nothing is made", () => {
  const text = { LICENSE: "some text" };
  const fine = made("fine", { license: "MIT" }, text);
  for (const [folder, wrong] of [
    [made("none", {}, text), /none 1\.2\.3 is bundled under no licence/u],
    [
      made("copyleft", { license: "GPL-3.0-only" }, text),
      /copyleft 1\.2\.3 is bundled under "GPL-3\.0-only"/u,
    ],
    [made("either", { license: "(MIT OR GPL-2.0)" }, text), /either 1\.2\.3 is bundled under/u],
    [made("elsewhere", { license: "SEE LICENSE IN LICENSE" }, text), /elsewhere 1\.2\.3 is bundled under/u],
    [made("silent", { license: "MIT" }), /silent 1\.2\.3 is bundled and holds no licence text/u],
    [made("empty", { license: "MIT" }, { LICENSE: " \n" }), /empty 1\.2\.3 is bundled and holds no/u],
  ] as const)
    assert.throws(() => notices([fine, folder], dir), wrong);
});
