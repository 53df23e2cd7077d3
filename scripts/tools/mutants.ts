/**
 * `npm run test:mutants [-- path ...]`: changes src/setup in many small ways and counts how many the unit tests catch.
 * docs/decisions/mutants.md says with what, and what is left out.
 */
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { MutantResult, PartialStrykerOptions } from "@stryker-mutator/api/core";
import { Stryker } from "@stryker-mutator/core";

/** Changes that must be caught, in percent. */
const leastCaught = 80;

const root = path.join(import.meta.dirname, "../..");
const named = process.argv.slice(2);
process.chdir(root);

/** The patterns of the sources to change: of all of the procedure, or of the folders and files that were named. */
const patterns = named.map((name) => {
  const found = [name, `${name}.ts`].find((one) => existsSync(one));
  const inside = found === undefined ? "" : path.relative("src/setup", found);
  if (found === undefined || inside.startsWith("..")) {
    console.error(`There is no ${name} in src/setup.`);
    process.exit(2);
  }
  const pattern = path.posix.join("src/setup", inside.replaceAll(path.sep, "/"));
  return statSync(found).isDirectory() ? `${pattern}/**/*.ts` : pattern;
});

const options: PartialStrykerOptions & { tap: object } = {
  mutate: [
    ...(patterns.length > 0 ? patterns : ["src/setup/**/*.ts"]),
    // Addresses of documents: a test that repeats them proves nothing.
    "!src/setup/links.ts",
  ],
  testRunner: "tap",
  tap: {
    // The first reads the sources, which are changed here; the second is about src/server.
    testFiles: ["test/unit/!(style|protocol).test.ts"],
    nodeArgs: ["--test-reporter=tap", "-r", "{{hookFile}}", "{{testFile}}"],
  },
  coverageAnalysis: "perTest",
  plugins: ["@stryker-mutator/tap-runner", path.join(import.meta.dirname, "visibleWords.ts")],
  ignorers: ["visible-words"],
  // Node strips types and checks none.
  disableTypeChecks: false,
  incremental: true,
  incrementalFile: ".cache/mutants.json",
  tempDirName: "out/mutants",
  ignorePatterns: ["/.cache", "/dist", "/out", "/media", "/lab"],
  concurrency: 2,
  reporters: [process.stdout.isTTY ? "progress" : "progress-append-only"],
  thresholds: { break: null },
  allowConsoleColors: false,
};

const place = ({ fileName, location }: MutantResult): string =>
  `${path.relative(root, fileName)}:${location.start.line}`;

// Each run of a test file is a process of its own; they share what Node made of the sources.
const compiled = mkdtempSync(path.join(os.tmpdir(), "cst-"));
process.env.NODE_COMPILE_CACHE = compiled;
const results = await new Stryker(options).runMutationTest();
rmSync(compiled, { recursive: true });
const caught = results.filter(({ status }) => status === "Killed" || status === "Timeout");
const missed = results.filter(({ status }) => status === "Survived" || status === "NoCoverage");
for (const mutant of missed)
  console.log(`${place(mutant)} ${mutant.mutatorName} ${mutant.status} -> ${mutant.replacement}`);
const all = caught.length + missed.length;
const percent = all === 0 ? 0 : (100 * caught.length) / all;
console.log(`${caught.length} of ${all} changes caught (${percent.toFixed(1)} %)`);
process.exitCode = percent < leastCaught ? 1 : 0;
