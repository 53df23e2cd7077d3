/**
 * All unit tests in one process: `npm run test:unit` starts this file, and so what they share is loaded once. Each file is a
 * suite, so that what it does before and after its tests is done before and after these.
 */
import { globSync } from "node:fs";
import path from "node:path";
import { suite } from "node:test";

/** They wait for other processes and for the disk, and put nothing in the place of anything that all share: they wait together. */
const waiting: readonly string[] = [
  "kept.test.ts",
  "scripts/besides.test.ts",
  "scripts/wholeFolder.test.ts",
  "server/reachedServer.test.ts",
  "storage/storage.test.ts",
];

const add = (file: string): void => {
  suite(file, { concurrency: 1 }, async () => {
    await import(path.join(import.meta.dirname, file));
  });
};

const files = globSync("**/*.test.ts", { cwd: import.meta.dirname })
  .map((file) => file.replaceAll(path.sep, "/"))
  .sort();
suite("what waits", { concurrency: waiting.length }, () => {
  for (const file of files.filter((one) => waiting.includes(one))) add(file);
});
for (const file of files.filter((one) => !waiting.includes(one))) add(file);
