/** What is told of a key of the plan that was added, shared and on a server. */
import { parsePlan } from "../../../src/setup/plan.ts";
import { differenceLine, planDifferences } from "../../../src/setup/plans/differences.ts";

const told = (before: unknown, after: unknown): readonly string[] =>
  planDifferences(parsePlan(before, "before"), parsePlan(after, "after")).map(differenceLine);
const ofServer = (pilot: string) => ({ servers: [{ name: "SYNC01", pilot }] });

process.stdout.write(
  JSON.stringify({ shared: told({ pilot: "a" }, {}), onServer: told(ofServer("a"), ofServer("b")) }),
);
