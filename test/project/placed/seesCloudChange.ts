/** Who sees a change of the cloud, told by its code: what each shows of it, as JSON. Its operation is the first of the cloud's list. */
import { derivedFiles } from "../../../scripts/manifest.ts";
import { redactor } from "../../../src/server/redaction/redact.ts";
import type { ToldChange } from "../../../src/setup/change.ts";
import type { JournalEvent } from "../../../src/setup/journal.ts";
import { listed } from "../../../src/setup/operations/index.ts";
import { isChanging, type Operation } from "../../../src/setup/operations/operation.ts";
import type { Carrier } from "../../../src/setup/ports.ts";
import { ProblemError } from "../../../src/setup/problem.ts";
import { changeReport } from "../../../src/setup/report/changeReport.ts";
import { markdownPage } from "../../../src/setup/report/markdown.ts";
import type { Step } from "../../../src/setup/step.ts";
import { undo } from "../../../src/setup/steps/undo.ts";
import { stepViewOf } from "../../../src/ui/stepView.ts";
import { registeredAgent } from "../../unit/support/facts.ts";
import { reportAbout } from "../../unit/support/recordedRuns.ts";
import { script, testRun } from "../../unit/support/scriptedServer.ts";

const code = process.argv[2] ?? "";
const password = "Kan4ry!(x)*' z";
const [operation] = listed.cloud as readonly Operation[];
if (!operation || !isChanging(operation)) throw new Error("Nothing of the cloud can be changed.");
/** An operation is given no secret: whoever carries it out signs in, and has it masked. */
const masking = redactor();

/** The tenant, in which a job is on or off. `odd`: what is otherwise of the change that it tells, or why it tells none. */
const tenant = (odd: object | ProblemError = {}): Carrier => {
  masking.keep(password);
  let now = "off";
  return {
    run: (_, args, how) => {
      if (odd instanceof ProblemError && how?.whatIf !== true) return Promise.reject(odd);
      const { state } = args as { readonly state: string };
      const change = {
        on: { port: "cloud", tenant: "contoso" },
        what: code,
        params: { job: "AD2AAD" },
        before: now,
        after: state === "off" ? state : `${state} ${password}`,
        certainty: "exact",
        undo: { port: "cloud", op: operation.name, args: { state: now } },
        ...(how?.whatIf === true ? {} : odd),
      };
      if (state !== now) how?.onEvent?.({ kind: "change", change: change as unknown as ToldChange });
      if (how?.whatIf !== true) now = state;
      return Promise.resolve({});
    },
  };
};
/** A step that switches the job on. */
const step: Step = {
  id: "verify",
  lines: [],
  title: () => "Synchronise",
  introduction: () => [],
  check: () => Promise.resolve({ kind: "todo", findings: [] }),
  changes: (ctx) => ctx.preview(operation, { state: "on" }),
  apply: async (ctx) => {
    await ctx.perform(operation, { state: "on" });
  },
  actions: () => [],
};
const begun = async (odd?: object) => {
  const at = testRun(script({ "Get-CloudSyncAgentFact": () => registeredAgent }), {
    cloud: tenant(odd),
    masking,
  });
  at.run.register(step);
  await at.run.changes("verify");
  return at;
};
const madeIn = (events: readonly JournalEvent[]) =>
  events.flatMap((event) => (event.kind === "change" ? [event.change.after] : []));
/** What is said, and what is recorded, where the tenant tells otherwise. */
const refused = async (odd: object) => {
  const { run, events } = await begun(odd);
  await run.apply("verify");
  const state = run.stateOf("verify");
  const problem = state.kind === "failed" ? state.problem : undefined;
  return [odd instanceof ProblemError ? problem?.happened : problem?.code, madeIn(events)];
};

const { run, events } = await begun();
const shown = stepViewOf(run, "verify").changes;
await run.apply("verify");
const made = madeIn(events);
const page = markdownPage(changeReport(events, reportAbout));
const { can } = run.undoable;
run.register(undo(can));
await run.changes("undo");
await run.apply("undo");
const module = (await derivedFiles()).get("src/server/powershell/Written/Sentences.ps1") ?? "";
console.log(
  JSON.stringify({
    page: shown?.map(({ on, target, before }) => [on, target, before]),
    made,
    undoable: can.map((one) => one.undo.op),
    left: run.undoable.can.map((one) => one.undo.op),
    report: page.split("\n").filter((line) => line.includes("AD2AAD")).length > 0,
    module: module.includes(code),
    refused: {
      "another's parameters": await refused({ params: { service: "AD2AAD" } }),
      "an undo on the server": await refused({
        undo: { port: "server", op: "Set-CloudSyncTlsValue", args: { setting: "strongCrypto", value: 0 } },
      }),
      "signed out": await refused(
        new ProblemError({
          code: "operationFailed",
          happened: `The tenant did not let ${password} in.`,
          means: "",
          next: [],
          notNow: true,
        }),
      ),
    },
  }),
);
