/** All unit tests in one process: `npm run test:unit` starts this file, and so what they share is loaded once. */
import { globSync } from "node:fs";
import path from "node:path";

for (const file of globSync("**/*.test.ts", { cwd: import.meta.dirname }).sort())
  await import(path.join(import.meta.dirname, file));
