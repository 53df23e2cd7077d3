/**
 * The sources keep the rules of eslint.config.mjs, and of oxlint.config.ts those that ask for types; and the rules of our own
 * fail what they are there to fail.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import * as v from "valibot";
import oxlintConfig, { notYet } from "../../oxlint.config.ts";

const root = path.join(import.meta.dirname, "../..");

const eslint = new ESLint({ cwd: root });

const oxlint = async (cwd: string, ...args: string[]): Promise<unknown> => {
  const program = path.join(root, "node_modules/oxlint/bin/oxlint");
  const all = [program, "--config", path.join(root, "oxlint.config.ts"), "--format", "json", ...args];
  // It ends with 1 where it found something.
  const done = promisify(execFile)(process.execPath, all, { cwd, maxBuffer: 64 * 1024 * 1024 });
  const { stdout } = await done.catch((error: unknown) =>
    v.parse(v.looseObject({ stdout: v.string() }), error),
  );
  return JSON.parse(stdout);
};
const found = v.looseObject({
  diagnostics: v.array(
    v.looseObject({ code: v.optional(v.string(), ""), message: v.string(), filename: v.string() }),
  ),
  number_of_files: v.number(),
});

test("ESLint finds nothing, and oxlint nothing in as many files", async () => {
  const [results, { diagnostics, number_of_files }] = await Promise.all([
    eslint.lintFiles(["."]),
    oxlint(root).then((said) => v.parse(found, said)),
  ]);
  assert.deepEqual(
    diagnostics.map(({ code, message, filename }) => `${filename}: ${code}: ${message}`),
    [],
  );
  assert.equal(number_of_files, results.length);
  const seen = results.map(({ filePath }) => path.relative(root, filePath).replaceAll(path.sep, "/"));
  for (const file of ["src/extension.ts", "webview/main.ts", "lab/start.ts", "scripts/tools/test.ts"])
    assert.ok(seen.includes(file), file);
  const wrong = results.filter(({ errorCount, warningCount }) => errorCount + warningCount > 0);
  const formatter = await eslint.loadFormatter("stylish");
  assert.equal(wrong.length, 0, await formatter.format(wrong));
});

test("what asks for types fails, and so does a comment that puts off nothing", async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), "cs-lint-"));
  const later = "const later = async (): Promise<void> => {\n  await Promise.resolve();\n};\n";
  writeFileSync(path.join(dir, "floats.ts"), `${later}later();\n`);
  writeFileSync(
    path.join(dir, "kinds.ts"),
    'export const of = (kind: "a" | "b") => {\n  switch (kind) {\n    case "a":\n      return 1;\n  }\n  return 2;\n};\n',
  );
  writeFileSync(
    path.join(dir, "puts-off.ts"),
    `${later}// oxlint-disable-next-line typescript/no-floating-promises -- it is awaited\nawait later();\n`,
  );
  writeFileSync(
    path.join(dir, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { strict: true, target: "ES2023", module: "preserve", types: [] } }),
  );
  const { diagnostics } = v.parse(found, await oxlint(dir, "."));
  assert.deepEqual(diagnostics.map(({ filename, code }) => `${path.basename(filename)} ${code}`).sort(), [
    "floats.ts typescript(no-floating-promises)",
    "kinds.ts typescript(switch-exhaustiveness-check)",
    "puts-off.ts ",
  ]);
});

test("no rule of the strict sets is left out between ESLint and oxlint, but for those that oxlint does not have", async () => {
  const config: unknown = await eslint.calculateConfigForFile(path.join(root, "src/extension.ts"));
  const { rules } = v.parse(v.looseObject({ rules: v.record(v.string(), v.unknown()) }), config);
  const sets = [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked];
  const asked = sets.flatMap((set) =>
    Object.entries(set.rules ?? {}).flatMap(([name, setting]) => (setting === "off" ? [] : [name])),
  );
  const typed = Object.keys(oxlintConfig.rules).map((name) =>
    name.replace("typescript/", "@typescript-eslint/"),
  );
  const leftOut = asked.filter((name) => !(name in rules) && !typed.includes(name));
  assert.deepEqual(
    leftOut,
    notYet.map((name) => `@typescript-eslint/${name}`),
  );
  const known = v.parse(v.array(v.looseObject({ value: v.string() })), await oxlint(root, "--rules"));
  const now = notYet.filter((name) => known.some(({ value }) => value === name));
  assert.deepEqual(now, [], "oxlint has it now");
});

const messagesFor = async (file: string, code: string): Promise<string[]> => {
  const [result] = await eslint.lintText(code, { filePath: path.join(root, file) });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId ?? "");
};

test("imports against the rule of who may import whom fail", async () => {
  const broken: readonly [string, string][] = [
    ["src/setup/plan.ts", "../server/session.ts"],
    ["src/setup/steps/server.ts", "../../ui/clock.ts"],
    ["src/server/session.ts", "../ui/clock.ts"],
    ["src/ui/panels.ts", "../server/session.ts"],
    ["src/ui/panels.ts", "../storage/keptFile.ts"],
    ["src/messages/view.ts", "../ui/clock.ts"],
    ["src/kept.ts", "./ui/clock.ts"],
    ["src/kept.ts", "./server/session.ts"],
    ["src/setup/values/fact.ts", "../finding.ts"],
    ["src/setup/operations/agent.ts", "../step.ts"],
    ["src/setup/step.ts", "./network/probing.ts"],
    ["src/setup/agent/module.ts", "../preflight/rule.ts"],
    ["src/setup/engine/run.ts", "../steps/server.ts"],
    ["src/setup/diagnosis/signs/sign.ts", "../diagnose.ts"],
    ["src/setup/actions/calls.ts", "../steps/server.ts"],
    ["src/setup/steps/server.ts", "../procedures/procedures.ts"],
    ["src/extension.ts", "../test/unit/support/facts.ts"],
  ];
  for (const [file, target] of broken) {
    assert.ok(existsSync(path.join(root, path.dirname(file), target)), `${file}: there is no ${target}`);
    assert.ok(
      (await messagesFor(file, `import "${target}";\n`)).includes("import-x/no-restricted-paths"),
      `${file} imports ${target}`,
    );
  }
});

test("who may import whom is in ESLint what docs/architecture.md says of each room, those to come among them", async () => {
  const table = await readFile(path.join(root, "docs/architecture.md"), "utf8");
  const said = [
    ...table.matchAll(/^\| (`src\/[\w.]+`(?:, `src\/[\w.]+`)*) +\|[^|]*\| ([^|]*) \|$/gmu),
  ].flatMap(([, folders = "", others = ""]) =>
    [...folders.matchAll(/src\/([\w.]+)/gu)].map(([, folder = ""]) => [
      folder,
      [...others.matchAll(/`(\w+)`/gu)].map(([, name]) => name),
    ]),
  );
  const schema = v.looseObject({
    zones: v.array(v.looseObject({ target: v.unknown(), except: v.optional(v.array(v.string())) })),
  });
  const config: unknown = await eslint.calculateConfigForFile(path.join(root, "src/extension.ts"));
  const { rules } = v.parse(v.looseObject({ rules: v.record(v.string(), v.unknown()) }), config);
  const [, { zones }] = v.parse(v.tuple([v.unknown(), schema]), rules["import-x/no-restricted-paths"]);
  for (const [folder, others] of said.filter(([name]) => name !== "extension.ts")) {
    const zone = zones.find(({ target }) => target === `./src/${String(folder)}`);
    const may = zone?.except?.map((name) => name.slice("./".length)).filter((name) => name !== folder);
    assert.deepEqual(may, others, String(folder));
  }
  assert.deepEqual(
    said.map(([folder]) => folder),
    ["setup", "messages", "server", "storage", "directory", "cloud", "ui", "kept.ts", "extension.ts"],
  );
});

test("vscode, input and output stay out of the procedure, and words of the practice server out of the product", async () => {
  for (const name of ["vscode", "node:fs", "node:child_process"])
    assert.ok(
      (await messagesFor("src/setup/plan.ts", `import "${name}";\n`)).includes("no-restricted-imports"),
      name,
    );
  for (const file of ["src/server/session.ts", "src/kept.ts"])
    assert.ok((await messagesFor(file, 'import "vscode";\n')).includes("no-restricted-imports"), file);
  // Of a room that is still to come there is no file to look at; it has the rules of those that are there.
  const rulesOf = async (file: string) => {
    const config: unknown = await eslint.calculateConfigForFile(path.join(root, file));
    return v.parse(v.looseObject({ rules: v.record(v.string(), v.unknown()) }), config).rules;
  };
  for (const file of ["src/cloud/new.ts", "src/directory/new.ts"])
    assert.deepEqual(
      (await rulesOf(file))["no-restricted-imports"],
      (await rulesOf("src/server/session.ts"))["no-restricted-imports"],
      file,
    );
  assert.ok(
    (await messagesFor("src/ui/panels.ts", 'export const setting = "cloudSyncSetup.lab";\n')).includes(
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
    'const name = "vscode"; export const other = await import(name);',
    "export const other = await import(`vscode`);",
    'export const other = await import("node:module");',
  ];
  for (const way of ways)
    for (const file of ["src/ui/panels.ts", "src/extension.ts"])
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
    assert.ok((await messagesFor("src/ui/panels.ts", `${line}\n`)).includes("no-restricted-syntax"), line);
});

test("the page imports the messages alone of the host, and the toolkit in one file", async () => {
  const toolkit = 'import "@vscode/webview-ui-toolkit";\n';
  assert.ok((await messagesFor("webview/page.ts", toolkit)).includes("no-restricted-imports"));
  assert.deepEqual(await messagesFor("webview/kit.ts", toolkit), []);
  const host = 'import "../src/setup/plan.ts";\n';
  assert.ok((await messagesFor("webview/page.ts", host)).includes("import-x/no-restricted-paths"));
});
