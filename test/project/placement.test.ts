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
  assert.deepEqual(await copy.wrong(["src", "test/project/placed"]), []);
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
