import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import importX, { createNodeResolver } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** Who may import whom: the folders of src/ each with what they may reach. docs/architecture.md says why. */
const mayImport = {
  setup: [],
  messages: [],
  server: ["setup"],
  storage: ["setup"],
  ui: ["setup", "messages"],
  "kept.ts": ["setup", "storage"],
  // To come: the walls stand before the first file.
  directory: ["setup"],
  cloud: ["setup"],
};
const zones = Object.entries(mayImport).map(([folder, others]) => ({
  target: `./src/${folder}`,
  from: "./src",
  except: [folder, ...others].map((name) => `./${name}`),
  message: `src/${folder} may import ${others.length > 0 ? others.join(", ") : "nothing of ours but itself"}.`,
}));

/**
 * The rooms of src/setup, from what everything may know to what knows everything: each reaches those above it, none below.
 * `*.ts` are the files of a folder itself. docs/architecture.md says what is in each.
 */
const rooms = [
  "told",
  "values",
  "text",
  "operations",
  "*.ts",
  "network",
  "directory",
  "agent",
  "plans",
  "engine",
  "preflight",
  "diagnosis/signs",
  "diagnosis/failures",
  "diagnosis/*.ts",
  "diagnosis/trace",
  "health",
  "actions",
  "steps",
  "procedures",
  "report",
].map((room) => `./src/setup/${room.endsWith("*.ts") ? room : `${room}/**`}`);
const roomZones = rooms.slice(0, -1).map((room, at) => ({
  target: room,
  from: rooms.slice(at + 1),
  message: `${room} stands before it: docs/architecture.md.`,
}));

/** No setting, path or word of the practice lab in the product. */
const knowsNothingOfTheLab = [
  "Literal[value=/\\b(lab|practice)\\b/i]",
  "TemplateElement[value.raw=/\\b(lab|practice)\\b/i]",
].map((selector) => ({ selector, message: "The extension knows nothing of the lab." }));

/**
 * VS Code makes links, commands and icons of what its own surfaces show. They are reached through src/ui/surfaces, which
 * makes every text plain; the ways round it - another name for `vscode` or for its `window` - are closed with them.
 */
const surfacesOnly = [
  "MemberExpression[object.name='vscode'][property.name=/^(window|languages|comments|chat|lm|notebooks|scm|tests|debug|tasks|authentication)$/]",
  "MemberExpression[object.name='vscode'][property.name=/^(TreeItem|MarkdownString|SnippetString|Hover|CodeLens|Diagnostic|InlayHint|CompletionItem|Task)$/]",
  "MemberExpression[object.name='vscode'][computed=true]",
  "MemberExpression[property.name=/^(registerTextDocumentContentProvider|openTextDocument)$/]",
  "ImportDeclaration[source.value='vscode'] > :matches(ImportSpecifier, ImportDefaultSpecifier)",
  "ImportDeclaration[source.value='vscode'] > ImportNamespaceSpecifier[local.name!='vscode']",
  ":not(MemberExpression, TSQualifiedName, ImportNamespaceSpecifier) > Identifier[name='vscode']",
  // A part of our own may be loaded at first use: what it says goes through the same rules.
  "ImportExpression[source.type!='Literal']",
  "ImportExpression > Literal:not([value=/^\\.{1,2}\\u002f/])",
  "CallExpression[callee.name=/^(require|createRequire)$/]",
].map((selector) => ({
  selector,
  message: "Texts reach VS Code's own surfaces through src/ui/surfaces, which makes them plain.",
}));

/**
 * A test looks at what is its own: another program's files, ports and processes must not make it fail, nor pass. Folders
 * come from mkdtemp, ports from the system, and test/processes.ts finds the processes that a test has started.
 */
const ownThingsOnly = [
  [
    "CallExpression[callee.property.name='tmpdir']:not(CallExpression[callee.name=/^mkdtemp/] CallExpression)",
    "The folder for temporary files is everybody's: make one in it with mkdtemp.",
  ],
  [
    "CallExpression[callee.name='tmpdir']:not(CallExpression[callee.name=/^mkdtemp/] CallExpression)",
    "As os.tmpdir.",
  ],
  ["Literal[value=/^\\u002F(tmp|dev\\u002Fshm)(\\u002F|$)/]", "A folder of the whole machine."],
  ["TemplateElement[value.raw=/\\u002Ftmp\\u002F/]", "A folder of the whole machine."],
  ["Literal[value=/^\\u002Fproc\\b/]", "Processes are found by test/processes.ts."],
  ["TemplateElement[value.raw=/^\\u002Fproc\\u002F/]", "Processes are found by test/processes.ts."],
  ["CallExpression[callee.property.name='listen'][arguments.0.value>0]", "A port is the system's choice: 0."],
  ["Literal[value=/^(pgrep|pkill|killall|lsof|ss|netstat)$/]", "Processes are found by test/processes.ts."],
].map(([selector, message]) => ({ selector, message }));

export default defineConfig(
  { ignores: ["dist/", "out/", ".cache/", "node_modules/", "**/*.cjs", "pure.d.ts"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  {
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createNodeResolver({ extensions: [".ts", ".mjs", ".js"] })] },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "no-console": "error",
      "max-lines": ["error", { max: 500 }],
      "import-x/no-restricted-paths": [
        "error",
        {
          zones: [
            ...zones,
            ...roomZones,
            { target: "./src", from: "./lab", message: "The extension knows nothing of the lab." },
            { target: "./src", from: "./test" },
            { target: "./src", from: "./webview", message: "The host and the page share src/messages only." },
            {
              target: "./webview",
              from: "./src",
              except: ["./messages"],
              message: "The page imports src/messages only.",
            },
            { target: "./webview", from: ["./lab", "./test"] },
          ],
        },
      ],
    },
  },
  {
    files: ["src/setup/**", "src/messages/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { regex: "^(vscode|node:.*|fs|path|os|child_process)$", message: "Pure: no vscode, no I/O." },
          ],
        },
      ],
      "no-restricted-globals": ["error", "process", "fetch", "setTimeout", "setInterval"],
    },
  },
  {
    files: ["src/**"],
    ignores: ["src/setup/**", "src/messages/**", "src/ui/**", "src/extension.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { paths: [{ name: "vscode", message: "Only src/ui imports vscode." }] },
      ],
    },
  },
  {
    files: ["src/**", "webview/**"],
    rules: { "no-restricted-syntax": ["error", ...knowsNothingOfTheLab] },
  },
  {
    files: ["src/ui/**", "src/*.ts"],
    ignores: ["src/ui/surfaces/**"],
    rules: { "no-restricted-syntax": ["error", ...knowsNothingOfTheLab, ...surfacesOnly] },
  },
  {
    files: ["webview/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: [
            { name: "@vscode/webview-ui-toolkit", message: "Only webview/kit.ts imports the toolkit." },
          ],
        },
      ],
    },
  },
  { files: ["webview/kit.ts"], rules: { "no-restricted-imports": "off" } },
  {
    files: ["scripts/**", "lab/**", "test/**", "*.mjs"],
    // TypeScript knows which names exist.
    rules: { "no-console": "off", "no-undef": "off" },
  },
  {
    files: ["test/**", "lab/**"],
    ignores: ["test/processes.ts"],
    rules: { "no-restricted-syntax": ["error", ...ownThingsOnly] },
  },
);
