/**
 * All unit tests in one process: `npm run test:unit` starts this file, and so what they share is loaded once. Each file is a
 * suite, so that what it does before and after its tests is done before and after these.
 */
import { globSync } from "node:fs";
import path from "node:path";
import { suite } from "node:test";

for (const file of globSync("**/*.test.ts", { cwd: import.meta.dirname }).sort())
  suite(file, async () => {
    await import(path.join(import.meta.dirname, file));
  });
