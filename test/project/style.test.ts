/** What is derived stays derived, files are where their names say, and the pure part is pure. */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { derivedFiles } from "../../scripts/manifest.ts";
import { sourcesIn } from "../unit/support/expressions.ts";

const root = path.join(import.meta.dirname, "../..");
const read = (file: string) => readFile(path.join(root, file), "utf8");
const json = async (file: string) => JSON.parse(await read(file)) as Record<string, string>;

test("walkthrough, words and plan schema are what the sources say", async () => {
  for (const [file, text] of await derivedFiles())
    assert.equal(await read(file), text, `npm run manifest: ${file}`);
});

test("every translation is complete, and keeps every placeholder", async () => {
  const placeholders = (text: string) =>
    [...text.matchAll(/\{\d+\}|\]\(command:[^)]*\)/gu)].map(([found]) => found).sort();
  const compare = (english: Record<string, string>, other: Record<string, string>, file: string) => {
    assert.deepEqual(Object.keys(other).sort(), Object.keys(english).sort(), file);
    for (const [key, text] of Object.entries(english))
      assert.deepEqual(placeholders(other[key] ?? ""), placeholders(text), `${file}: ${key}`);
  };
  for (const file of await readdir(path.join(root, "l10n")))
    if (/^bundle\.l10n\.\w+\.json$/u.test(file))
      compare(await json("l10n/bundle.l10n.json"), await json(`l10n/${file}`), file);
  for (const file of await readdir(root))
    if (/^package\.nls\.\w+\.json$/u.test(file))
      compare(await json("package.nls.json"), await json(file), file);
});

test("every word the manifest names is there, and none is left over", async () => {
  const manifest = await read("package.json");
  const named = new Set([...manifest.matchAll(/"%([^%"]+)%"/gu)].map(([, key]) => key));
  assert.deepEqual(Object.keys(await json("package.nls.json")).sort(), [...named].sort());
});

test("the pure part compiles without the types of Node, so that nothing of it reaches outside", () => {
  const { config } = ts.readConfigFile(path.join(root, "tsconfig.pure.json"), (file) =>
    ts.sys.readFile(file),
  ) as {
    config: object;
  };
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  for (const folder of ["src/setup/", "src/messages/"])
    assert.ok(
      fileNames.some((file) => file.includes(folder)),
      folder,
    );
  const wrong = (code: string) => {
    const base = ts.createCompilerHost(options);
    const added = path.join(root, "src/setup/added.ts");
    const host: ts.CompilerHost = {
      ...base,
      fileExists: (file) => file === added || base.fileExists(file),
      getSourceFile: (file, language) =>
        file === added ? ts.createSourceFile(file, code, language) : base.getSourceFile(file, language),
    };
    const program = ts.createProgram([added, path.join(root, "pure.d.ts")], options, host);
    return program.getSemanticDiagnostics(program.getSourceFile(added)).length;
  };
  assert.equal(wrong('export const a = new URL("https://a").host;'), 0);
  for (const one of [
    "Buffer.from('')",
    "process.env",
    "setTimeout(() => 1)",
    "setImmediate(() => 1)",
    "fetch('')",
    "console.log()",
    "require('node:fs')",
    "test('', () => 1)",
  ])
    assert.ok(wrong(`export const a = ${one};`) > 0, one);
});

test("the test of a file is where its name says", async () => {
  const below = async (folder: string) =>
    (await readdir(path.join(root, folder), { recursive: true })).map((file) =>
      file.replaceAll(path.sep, "/"),
    );
  const sources = (await below("src")).filter((file) => file.endsWith(".ts"));
  const ofLab = (await below("lab")).map((file) => `lab/${file}`);
  const astray = (await below("test/unit"))
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => file.replace(/\.test\.ts$/u, ".ts"))
    .filter((file) => sources.some((one) => path.posix.basename(one) === path.posix.basename(file)))
    .filter((file) => !sources.includes(file) && !ofLab.includes(file));
  assert.deepEqual(astray, []);
});

test("each file of the steps is one step", async () => {
  const folder = path.join(root, "src/setup/steps");
  for (const file of await readdir(folder)) {
    const exported: unknown[] = Object.values((await import(path.join(folder, file))) as object);
    const steps = exported.filter(
      (one) =>
        (typeof one === "object" && one !== null && "id" in one && "check" in one) ||
        (typeof one === "function" && one.name === path.basename(file, ".ts")),
    );
    assert.equal(steps.length, 1, file);
  }
});

test("no two types that files of the sources give away have one name: a reader would take one for the other", () => {
  const files = new Map<string, string[]>();
  for (const [file, text] of sourcesIn(root, ["src"]))
    for (const [, name = ""] of text.matchAll(/^export (?:interface|type|class) (\w+)/gmu))
      files.set(name, [...(files.get(name) ?? []), file]);
  assert.ok(files.size > 150, String(files.size));
  assert.deepEqual(
    [...files].filter(([, all]) => all.length > 1),
    [],
  );
});
