/** Runs files of tests with node:test, and counts. */
import path from "node:path";
import { run } from "node:test";
import { spec, type TestEvent } from "node:test/reporters";

export interface Counted {
  readonly passed: number;
  readonly failed: number;
  /** What is to be read of it. */
  readonly said: string;
}

/** Covered lines and branches of the files below a folder, in percent, at least. */
export interface Floor {
  readonly of: RegExp;
  readonly lines: number;
  readonly branches: number;
}

const root = path.join(import.meta.dirname, "../..");
/** A test that hangs fails after this. */
const longestTestMs = 240_000;
/** What a hanging test leaves open may keep its process from ending: then its file fails after this. */
const longestFileMs = 15 * 60_000;

type Covered = Extract<TestEvent, { type: "test:coverage" }>["data"]["summary"]["files"][number];

/** What is below a floor, in words. */
export const belowFloor = (files: readonly Covered[], { of, lines, branches }: Floor): string[] => {
  const ours = files.filter((file) => of.test(path.relative(root, file.path).replaceAll(path.sep, "/")));
  const sum = (count: (file: Covered) => number) => ours.reduce((total, file) => total + count(file), 0);
  const percent = (covered: number, total: number) => (total === 0 ? 0 : (100 * covered) / total);
  const reached = {
    lines: percent(
      sum((file) => file.coveredLineCount),
      sum((file) => file.totalLineCount),
    ),
    branches: percent(
      sum((file) => file.coveredBranchCount),
      sum((file) => file.totalBranchCount),
    ),
  };
  return (["lines", "branches"] as const)
    .filter((what) => reached[what] < { lines, branches }[what])
    .map(
      (what) =>
        `${reached[what].toFixed(2)} % of the ${what} of ${of.source} are reached, and ${{ lines, branches }[what]} % must be`,
    );
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
export const runFiles = async (files: readonly string[], floors: readonly Floor[] = []): Promise<Counted> => {
  const events = run({
    files: files.map((file) => path.join(root, file)),
    concurrency: 1,
    timeout: longestTestMs,
    signal: AbortSignal.timeout(files.length * longestFileMs),
    ...(floors.length > 0 ? { coverage: true, coverageIncludeGlobs: ["src/**"] } : {}),
  }) as AsyncIterable<TestEvent>;
  const reporter = new spec();
  const pieces: string[] = [];
  reporter.on("data", (piece: string | Buffer) => pieces.push(String(piece)));
  let passed = 0;
  let failed = 0;
  const wrong: string[] = [];
  for await (const event of events) {
    // In the name of a file that has no test the runner reports one that passed.
    if (event.type === "test:pass" && event.data.name === event.data.file) {
      wrong.push(`${event.data.name} has no test.`);
      continue;
    }
    if (event.type === "test:pass" && event.data.details.type !== "suite" && event.data.skip === undefined)
      passed += 1;
    else if (event.type === "test:fail" && failsItself(event.data)) failed += 1;
    else if (event.type === "test:coverage")
      wrong.push(...floors.flatMap((floor) => belowFloor(event.data.summary.files, floor)));
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
  };
};
