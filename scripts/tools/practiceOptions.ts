/** What `npm start` can be told. */
import { parseArgs } from "node:util";
import { isScenario, scenarios, type Scenario } from "../../lab/scenarios/index.ts";

export const scenarioNames = Object.keys(scenarios).join(", ");

export const usage = [
  "npm start [scenario] [-- options]",
  `  scenario      the state that the practice server is found in: ${scenarioNames}`,
  "  --fresh       forget what was done in this scenario before",
  "  --no-browser  print the address, open nothing",
  "  --port N      of VS Code in the browser",
  "  --dir PATH    where the practice server and its VS Code are kept",
].join("\n");

export interface PracticeOptions {
  readonly scenario: Scenario;
  readonly fresh: boolean;
  readonly openBrowser: boolean;
  readonly port: number | undefined;
  readonly dir: string | undefined;
}

/** @throws Error that names what is wrong, and what is possible. */
export const practiceOptions = (args: readonly string[]): PracticeOptions => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      fresh: { type: "boolean", default: false },
      "no-browser": { type: "boolean", default: false },
      port: { type: "string" },
      dir: { type: "string" },
    },
  });
  const [scenario = "needs-fixes", ...more] = positionals;
  if (!isScenario(scenario))
    throw new Error(`There is no scenario ${scenario}. There are: ${scenarioNames}.`);
  if (more.length > 0) throw new Error(`One scenario at a time, not also ${more.join(", ")}.`);
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536))
    throw new Error("--port needs a number between 1 and 65535.");
  return { scenario, fresh: values.fresh, openBrowser: !values["no-browser"], port, dir: values.dir };
};
