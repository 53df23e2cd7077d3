/** `npm run bench [figure ...]`: each figure beside its bound. Fails where one is over it or could not be measured. */
import { measure as activation } from "../../test/bench/figures/activation.ts";
import { measure as controllers } from "../../test/bench/figures/controllers.ts";
import { measure as directory } from "../../test/bench/figures/directory.ts";
import { measure as hostile } from "../../test/bench/figures/hostile.ts";
import { measure as lines } from "../../test/bench/figures/lines.ts";
import { measure as memory } from "../../test/bench/figures/memory.ts";
import { measure as network } from "../../test/bench/figures/network.ts";
import { measure as secondStart } from "../../test/bench/figures/secondStart.ts";
import { measure as secrets } from "../../test/bench/figures/secrets.ts";
import { measure as session } from "../../test/bench/figures/session.ts";
import { measure as size } from "../../test/bench/figures/size.ts";
import { measure as testRun } from "../../test/bench/figures/testRun.ts";
import { measure as trace } from "../../test/bench/figures/trace.ts";
import type { Figure, Measure } from "../../test/bench/figure.ts";
import { findChromium } from "./chromium.ts";
import { findPowerShell } from "./powershell.mjs";
import { installVsCode } from "./vscode/install.mjs";

const figures: Readonly<Record<string, Measure>> = {
  size,
  session,
  memory,
  network,
  controllers,
  directory,
  trace,
  hostile,
  secrets,
  lines,
  activation,
  secondStart,
  testRun,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(figures, name));
if (unknown.length > 0) {
  console.error(`There is no figure ${unknown.join(", ")}. There are: ${Object.keys(figures).join(", ")}.`);
  process.exit(2);
}

const amount = (value: number, unit: string): string =>
  `${Number.isInteger(value) ? value : value.toFixed(1)} ${unit}`;

/** @returns whether it keeps its bound */
const print = ({ what, value, bound, unit, beside }: Figure): boolean => {
  const kept = value <= bound;
  console.log(
    `${kept ? "ok  " : "MISS"} ${what}: ${amount(value, unit)}, bound ${amount(bound, unit)}${beside === undefined ? "" : ` (${beside})`}`,
  );
  return kept;
};

findChromium();
await findPowerShell();
await installVsCode();
let misses = 0;
for (const [name, measure] of Object.entries(figures)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  try {
    for (const figure of await measure()) if (!print(figure)) misses += 1;
  } catch (error) {
    misses += 1;
    console.log(`MISS ${name} was not measured: ${error instanceof Error ? error.message : String(error)}`);
  }
}
process.exitCode = misses > 0 ? 1 : 0;
