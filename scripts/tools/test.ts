/** `npm test`: lint, types, format and every tier, or the one that is named. Closes with `N passed, N failed`. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { removeFolder } from "./vscode/server.ts";
import { checks, tiers, type Counted } from "./tiers.ts";

const named = process.argv[2];
const all: Record<string, () => Promise<Counted>> = named === undefined ? { ...checks, ...tiers } : {};
if (named !== undefined) {
  const tier = tiers[named];
  if (!tier) {
    console.error(`There is no tier ${named}. There are: ${Object.keys(tiers).join(", ")}`);
    process.exit(2);
  }
  if (process.argv.length > 3) {
    console.error(
      "A tier is run as a whole. One file alone: node_modules/.bin/node --test test/unit/setup/plan.test.ts",
    );
    process.exit(2);
  }
  all[named] = tier;
}

/** Every file for the time being, of tests and of what they start, is in a folder of this run alone, gone at its end. */
const temporary = mkdtempSync(path.join(os.tmpdir(), "cs-"));
for (const variable of ["TMPDIR", "TEMP", "TMP"]) process.env[variable] = temporary;

const started = Date.now();
let passed = 0;
let failed = 0;
const table: string[] = [];
for (const [name, work] of Object.entries(all)) {
  console.log(`\n=== ${name}`);
  const from = Date.now();
  let counted: Counted;
  try {
    counted = await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    counted = { passed: 0, failed: 1 };
  }
  passed += counted.passed;
  failed += counted.failed;
  const seconds = ((Date.now() - from) / 1000).toFixed(0);
  table.push(
    `${name.padEnd(12)} ${String(counted.passed).padStart(4)} passed ${String(counted.failed).padStart(4)} failed ${seconds.padStart(5)} s`,
  );
}
console.log(`\n${table.join("\n")}\n`);
if (named === undefined) {
  const out = path.join(import.meta.dirname, "../../out");
  mkdirSync(out, { recursive: true });
  writeFileSync(
    path.join(out, "last-test.json"),
    JSON.stringify({ elapsedMs: Date.now() - started, passed, failed }),
  );
}
removeFolder(temporary);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
