/** What is counted is what ran. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import os from "node:os";
import { after, test } from "node:test";
import { withoutVsCode } from "../../scripts/tools/coverage.ts";
import { belowFloor, type Counted } from "../../scripts/tools/nodeTests.ts";

const root = path.join(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(os.tmpdir(), "cs-"));
after(() => {
  rmSync(folder, { recursive: true });
});

const counter = path.join(folder, "count.mjs");
writeFileSync(
  counter,
  `import { runFiles } from ${JSON.stringify(path.join(root, "scripts/tools/nodeTests.ts"))};
  process.stdout.write(JSON.stringify(await runFiles(process.argv.slice(2))));`,
);

/** Counts a file of tests in a process of its own: the runner does not run inside one of its own tests. */
const counted = (text: string): Counted => {
  const file = path.join(folder, "some.test.mjs");
  writeFileSync(file, `import { suite, test } from "node:test";\n${text}`);
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("NODE_")));
  const { stdout } = spawnSync(process.execPath, [counter, path.relative(root, file)], {
    env,
    encoding: "utf8",
  });
  return JSON.parse(stdout) as Counted;
};

test("tests are counted one by one, and what failed is told", () => {
  const { passed, failed, said } = counted(
    'test("good", () => {}); test("bad", () => { throw new Error("as it must not be"); }); test.skip("left", () => {});',
  );
  assert.deepEqual({ passed, failed }, { passed: 1, failed: 1 }, said);
  assert.match(said, /as it must not be/u);
});

test("a suite is no test of its own, and fails by itself where it cannot be loaded", () => {
  const { passed, failed } = counted(
    'suite("a", () => { test("good", () => {}); test("bad", () => { throw new Error(""); }); });',
  );
  assert.deepEqual({ passed, failed }, { passed: 1, failed: 1 });
  const broken = counted(
    'suite("a", async () => { await import("./nowhere.mjs"); }); test("good", () => {});',
  );
  assert.deepEqual([broken.passed, broken.failed > 0], [1, true]);
});

test("a file that has no test, cannot be loaded, or ends badly after its tests fails", () => {
  for (const text of [
    "",
    'throw new Error("broken");',
    'test("good", () => {}); process.on("exit", () => process.exit(3));',
  ]) {
    const { failed, said } = counted(text);
    assert.ok(failed > 0, `${text}: ${said}`);
  }
});

test("a floor is held by the lines and branches of all of its files together", () => {
  const file = (name: string, lines: number, branches: number) =>
    ({
      path: path.join(root, name),
      totalLineCount: 100,
      coveredLineCount: lines,
      totalBranchCount: 10,
      coveredBranchCount: branches,
    }) as Parameters<typeof belowFloor>[0][number];
  const covered = [file("src/a/one.ts", 100, 10), file("src/a/two.ts", 80, 10), file("src/b/three.ts", 0, 0)];
  const floor = { of: "a", files: ["src/a/one.ts", "src/a/two.ts"], lines: 90, branches: 100 };
  assert.deepEqual(belowFloor(covered, floor), []);
  assert.deepEqual(belowFloor(covered, { ...floor, lines: 91 }), [
    "90.00 % of the lines of a are reached, and 91 % must be.",
  ]);
  assert.equal(belowFloor([], { ...floor, files: [] }).length, 2, "of nothing, nothing is reached");
});

test("a file that no test loads is below every floor, unless it holds types alone", () => {
  const floor = { of: "these", lines: 0, branches: 0 };
  const covered = [
    {
      path: path.join(root, "src/a.ts"),
      totalLineCount: 1,
      coveredLineCount: 1,
      totalBranchCount: 1,
      coveredBranchCount: 1,
    } as Parameters<typeof belowFloor>[0][number],
  ];
  assert.deepEqual(belowFloor(covered, { ...floor, files: ["src/a.ts", "src/ui/clock.ts"] }), [
    "src/ui/clock.ts is reached by no test.",
  ]);
  assert.deepEqual(
    belowFloor(covered, { ...floor, files: ["src/a.ts", "src/setup/ports.ts", "src/setup/punycode.d.ts"] }),
    [],
  );
});

test("what runs without VS Code is told from what needs it, over other files too; a type of it is none", () => {
  const sources = new Map([
    ["src/ui/a.ts", 'import * as vscode from "vscode";'],
    ["src/ui/b.ts", 'import { a } from "./a.ts";'],
    ["src/ui/c.ts", 'import type * as vscode from "vscode";\nimport type { A } from "./a.ts";'],
    ["src/setup/d.ts", 'import {\n  b,\n} from "../ui/b.ts";'],
  ]);
  assert.deepEqual(withoutVsCode(sources), ["src/ui/c.ts"]);
});
