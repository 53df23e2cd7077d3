/** What is derived stays derived, and the rule of who may import whom fails when it is broken. */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { ESLint } from "eslint";
import ts from "typescript";
import { bundleText } from "../../../scripts/l10n.ts";
import { derivedFiles } from "../../../scripts/manifest.ts";

const root = path.join(import.meta.dirname, "../../..");
const read = (file: string) => readFile(path.join(root, file), "utf8");
const json = async (file: string) => JSON.parse(await read(file)) as Record<string, string>;

test("walkthrough, words and plan schema are what the sources say", async () => {
  for (const [file, text] of await derivedFiles())
    assert.equal(await read(file), text, `npm run manifest: ${file}`);
});

test("the translators' file holds every visible string", async () => {
  assert.equal(await read("l10n/bundle.l10n.json"), await bundleText(), "npm run manifest");
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

/** One for all: what it knows of types takes seconds to learn. */
const eslint = new ESLint({ cwd: root });
const messagesFor = async (file: string, code: string): Promise<string[]> => {
  const [result] = await eslint.lintText(code, { filePath: path.join(root, file) });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId ?? "");
};

test("imports against the rule of who may import whom fail", async () => {
  const broken: readonly [string, string][] = [
    ["src/setup/plan.ts", "../server/session.ts"],
    ["src/setup/steps/server.ts", "../../ui/clock.ts"],
    ["src/server/session.ts", "../ui/clock.ts"],
    ["src/ui/panel.ts", "../server/session.ts"],
    ["src/ui/panel.ts", "../storage/fileRecords.ts"],
    ["src/messages/view.ts", "../ui/clock.ts"],
    ["src/setup/values/fact.ts", "../finding.ts"],
    ["src/setup/operations/agent.ts", "../step.ts"],
    ["src/setup/step.ts", "./network/read.ts"],
    ["src/setup/agent/module.ts", "../preflight/rule.ts"],
    ["src/setup/engine/run.ts", "../steps/server.ts"],
    ["src/setup/diagnosis/signs/sign.ts", "../diagnose.ts"],
    ["src/setup/actions/calls.ts", "../steps/server.ts"],
    ["src/setup/steps/server.ts", "../procedures/procedures.ts"],
    ["src/extension.ts", "../test/unit/support/facts.ts"],
  ];
  for (const [file, target] of broken)
    assert.ok(
      (await messagesFor(file, `import "${target}";\n`)).includes("import-x/no-restricted-paths"),
      `${file} imports ${target}`,
    );
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
  const astray = (await below("test/unit"))
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => file.replace(/\.test\.ts$/u, ".ts"))
    .filter((file) => sources.some((one) => path.posix.basename(one) === path.posix.basename(file)))
    .filter((file) => !sources.includes(file));
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

test("vscode, input and output stay out of the procedure, and words of the practice server out of the product", async () => {
  for (const name of ["vscode", "node:fs", "node:child_process"])
    assert.ok(
      (await messagesFor("src/setup/plan.ts", `import "${name}";\n`)).includes("no-restricted-imports"),
      name,
    );
  assert.ok(
    (await messagesFor("src/server/session.ts", 'import "vscode";\n')).includes("no-restricted-imports"),
  );
  assert.ok(
    (await messagesFor("src/ui/panel.ts", 'export const setting = "cloudSyncSetup.lab";\n')).includes(
      "no-restricted-syntax",
    ),
  );
});

test("a test looks only at folders, ports and processes of its own", async () => {
  const others = [
    'import os from "node:os";\nimport { readdirSync } from "node:fs";\nexport const all = readdirSync(os.tmpdir());\n',
    'import { tmpdir } from "node:os";\nexport const file = `${tmpdir()}/seen`;\n',
    'export const file = "/tmp/seen";\n',
    "export const file = (name: string) => `x > /tmp/${name}`;\n",
    'import { readdirSync } from "node:fs";\nexport const all = readdirSync("/proc");\n',
    "export const line = (pid: number) => `/proc/${pid}/cmdline`;\n",
    'import { createServer } from "node:net";\ncreateServer().listen(8080, "127.0.0.1");\n',
    'import { spawnSync } from "node:child_process";\nspawnSync("pgrep", ["pwsh"]);\n',
  ];
  for (const text of others)
    assert.ok(
      (await messagesFor("test/unit/setup/plan.test.ts", text)).includes("no-restricted-syntax"),
      text,
    );
  const own =
    'import { mkdtempSync } from "node:fs";\nimport os from "node:os";\nimport path from "node:path";\nexport const own = mkdtempSync(path.join(os.tmpdir(), "cs-"));\n';
  assert.ok(!(await messagesFor("test/unit/setup/plan.test.ts", own)).includes("no-restricted-syntax"));
});

test("texts reach VS Code's own surfaces through the room that makes them plain, by whatever name", async () => {
  const ways = [
    'void vscode.window.showInformationMessage("x");',
    "export const { window } = vscode;",
    "export const code = vscode;",
    'export const at = vscode["window"];',
    'export const item = new vscode.TreeItem("x");',
    'export const text = new vscode.MarkdownString("x");',
    'export const bar = vscode.languages.createLanguageStatusItem("x", "*");',
    "export const page = vscode.workspace.openTextDocument;",
    'export const other = await import("vscode");',
  ];
  for (const way of ways)
    for (const file of ["src/ui/panel.ts", "src/extension.ts"])
      assert.ok(
        (await messagesFor(file, `import * as vscode from "vscode";\n${way}\n`)).includes(
          "no-restricted-syntax",
        ),
        `${file}: ${way}`,
      );
  for (const line of [
    'import { window } from "vscode";',
    'import code from "vscode";',
    'import * as code from "vscode";',
  ])
    assert.ok((await messagesFor("src/ui/panel.ts", `${line}\n`)).includes("no-restricted-syntax"), line);
});

test("the page imports the messages alone of the host, and the toolkit in one file", async () => {
  const toolkit = 'import "@vscode/webview-ui-toolkit";\n';
  assert.ok((await messagesFor("webview/page.ts", toolkit)).includes("no-restricted-imports"));
  assert.deepEqual(await messagesFor("webview/kit.ts", toolkit), []);
  const host = 'import "../src/setup/plan.ts";\n';
  assert.ok((await messagesFor("webview/page.ts", host)).includes("import-x/no-restricted-paths"));
});
