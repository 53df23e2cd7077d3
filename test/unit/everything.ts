/**
 * All unit tests in one process: `npm run test:unit` starts this file, and so what they share is loaded once. Each file is a
 * suite, so that what it does before and after its tests is done before and after these.
 */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { suite } from "node:test";

const here = import.meta.dirname;

/** They wait for other processes and for the disk, and put nothing in the place of anything that all share: they wait together. */
const waiting: readonly string[] = [
  "kept.test.ts",
  "scripts/besides.test.ts",
  "scripts/wholeFolder.test.ts",
  "server/reachedServer.test.ts",
  "storage/storage.test.ts",
];

/** Tests of what is pure, where they put nothing in the place of a clock or a language either: they run while others wait. */
const computes = (file: string): boolean =>
  file.startsWith("setup/") &&
  !/\b(?:mock|syncBuiltinESMExports|l10n\.config|globalThis)\b/u.test(
    readFileSync(path.join(here, file), "utf8"),
  );

const add = (file: string): void => {
  suite(file, { concurrency: 1 }, async () => {
    await import(path.join(here, file));
  });
};

const files = globSync("**/*.test.ts", { cwd: here })
  .map((file) => file.replaceAll(path.sep, "/"))
  .sort();
const computing = files.filter(computes);
suite("what waits, and what computes meanwhile", { concurrency: 2 }, () => {
  suite("what waits", { concurrency: waiting.length }, () => {
    for (const file of waiting) add(file);
  });
  suite("what computes", { concurrency: 1 }, () => {
    for (const file of computing) add(file);
  });
});
for (const file of files) if (!waiting.includes(file) && !computing.includes(file)) add(file);
