/** Who sees a way to a server, told by its kind and what belongs to such a reach: what each says of it, as JSON. */
import { derivedFiles } from "../../../scripts/manifest.ts";
import { redactor } from "../../../src/server/redaction/redact.ts";
import { reachedServer } from "../../../src/server/reachedServer.ts";
import { transports } from "../../../src/server/transports/transports.ts";
import { getServerFacts } from "../../../src/setup/operations/server.ts";
import { elevation } from "../../../src/setup/preflight/windows.ts";
import { ProblemError } from "../../../src/setup/problem.ts";
import type { Reach } from "../../../src/setup/target.ts";
import { stepViewOf } from "../../../src/ui/stepView.ts";
import { healthyServer } from "../../unit/support/facts.ts";
import { script, testRun, thisMachine } from "../../unit/support/scriptedServer.ts";
import { twoServers } from "../../unit/support/vscode/twoServers.ts";

const reach = JSON.parse(process.argv[2] ?? "") as Reach;
const adding = transports.flatMap((one) => one.adding ?? []);
const at = await twoServers(adding);
const before = at.targets.all.length;
at.window.choose = (labels) => labels.indexOf(adding.find(({ kind }) => kind === reach.kind)?.title() ?? "");
at.window.type = (prompt) => {
  const name = adding.flatMap(({ asks }) => asks).find((one) => one.prompt() === prompt)?.name;
  return name === undefined ? undefined : reach[name];
};
await at.run("addServer");
const [target] = at.targets.all.slice(before);
const server = reachedServer(target ?? thisMachine, {
  settings: (name) => `${name} as it is set`,
  redactor: redactor(),
  moduleText: () => Promise.resolve(""),
  log: () => undefined,
});
const { run } = testRun(script(), { server });
const problem = await server.run(getServerFacts, {}).catch((error: unknown) => error);
const [found] = elevation({
  server: { value: { ...healthyServer, elevated: { value: false }, administrator: { value: true } } },
  on: run.name,
  reachWords: server.reachWords,
});
const derived = await derivedFiles();
const lines = (file: string, holds: RegExp) =>
  (derived.get(file) ?? "")
    .split("\n")
    .filter((line) => holds.test(line))
    .map((line) => line.trim());
const page = stepViewOf(run, "server");
console.log(
  JSON.stringify({
    added: target,
    where: run.where,
    page: [page.server.where, page.lines[0]],
    rule: found?.verdict === "fail" ? found.fix : found,
    problem: problem instanceof ProblemError ? problem.problem.happened : String(problem),
    settings: lines("package.json", /pigeonLoft/u),
    command: lines("package.json", /addServer/u),
    words: lines("package.nls.json", /pigeonLoft|addServer/u),
  }),
);
