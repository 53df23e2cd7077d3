/** What is new costs one file and one line, as docs/architecture.md says: it is added to a copy of the sources, and seen. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Copy } from "./placed/copy.ts";

let copy: Copy;
before(() => {
  copy = new Copy();
});
after(() => {
  copy.dispose();
});

const rest = `import * as l10n from "@vscode/l10n";
import type { ConsentKind } from "../consent.ts";
import type { Step } from "../step.ts";

declare module "../step.ts" {
  interface StepNames {
    readonly rest: true;
  }
}

const toRest: ConsentKind = { id: "rest", given: "button" };
let isRested = false;

export const rest: Step = {
  id: "rest",
  lines: [],
  title: () => l10n.t("Take a rest"),
  introduction: () => [l10n.t("Nothing is done here.")],
  form: () => [{ kind: "readOnly", id: "where", label: l10n.t("Where to rest"), value: "here" }],
  check: () => Promise.resolve(isRested ? { kind: "done", proof: [], findings: [] } : { kind: "todo", findings: [] }),
  async apply({ ask, server }) {
    const message = l10n.t("I have rested");
    isRested = await ask.consent({ ...toRest, about: server.name, message, detail: "", yes: message });
  },
  actions: (_, { server }) => [
    { id: "rest", label: l10n.t("I have rested"), does: { consent: { ...toRest, about: server } } },
  ],
};
`;

test("a new step is a file and its place in a procedure: title, form, consent and state are seen everywhere", async () => {
  copy.addFile("src/setup/steps/rest.ts", rest);
  const file = "src/setup/procedures/procedures.ts";
  copy.addLine({ file, before: "declare module", line: 'import { rest } from "../steps/rest.ts";' });
  copy.addLine({ file, before: "      download,\n      install,\n      serviceAccount,", line: "rest," });
  assert.deepEqual(await copy.wrong(["src"]), []);
  const { report, ...seen } = await copy.seen("seesStep.ts", "rest");
  assert.deepEqual(seen, {
    named: "Take a rest",
    row: [["Take a rest", "Done"]],
    page: ["Take a rest", "Nothing is done here.", "Where to rest"],
    walkthrough: "# Take a rest\n\nNothing is done here.\n",
    manifest: [
      [
        '            "title": "%walkthrough.step.rest.title%",',
        '            "description": "%walkthrough.step.rest.description%",',
      ],
      [
        '  "walkthrough.step.rest.title": "Take a rest",',
        '  "walkthrough.step.rest.description": "Nothing is done here.\\n[Take a rest](command:cloudSyncSetup.openStep?%5B%22rest%22%5D)",',
      ],
    ],
  });
  assert.match(String(report), /ada said yes in the step Take a rest/u);
  assert.match(String(report), /I have rested/u);
});

const pigeon = `import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { overNetwork } from "../../setup/reachWords.ts";
import { transport } from "./transport.ts";

export const pigeon = transport({
  kind: "pigeon",
  reach: ["loft"],
  words: {
    ...overNetwork,
    introduction: () => l10n.t("The agent is installed where pigeons fly."),
    elevateAdministrator: { advice: () => l10n.t("Send a larger pigeon.") },
  },
  settings: { pigeonLoft: { value: v.string(), unset: "", says: "Where pigeons live." } },
  adding: {
    title: () => l10n.t("By pigeon"),
    detail: () => l10n.t("Slow, and hard to tap."),
    asks: { loft: () => l10n.t("Which loft?") },
  },
  where: ({ loft }) => l10n.t("by pigeon to {0}", loft),
  launch: ({ loft }, { pigeonLoft }) => ({
    command: ["/no/such/pigeon", loft],
    environment: {},
    folder: "/",
    startTimeoutMs: 1000,
    problems: {
      noProgram: (program) => ({
        code: "sessionNotStarted",
        happened: l10n.t("No pigeon {0} in {1}", program, pigeonLoft),
        means: "",
        next: [],
      }),
      notBegun: () => ({ code: "sessionNotStarted", happened: "", means: "", next: [] }),
    },
  }),
});
`;

test("a new way to a server is a file and a line: settings, how one is added, and its words are seen everywhere", async () => {
  const file = "src/server/transports/transports.ts";
  copy.addFile("src/server/transports/pigeon.ts", pigeon);
  copy.addLine({ file, before: "import type", line: 'import { pigeon } from "./pigeon.ts";' });
  copy.addLine({ file, before: "thisMachine];", line: "pigeon," });
  assert.deepEqual(await copy.wrong(["src"]), []);
  const { added, ...seen } = await copy.seen(
    "seesTransport.ts",
    JSON.stringify({ kind: "pigeon", loft: "loft07" }),
  );
  const { label, reach } = added as { label: string; reach: unknown };
  assert.deepEqual([label, reach], ["loft07", { loft: "loft07", kind: "pigeon" }]);
  assert.deepEqual(seen, {
    where: "by pigeon to loft07",
    page: ["by pigeon to loft07", "The agent is installed where pigeons fly."],
    rule: { kind: "link", link: "install", whatToDo: "Send a larger pigeon." },
    problem: "No pigeon /no/such/pigeon in pigeonLoft as it is set",
    settings: [
      '"cloudSyncSetup.pigeonLoft",',
      '"cloudSyncSetup.pigeonLoft": {',
      '"markdownDescription": "%setting.pigeonLoft%"',
    ],
    command: ['"command": "cloudSyncSetup.addServer",', '"title": "%command.addServer%",'],
    words: ['"setting.pigeonLoft": "Where pigeons live.",', '"command.addServer": "Add a Server...",'],
  });
});

const syncJob = `import { changing, none, text } from "./entry.ts";

export const setSyncJob = changing("Set-SyncJob", { state: text }, none, { port: "cloud" });
`;

test("a new change of the cloud is an operation with its line, and a code: page, record, report and undo have it, masked", async () => {
  const index = "src/setup/operations/index.ts";
  copy.addFile("src/setup/operations/syncJob.ts", syncJob);
  copy.addLine({
    file: index,
    before: "type OperationOf<",
    line: 'import { setSyncJob } from "./syncJob.ts";',
  });
  copy.addLine({ file: index, before: "  // Nothing of the cloud yet.", line: "  setSyncJob," });
  copy.addLine({
    file: "src/setup/told/changes.ts",
    before: "  // The cloud tells none yet.",
    line: '  syncJob: told(sentence(["job"], ({ job }) => l10n.t("Synchronisation job {0}", job)), null),',
  });
  assert.deepEqual(await copy.wrong(["src"]), []);
  assert.deepEqual(await copy.seen("seesCloudChange.ts", "syncJob"), {
    page: [["the tenant contoso", "Synchronisation job AD2AAD", "off"]],
    made: ["on ********"],
    undoable: ["Set-SyncJob"],
    left: [],
    report: true,
    module: false,
    refused: {
      "another's parameters": ["badAnswer", []],
      "an undo on the server": ["badAnswer", []],
      "signed out": ["The tenant did not let ******** in.", []],
    },
  });
});

test("a new kind of question is an entry in each room that asks, and the compiler names the next that lacks it", async () => {
  const files = async (page = false) => {
    const wrong = await copy.wrong(page ? ["webview"] : ["src"], { page });
    return [...new Set(wrong.map((line) => line.replace(/\(.*$/u, "")))];
  };
  const question = "src/setup/question.ts";
  copy.addLine({
    file: question,
    before: "  readonly readOnly: {",
    line: "  readonly colour: { readonly value: string; readonly set: (plan: SetupPlan, value: string) => SetupPlan };",
  });
  assert.deepEqual(await files(), [question, "src/ui/fieldViews.ts"]);
  copy.addLine({
    file: question,
    before: "  readOnly: () => undefined,",
    line: "  colour: () => undefined,",
  });
  // What a page is given of it has no shape yet.
  const view = 'field: ({ id, label, value }) => ({ kind: "colour", id, label, value }), typed: true';
  copy.addLine({
    file: "src/ui/fieldViews.ts",
    before: "  readOnly: { field",
    line: `  colour: { ${view} },`,
  });
  assert.deepEqual(await files(), ["src/ui/fieldViews.ts"]);
  assert.deepEqual(await files(true), []);
  copy.addLine({
    file: "src/messages/view.ts",
    before: '  v.strictObject({ kind: v.literal("readOnly")',
    line: '  v.strictObject({ kind: v.literal("colour"), id: text, label: text, value: text }),',
  });
  assert.deepEqual(await files(), []);
  assert.deepEqual(await files(true), ["webview/widgets/fields.ts"]);
  copy.addLine({
    file: "webview/widgets/fields.ts",
    before: "  readOnly: ({ label, value })",
    line: "  colour: ({ label }) => html`<p>${label}</p>`,",
  });
  assert.deepEqual(await files(true), []);
});

test("a new key of the plan has its place and its line among the differences, and the compiler names what lacks it", async () => {
  const [plan, differences] = ["src/setup/plan.ts", "src/setup/plans/differences.ts"];
  const files = async () => {
    const wrong = await copy.wrong(["src"]);
    return [...new Set(wrong.map((line) => line.replace(/\(.*$/u, "")))];
  };
  copy.addLine({
    file: plan,
    before: "  domains: v.optional(domainList, []),",
    line: "  pilot: v.optional(line(300)),",
  });
  assert.deepEqual(await files(), [plan, differences, "src/setup/plans/serverParts.ts"]);
  copy.addLine({
    file: plan,
    before: "  // A file lies on one server's drive",
    line: '  pilot: "mayDiffer",',
  });
  assert.deepEqual(await files(), [plan, differences], "no server's part has it");
  copy.addLine({
    file: plan,
    before: "  domains: v.optional(domainList),",
    line: "  pilot: v.optional(line(300)),",
  });
  assert.deepEqual(await files(), [differences]);
  copy.addLine({
    file: differences,
    before: "  // There is one, and a plan",
    line: '  pilot: (value) => [{ what: l10n.t("Pilot"), value }],',
  });
  assert.deepEqual(await files(), []);
  assert.deepEqual(await copy.seen("seesPlanKey.ts"), {
    shared: ["Pilot: a (removed)"],
    onServer: ["Pilot on server SYNC01: from a to b"],
  });
});

const moon = `import * as l10n from "@vscode/l10n";
import { judge, pass } from "../finding.ts";
import { factOf } from "../values/fact.ts";
import type { FactRule } from "./rule.ts";

export const moon: FactRule = ({ windows }) => {
  const text = { rule: "moon", why: l10n.t("It looks on."), source: "install" } as const;
  return judge(text, l10n.t("Moon"), factOf(windows, "powershell"), ({ version }) =>
    pass(text, l10n.t("The moon is up."), [{ name: l10n.t("Seen by"), value: version }]),
  );
};
`;
const eclipse = `import * as l10n from "@vscode/l10n";
import { read, type KnownFailure } from "../signs/failure.ts";
import { says } from "../signs/sign.ts";

export const eclipse: readonly KnownFailure[] = [
  {
    id: "eclipse",
    matches: [says("the moon went dark")],
    words: () => ({ title: l10n.t("An eclipse"), cause: l10n.t("The sun is elsewhere.") }),
    fix: () => read("install", l10n.t("Wait an hour.")),
    source: "install",
  },
];
`;

test("a new rule and a new failure are each a constant and a line: the page judges, a text is explained", async () => {
  copy.addFile("src/setup/preflight/moon.ts", moon);
  const rules = "src/setup/preflight/rules.ts";
  copy.addLine({ file: rules, before: "import type { Rule }", line: 'import { moon } from "./moon.ts";' });
  copy.addLine({ file: rules, before: "  windowsBuild,\n", line: "  moon," });
  copy.addFile("src/setup/diagnosis/failures/eclipse.ts", eclipse);
  const diagnose = "src/setup/diagnosis/diagnose.ts";
  copy.addLine({
    file: diagnose,
    before: "import { windows }",
    line: 'import { eclipse } from "./failures/eclipse.ts";',
  });
  copy.addLine({ file: diagnose, before: "  ...serviceStart,", line: "  ...eclipse," });
  const { page, causes } = await copy.seen(
    "seesRule.ts",
    "moon",
    "Then the Moon went DARK, and nothing moved.",
  );
  assert.deepEqual(page, [["The moon is up.", "pass", ["5.1.20348.2700"]]]);
  assert.deepEqual(causes, [
    ["An eclipse", "certain", { kind: "link", link: "install", whatToDo: "Wait an hour." }],
  ]);
});
