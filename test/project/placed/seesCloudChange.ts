/** Who sees a change of the cloud, told by its code: what each shows of it, as JSON. Its operation is the first of the cloud's list. */
import { derivedFiles } from "../../../scripts/manifest.ts";
import type { ToldChange } from "../../../src/setup/change.ts";
import { listed } from "../../../src/setup/operations/index.ts";
import { isChanging, type Operation } from "../../../src/setup/operations/operation.ts";
import type { Carrier } from "../../../src/setup/ports.ts";
import { changeReport } from "../../../src/setup/report/changeReport.ts";
import { markdownPage } from "../../../src/setup/report/markdown.ts";
import type { Step } from "../../../src/setup/step.ts";
import { stepViewOf } from "../../../src/ui/stepView.ts";
import { script, testRun } from "../../unit/support/scriptedServer.ts";

const code = process.argv[2] ?? "";
const password = "Kan4ry!(x)*' z";
const [operation] = listed.cloud as readonly Operation[];
if (!operation || !isChanging(operation)) throw new Error("Nothing of the cloud can be changed.");

const cloud: Carrier = {
  run: (_, __, how) => {
    const change = {
      on: { port: "cloud", tenant: "contoso" },
      what: code,
      params: { job: "AD2AAD" },
      before: "off",
      after: `on ${password}`,
      certainty: "exact",
    };
    how?.onEvent?.({ kind: "change", change: change as unknown as ToldChange });
    return Promise.resolve({});
  },
};
const { run, events } = testRun(script(), { cloud });
const step: Step = {
  id: "verify",
  lines: [],
  title: () => "Synchronise",
  introduction: () => [],
  check: () => Promise.resolve({ kind: "todo", findings: [] }),
  changes: (ctx) => ctx.preview(operation, {}),
  apply: async (ctx) => {
    await ctx.perform(operation, {}, { secrets: { Token: [{ user: "ada", password }] } });
  },
  actions: () => [],
};
run.register(step);
await run.changes("verify");
const shown = stepViewOf(run, "verify").changes;
await run.apply("verify");
const page = markdownPage(
  changeReport(events, {
    server: "SYNC01",
    id: "SYNC01",
    user: "ada",
    machine: "WORKPLACE7",
    at: "2026-11-25T08:00:00.000Z",
    extension: "0.1.0",
    language: "en",
  }),
);
const module = (await derivedFiles()).get("src/server/powershell/Written/Sentences.ps1") ?? "";
console.log(
  JSON.stringify({
    page: shown?.map(({ on, target, before }) => [on, target, before]),
    made: events.flatMap((event) => (event.kind === "change" ? [event.change.after] : [])),
    report: page.split("\n").filter((line) => line.includes("AD2AAD")).length > 0,
    module: module.includes(code),
  }),
);
