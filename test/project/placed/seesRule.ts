/** Who sees a rule and a failure, told by the rule's name and what the failure is recognised by, as JSON. */
import { diagnose } from "../../../src/setup/diagnosis/diagnose.ts";
import { procedures } from "../../../src/setup/procedures/procedures.ts";
import { titleOf } from "../../../src/setup/stepTitles.ts";
import { stepViewOf } from "../../../src/ui/stepView.ts";
import { script, testRun } from "../../unit/support/scriptedServer.ts";

const [rule, said = ""] = process.argv.slice(2);
const { run } = testRun(script(), { procedure: procedures.install });
await run.check("prerequisites");
const found = stepViewOf(run, "prerequisites").findings.filter((one) => one.rule === rule);
const causes = diagnose({ text: said });
console.log(
  JSON.stringify({
    page: found.map(({ summary, verdict, evidence }) => [
      summary,
      verdict,
      evidence.map(({ value }) => value),
    ]),
    causes: causes.map((one) => (one.kind === "known" ? [one.title, one.confidence, one.fix] : one.raw)),
    step: titleOf("prerequisites"),
  }),
);
