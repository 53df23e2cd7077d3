/** Who sees a step of the installation, told by its name: what each surface shows of it, as JSON. */
import { derivedFiles } from "../../../scripts/manifest.ts";
import { changeReport } from "../../../src/setup/report/changeReport.ts";
import { markdownPage } from "../../../src/setup/report/markdown.ts";
import { asStepId } from "../../../src/setup/step.ts";
import { titleOf } from "../../../src/setup/stepTitles.ts";
import { stepViewOf } from "../../../src/ui/stepView.ts";
import { press } from "../../press.ts";
import { reportAbout } from "../../unit/support/recordedRuns.ts";
import { twoServers } from "../../unit/support/vscode/twoServers.ts";

const { SetupView } = await import("../../../src/ui/setupView.ts");
const step = asStepId(process.argv[2] ?? "");
const at = await twoServers();
const { first } = at;
const view = new SetupView(at.runs, at.log);
const [server] = await view.getChildren();
await first.check(step);
const before = stepViewOf(first, step);
for (const { id } of before.actions) await press(first, step, id);
const rows = (await view.getChildren(server)).map((node) => view.getTreeItem(node));
const page = changeReport(at.records.get(first.target.id) ?? [], reportAbout);
const derived = await derivedFiles();
console.log(
  JSON.stringify({
    named: titleOf(step),
    row: rows
      .filter(({ id }) => id?.endsWith(`/${step}`))
      .map(({ label, description }) => [label, description]),
    page: [before.title, ...before.lines, ...before.fields.map(({ label }) => label)],
    report: markdownPage(page),
    walkthrough: derived.get(`media/walkthrough/${step}.md`),
    manifest: ["package.json", "package.nls.json"].map((file) =>
      (derived.get(file) ?? "").split("\n").filter((line) => line.includes(`walkthrough.step.${step}.`)),
    ),
  }),
);
