/**
 * `npm run test:mutants [-- path ...]`: changes src/setup in many small ways and counts how many the unit tests catch.
 * docs/decisions/mutants.md says with what, and what is left out.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { MutantResult, PartialStrykerOptions } from "@stryker-mutator/api/core";
import { Stryker } from "@stryker-mutator/core";

/** Changes that must be caught, in percent: of the whole, and of each part that is run alone. */
const leastCaught = 95;

const root = path.join(import.meta.dirname, "../..");
const named = process.argv.slice(2);
process.chdir(root);

/** The patterns of the sources to change: of all of the procedure, or of the folders and files that were named. */
const patterns = (named.length > 0 ? named : ["src/setup"]).map((name) => {
  const found = [name, `${name}.ts`].find((one) => existsSync(one));
  const inside = found === undefined ? "" : path.relative("src/setup", found);
  if (found === undefined || inside.startsWith("..")) {
    console.error(`There is no ${name} in src/setup.`);
    process.exit(2);
  }
  const pattern = path.posix.join("src/setup", inside.replaceAll(path.sep, "/"));
  return statSync(found).isDirectory() ? `${pattern}/**/*.ts` : pattern;
});

/** What earlier runs found. It is trusted by the test files, so not where what they share is newer. */
const known = ".cache/mutants.json";
const files = readdirSync("test/unit", { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll(path.sep, "/"))
  .filter((file) => file.endsWith(".ts"));
const shared = files.filter((file) => !file.endsWith(".test.ts"));
const knownAt = statSync(known, { throwIfNoEntry: false })?.mtimeMs ?? 0;
if (shared.some((file) => statSync(path.join("test/unit", file)).mtimeMs > knownAt))
  rmSync(known, { force: true });

/** The others read the sources, which are changed here, or are about other rooms. */
const tried = /^(?:setup|ui)\//u;
const ofWholeRuns = (file: string): boolean =>
  readFileSync(path.join("test/unit", file), "utf8").includes("/scriptedServer.ts");
const tests = files.filter((file) => file.endsWith(".test.ts") && tried.test(file));
/**
 * In the order in which they are tried against a change, until one fails: first the tests of single modules, which reach
 * little and know it well, then those of whole runs.
 */
const inOrder = [...tests.filter((file) => !ofWholeRuns(file)), ...tests.filter(ofWholeRuns)];

const options: PartialStrykerOptions & { tap: object } = {
  // The links are addresses of documents: a test that repeats them proves nothing.
  mutate: [...patterns, "!src/setup/links.ts"],
  testRunner: "tap",
  tap: {
    testFiles: inOrder.map((file) => `test/unit/${file}`),
    // Tests with millions of letters take seconds, for every change they reach.
    nodeArgs: [
      "--test-reporter=tap",
      "--test-skip-pattern=/MB are read|made to be slow/",
      "-r",
      "{{hookFile}}",
      "{{testFile}}",
    ],
  },
  coverageAnalysis: "perTest",
  plugins: ["@stryker-mutator/tap-runner", path.join(import.meta.dirname, "visibleWords.ts")],
  ignorers: ["visible-words"],
  // Node strips types and checks none.
  disableTypeChecks: false,
  incremental: true,
  incrementalFile: known,
  tempDirName: "out/mutants",
  ignorePatterns: ["/.cache", "/dist", "/out", "/media", "/lab"],
  concurrency: 2,
  // A change that never ends is seen by its count of loops; this is for a machine that is busy.
  timeoutMS: 10_000,
  reporters: [process.stdout.isTTY ? "progress" : "progress-append-only"],
  allowConsoleColors: false,
};

/** A piece of source on one line, cut where it is long. */
const brief = (text: string): string => {
  const line = text.replace(/\s+/gu, " ");
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
};

const relative = ({ fileName }: MutantResult): string =>
  path.relative(root, fileName).replaceAll(path.sep, "/");

/** `src/setup/plan.ts:12  what was there -> what stood there instead` */
const told = (mutant: MutantResult): string => {
  const {
    fileName,
    location: { start, end },
    replacement,
  } = mutant;
  const lines = readFileSync(fileName, "utf8")
    .split("\n")
    .slice(start.line - 1, end.line);
  const last = lines.at(-1) ?? "";
  // The end first: on one line, cutting the beginning would move it.
  const whole = [...lines.slice(0, -1), last.slice(0, end.column - 1)].join("\n").slice(start.column - 1);
  return `${relative(mutant)}:${start.line}  ${brief(whole)} -> ${brief(replacement)}`;
};

/** Runs Stryker. What is known of files outside of the patterns comes back as well, and is left out. */
const tested = async (): Promise<readonly MutantResult[]> => {
  // Each run of a test file is a process of its own; they share what Node made of the sources.
  const compiled = mkdtempSync(path.join(os.tmpdir(), "cst-"));
  process.env.NODE_COMPILE_CACHE = compiled;
  try {
    const results = await new Stryker(options).runMutationTest();
    return results.filter((mutant) =>
      patterns.some((pattern) => path.posix.matchesGlob(relative(mutant), pattern)),
    );
  } finally {
    rmSync(compiled, { recursive: true });
  }
};

const results = await tested();
const caught = results.filter(({ status }) => status === "Killed" || status === "Timeout");
const missed = results
  .filter(({ status }) => status === "Survived" || status === "NoCoverage")
  .sort((a, b) => a.fileName.localeCompare(b.fileName) || a.location.start.line - b.location.start.line);
if (missed.length > 0) console.log(`\nNot caught:\n${missed.map(told).join("\n")}`);
const all = caught.length + missed.length;
const percent = all === 0 ? 0 : (100 * caught.length) / all;
if (percent < leastCaught) console.log(`At least ${leastCaught} % must be caught.`);
console.log(`${caught.length} of ${all} changes caught (${percent.toFixed(1)} %)`);
process.exitCode = percent < leastCaught ? 1 : 0;
