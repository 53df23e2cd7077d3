/** What StrykerJS is not told by settings alone: stryker.config.mjs asks it here. docs/decisions/mutants.md says why. */
import { createHash } from "node:crypto";
import { globSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

const unitTests = "test/unit";
const unitFiles = (root: string, pattern: string): string[] =>
  globSync(`${unitTests}/${pattern}`, { cwd: root })
    .map((file) => file.replaceAll(path.sep, "/"))
    .sort();

/**
 * The test files in the order in which they are tried against a change, until one fails: first the tests of single modules,
 * which reach little and know it well, then those of whole runs. Tests outside of these two folders read the sources, which
 * are changed here, or are about other rooms.
 */
export const testsInOrder = (root: string): string[] => {
  const tests = unitFiles(root, "{setup,ui}/**/*.test.ts");
  const ofWholeRuns = (file: string): boolean =>
    readFileSync(path.join(root, file), "utf8").includes("/scriptedServer.ts");
  return [...tests.filter((file) => !ofWholeRuns(file)), ...tests.filter(ofWholeRuns)];
};

/** The patterns of `--mutate`, from the arguments of Stryker's command; none where the whole is meant. */
export const partOf = (args: readonly string[]): readonly string[] => {
  const { mutate } = parseArgs({
    args: [...args],
    options: { mutate: { type: "string", short: "m" } },
    strict: false,
  }).values;
  return typeof mutate === "string" ? mutate.split(",") : [];
};

/**
 * A pattern that names no source is a slip of the pen: Stryker would find nothing to change, and with that nothing wrong.
 * @throws where one names none
 */
export const holdToSources = (root: string, part: readonly string[]): void => {
  // What a pattern may have beside the file: `!` leaves it out, and a range of lines follows it, `plan.ts:10-20`.
  const fileOf = (pattern: string): string => pattern.replace(/^!/u, "").split(":", 1).join();
  const wrong = part.find((pattern) => globSync(fileOf(pattern), { cwd: root }).length === 0);
  if (wrong !== undefined)
    throw new Error(`There is no ${wrong}. Patterns are files: "src/setup/steps/**/*.ts".`);
};

/**
 * The file, below `root`, with what earlier runs found of this part. One a part: Stryker counts into the score whatever its memory
 * holds, and the bound is for what was asked for.
 */
export const memoryOf = (part: readonly string[]): string => {
  const name =
    part.length === 0 ? "all" : createHash("sha256").update(part.join("\n")).digest("hex").slice(0, 16);
  return `.cache/mutants/${name}.json`;
};

/** Stryker trusts its memory by the test files. What these share is not seen by it: where that is newer, the memory goes. */
export const forgetWhereOlder = (root: string, memory: string): void => {
  const file = path.join(root, memory);
  const known = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (known === undefined) return;
  const shared = unitFiles(root, "**/*.ts").filter((one) => !one.endsWith(".test.ts"));
  if (shared.some((one) => statSync(path.join(root, one)).mtimeMs > known)) rmSync(file);
};
