/** What the mutation tests' settings are made of. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import {
  forgetWhereOlder,
  holdToSources,
  memoryOf,
  partOf,
  testsInOrder,
} from "../../../scripts/tools/mutants.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "cs-mutants-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});
/** @param at seconds: when it was written */
const write = (file: string, text = "", at = 1000): void => {
  const whole = path.join(root, file);
  mkdirSync(path.dirname(whole), { recursive: true });
  writeFileSync(whole, text);
  utimesSync(whole, at, at);
};

test("tests of single modules are tried before those of whole runs, and those of other rooms not at all", () => {
  write("test/unit/setup/engine/run.test.ts", 'import "../../support/scriptedServer.ts";');
  write("test/unit/setup/plan.test.ts");
  write("test/unit/ui/clock.test.ts");
  write("test/unit/server/reachedServer.test.ts");
  write("test/unit/support/scriptedServer.ts");
  assert.deepEqual(testsInOrder(root), [
    "test/unit/setup/plan.test.ts",
    "test/unit/ui/clock.test.ts",
    "test/unit/setup/engine/run.test.ts",
  ]);
});

test("a part is what Stryker's own option names, in each of its forms", () => {
  assert.deepEqual(partOf(["run"]), []);
  assert.deepEqual(partOf(["run", "--concurrency", "1", "--mutate", "a.ts,b/**/*.ts"]), [
    "a.ts",
    "b/**/*.ts",
  ]);
  assert.deepEqual(partOf(["run", "--mutate=a.ts"]), ["a.ts"]);
  assert.deepEqual(partOf(["run", "-m", "a.ts:1-20"]), ["a.ts:1-20"]);
});

test("a part that names no source is refused", () => {
  write("src/setup/plan.ts");
  holdToSources(root, []);
  holdToSources(root, [
    "src/setup/plan.ts",
    "src/setup/plan.ts:1-20",
    "src/setup/*.ts",
    "!src/setup/plan.ts",
  ]);
  assert.throws(() => {
    holdToSources(root, ["src/setup/plan.ts", "src/setup/plans.ts"]);
  }, /There is no src\/setup\/plans\.ts/u);
});

test("each part has a memory of its own", () => {
  const names = [[], ["a.ts"], ["b.ts"], ["a.ts", "b.ts"]].map(memoryOf);
  assert.equal(new Set(names).size, names.length);
});

test("what was found is forgotten when a file that tests share is newer, and kept when a test is", () => {
  const memory = memoryOf([]);
  forgetWhereOlder(root, memory);
  write(memory, "{}", 2000);
  write("test/unit/setup/plan.test.ts", "", 3000);
  write("test/unit/support/facts.ts", "", 1000);
  forgetWhereOlder(root, memory);
  assert.equal(existsSync(path.join(root, memory)), true);
  write("test/unit/support/facts.ts", "", 3000);
  forgetWhereOlder(root, memory);
  assert.equal(existsSync(path.join(root, memory)), false);
});
