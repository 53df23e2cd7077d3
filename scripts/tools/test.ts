/**
 * `npm test`: every tier, or the one that is named, as much side by side as there are cores. Closes with
 * `N passed, N failed`.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { togetherFloor } from "./coverage.ts";
import type { Counted } from "./nodeTests.ts";
import { missedTogether, type Reached } from "./reached.ts";
import { sideBySide, type Job } from "./sideBySide.ts";
import { tiers, type Part, type Tier } from "./tiers.ts";
import { removeFolder } from "./vscode/server.ts";

const named = process.argv[2];
if (named !== undefined && (!(named in tiers) || process.argv.length > 3)) {
  console.error(
    named in tiers
      ? "A tier is run as a whole. One file alone: node_modules/.bin/node --test test/unit/setup/plan.test.ts"
      : `There is no tier ${named}. There are: ${Object.keys(tiers).join(", ")}`,
  );
  process.exit(2);
}
const chosen = Object.entries(tiers).filter(([name]) => named === undefined || name === named);

/** Every file for the time being, of tests and of what they start, is in a folder of this run alone, gone at its end. */
const temporary = mkdtempSync(path.join(os.tmpdir(), "cs-"));
for (const variable of ["TMPDIR", "TEMP", "TMP"]) process.env[variable] = temporary;

/** A session is short, and .NET compiles anew, and better, what ran thirty times: here only what ran (0x)500 times. */
process.env.DOTNET_TC_CallCountThreshold ??= "500";
/** What is compiled while a session runs, runs a few times: made quickly, it need not be good. */
process.env.DOTNET_JITMinOpts ??= "1";
/** .NET compiles ahead what earlier programs ran of PowerShell, on a second core: here other sessions are on that one. */
process.env.DOTNET_MultiCoreJitMinNumCpus ??= "1000";

/** .NET maps what it compiles twice, so that nothing can be written where it runs: here nothing but the module runs. */
process.env.DOTNET_EnableWriteXorExecute ??= "0";

/** A part waits for a process, a page or a clock for some of its time: two more than there are cores. */
const places = Math.max(2, os.availableParallelism()) + 2;

const started = Date.now();
const seconds = (from: number) => ((Date.now() - from) / 1000).toFixed(0);
const table = new Map<string, { passed: number; failed: number; seconds: number }>();
/** What the tiers that look at it reached of the sources. */
const reached: Reached[] = [];
const told = (error: unknown): string => `${error instanceof Error ? error.message : String(error)}\n`;

const count = (tier: string, name: string, from: number, { passed, failed, said }: Counted): void => {
  const sum = table.get(tier) ?? { passed: 0, failed: 0, seconds: 0 };
  table.set(tier, {
    passed: sum.passed + passed,
    failed: sum.failed + failed,
    seconds: sum.seconds + (Date.now() - from) / 1000,
  });
  // What passed is read by whoever asked for one tier.
  const more = failed > 0 || named !== undefined ? `\n${said}` : "";
  console.log(`${name}: ${passed} passed, ${failed} failed, ${seconds(from)} s${more}`);
};

const jobOf = (tier: string, { name, line, run }: Part, after: Promise<unknown> | undefined): Job => ({
  ...(line === undefined ? {} : { line }),
  ...(after === undefined ? {} : { after }),
  work: async () => {
    const from = Date.now();
    let counted: Counted;
    try {
      counted = await run(named === undefined);
    } catch (error) {
      counted = { passed: 0, failed: 1, said: told(error) };
    }
    reached.push(...(counted.reached ?? []));
    count(tier, name, from, counted);
  },
});

/** The parts of a tier; where what it needs cannot be had, one failure that says so. */
const jobsOf = ([name, { prepare, parts }]: [string, Tier]): Job[] => {
  const from = Date.now();
  let isReady = true;
  const after = prepare?.().catch((error: unknown) => {
    isReady = false;
    count(name, name, from, { passed: 0, failed: 1, said: told(error) });
  });
  return parts.map((part) => {
    const job = jobOf(name, part, after);
    return { ...job, work: async () => (isReady ? job.work() : undefined) };
  });
};
await sideBySide(chosen.flatMap(jobsOf), places);
if (named === undefined) {
  const missed = missedTogether(reached, togetherFloor);
  const said = missed.map((line) => `${line}\n`).join("");
  count("coverage", "coverage", Date.now(), {
    passed: missed.length === 0 ? 1 : 0,
    failed: missed.length,
    said,
  });
}

const line = (name: string, all: { passed: number; failed: number }, took: string) =>
  `${name.padEnd(12)} ${String(all.passed).padStart(4)} passed ${String(all.failed).padStart(4)} failed ${took.padStart(5)} s`;
console.log(
  `\n${[...table].map(([name, all]) => line(name, all, all.seconds.toFixed(0))).join("\n")}\n${seconds(started)} s, ${places} side by side\n`,
);
const sum = (what: "passed" | "failed") => [...table.values()].reduce((total, one) => total + one[what], 0);
const [passed, failed] = [sum("passed"), sum("failed")];
if (named === undefined) {
  const out = path.join(import.meta.dirname, "../../out");
  mkdirSync(out, { recursive: true });
  writeFileSync(
    path.join(out, "last-test.json"),
    JSON.stringify({ elapsedMs: Date.now() - started, passed, failed }),
  );
}
removeFolder(temporary);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
