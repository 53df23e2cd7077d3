// `npm run test:mutants [-- --mutate "src/setup/steps/**/*.ts"]`: changes src/setup in many small ways and counts how many the
// unit tests catch. docs/decisions/mutants.md says with what, and what is left out.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { forgetWhereOlder, holdToSources, memoryOf, partOf, testsInOrder } from "./scripts/tools/mutants.ts";

const root = import.meta.dirname;
const part = partOf(process.argv.slice(2));
holdToSources(root, part);
const memory = memoryOf(part);
forgetWhereOlder(root, memory);

// Each run of a test file is a process of its own; they share what Node made of the sources.
const compiled = mkdtempSync(path.join(os.tmpdir(), "cs-mutants-"));
process.env.NODE_COMPILE_CACHE = compiled;
process.on("exit", () => {
  rmSync(compiled, { recursive: true, force: true });
});

/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions & { tap: object }} */
export default {
  mutate: ["src/setup/**/*.ts"],
  // Changes that must be caught, in percent: of the whole, and of each part that is run alone.
  thresholds: { high: 95, low: 95, break: 95 },
  testRunner: "tap",
  tap: {
    testFiles: testsInOrder(root),
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
  plugins: ["@stryker-mutator/tap-runner", path.join(root, "scripts/tools/visibleWords.ts")],
  ignorers: ["visible-words"],
  // Node strips types and checks none.
  disableTypeChecks: false,
  incremental: true,
  incrementalFile: memory,
  tempDirName: "out/mutants",
  ignorePatterns: ["/.cache", "/dist", "/out", "/media", "/lab"],
  concurrency: 2,
  // A change that never ends is seen by its count of loops; this is for a machine that is busy.
  timeoutMS: 10_000,
  reporters: ["clear-text", process.stdout.isTTY ? "progress" : "progress-append-only"],
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  allowConsoleColors: false,
};
