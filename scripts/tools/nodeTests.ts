/** Runs files of tests with node:test, and counts. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { run } from "node:test";
import { spec, type TestEvent } from "node:test/reporters";
import { transformSync } from "esbuild";
import type { Reached } from "./reached.ts";

export interface Counted {
  readonly passed: number;
  readonly failed: number;
  /** What is to be read of it. */
  readonly said: string;
  /** What it reached of the sources, where that was looked at. */
  readonly reached?: readonly Reached[];
}

/** Covered lines and branches of files together, in percent, at least. */
export interface Floor {
  /** What these files are, in words. */
  readonly of: string;
  /** Paths below the project's folder, with slashes. One that no test loads is not covered at all. */
  readonly files: readonly string[];
  readonly lines: number;
  readonly branches: number;
}

const root = path.join(import.meta.dirname, "../..");
/** A test that hangs fails after this. */
const longestTestMs = 240_000;
/** What a hanging test leaves open may keep its process from ending: then its file fails after this. */
const longestFileMs = 15 * 60_000;

interface HowToRunFiles {
  /** What is to be reached of the sources; nothing is counted without. */
  readonly floors?: readonly Floor[];
  /** Many files of tests are in one process: it has room for what lives shortly. */
  readonly isLarge?: boolean;
  /** It gives way to what a person's hand does in VS Code, which is the longest chain of one thing after the other. */
  readonly yields?: boolean;
}

/** Whether anything of a file is left when its types are gone. */
const hasCode = (file: string): boolean =>
  transformSync(readFileSync(path.join(root, file), "utf8"), {
    loader: "ts",
    minify: true,
    legalComments: "none",
  }).code.trim() !== "";

type Covered = Extract<TestEvent, { type: "test:coverage" }>["data"]["summary"]["files"][number];

/** What is below a floor, in words. */
export const belowFloor = (covered: readonly Covered[], { of, files, lines, branches }: Floor): string[] => {
  const known = new Map(
    covered.map((file) => [path.relative(root, file.path).replaceAll(path.sep, "/"), file]),
  );
  const ours = files.flatMap((file) => known.get(file) ?? []);
  // Files of types alone are not loaded, and have nothing to reach.
  const unloaded = files.filter((file) => !known.has(file) && hasCode(file));
  const sum = (count: (file: Covered) => number) => ours.reduce((total, file) => total + count(file), 0);
  const reached = {
    lines: (100 * sum((file) => file.coveredLineCount)) / sum((file) => file.totalLineCount),
    branches: (100 * sum((file) => file.coveredBranchCount)) / sum((file) => file.totalBranchCount),
  };
  const least = { lines, branches };
  return [
    ...unloaded.map((file) => `${file} is reached by no test.`),
    ...(["lines", "branches"] as const)
      .filter((what) => !(reached[what] >= least[what]))
      .map(
        (what) =>
          `${reached[what].toFixed(2)} % of the ${what} of ${of} are reached, and ${least[what]} % must be.`,
      ),
  ];
};

/** A suite fails with each of its tests; one that fails by itself could not be loaded. */
const failsItself = ({ details }: Extract<TestEvent, { type: "test:fail" }>["data"]): boolean =>
  details.type !== "suite" ||
  !("failureType" in details.error && details.error.failureType === "subtestsFailed");

/** The runner's own totals, which would stand under every file. */
const isTotal = (event: TestEvent): boolean =>
  event.type === "test:summary" || (event.type === "test:diagnostic" && event.data.nesting === 0);

/**
 * Runs the tests of files, each file in a process of its own, one after the other. A file without a test, and one that
 * ends badly, fails.
 */
export const runFiles = async (
  files: readonly string[],
  { floors = [], isLarge = false, yields = false }: HowToRunFiles = {},
): Promise<Counted> => {
  const lower = pathToFileURL(path.join(import.meta.dirname, "yielding.mjs")).href;
  const execArgv = [
    ...(yields ? ["--import", lower] : []),
    // In MB: with less, a tenth of the time goes into looking for what is still in use.
    ...(isLarge ? ["--max-semi-space-size=32"] : []),
  ];
  const events = run({
    files: files.map((file) => path.join(root, file)),
    concurrency: 1,
    timeout: longestTestMs,
    signal: AbortSignal.timeout(files.length * longestFileMs),
    ...(floors.length > 0
      ? // What was compiled before is counted less exactly.
        { coverage: true, coverageIncludeGlobs: ["src/**"], execArgv }
      : { execArgv, env: { ...process.env, NODE_COMPILE_CACHE: path.join(root, ".cache/node") } }),
  }) as AsyncIterable<TestEvent>;
  const reporter = new spec();
  const pieces: string[] = [];
  reporter.on("data", (piece: string | Buffer) => pieces.push(String(piece)));
  let passed = 0;
  let failed = 0;
  const wrong: string[] = [];
  let reached: readonly Reached[] | undefined;
  for await (const event of events) {
    // In the name of a file that has no test the runner reports one that passed.
    if (event.type === "test:pass" && event.data.name === event.data.file) {
      wrong.push(`${event.data.name} has no test.`);
      continue;
    }
    if (event.type === "test:pass" && event.data.details.type !== "suite" && event.data.skip === undefined)
      passed += 1;
    else if (event.type === "test:fail" && failsItself(event.data)) failed += 1;
    else if (event.type === "test:coverage") {
      const { files: covered } = event.data.summary;
      wrong.push(...floors.flatMap((floor) => belowFloor(covered, floor)));
      reached = covered.map((file) => ({
        file: path.relative(root, file.path).replaceAll(path.sep, "/"),
        lines: new Set(file.lines.filter(({ count }) => count > 0).map(({ line }) => line)),
        total: file.totalLineCount,
      }));
    }
    if (!isTotal(event) && event.type !== "test:coverage") reporter.write(event);
  }
  await new Promise<void>((resolve) => {
    reporter.end(resolve);
  });
  if (files.length === 0 || passed + failed + wrong.length === 0) wrong.push("No test ran.");
  return {
    passed,
    failed: failed + wrong.length,
    said: [...pieces, ...wrong.map((line) => `${line}\n`)].join(""),
    ...(reached === undefined ? {} : { reached }),
  };
};
