/** Which lines of the sources a bundle ran, and what several runs did not reach together. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { transformSync } from "esbuild";
import { missedTogether, reachedLines } from "../../scripts/tools/reached.ts";

const source =
  "export const a = () => {\n  return one();\n};\nexport const b = () => {\n  return two();\n};\n";
const { code, map } = transformSync(source, {
  minify: true,
  format: "cjs",
  sourcemap: true,
  sourcefile: "../src/x.ts",
});

test("a line counts as run where what is left of it in the bundle ran, by the innermost range around it", () => {
  const at = code.indexOf("two()");
  assert.ok(at > 0);
  const whole = { startOffset: 0, endOffset: code.length, count: 1 };
  const payload = JSON.parse(map) as Parameters<typeof reachedLines>[2];
  const linesOf = (...ranges: (typeof whole)[]) =>
    [
      ...(reachedLines(code, [{ ranges }], payload, "dist").find(({ file }) => file === "src/x.ts")?.lines ??
        []),
    ]
      .filter((line) => line === 2 || line === 5)
      .sort();
  assert.deepEqual(linesOf(whole), [2, 5]);
  const never = { startOffset: code.lastIndexOf("=>", at), endOffset: at + "two()".length, count: 0 };
  assert.deepEqual(linesOf(whole, never), [2]);
  assert.deepEqual(linesOf(never, whole), [2], "in whatever order they come");
});

test("what one run did not reach another may, and too little of both is said", () => {
  const run = (lines: readonly number[], total?: number) => ({
    file: "src/x.ts",
    lines: new Set(lines),
    ...(total === undefined ? {} : { total }),
  });
  const floor = { of: "x", files: ["src/x.ts"], lines: 80 };
  assert.deepEqual(missedTogether([run([1, 2], 5), run([3, 4])], floor), []);
  const said = ["40.00 % of the lines of x are reached by the tiers together, and 80 % must be."];
  assert.deepEqual(missedTogether([run([1, 2], 5), run([2])], floor), said);
  assert.deepEqual(missedTogether([run([1, 2], 5), run([6, 7])], floor), said, "no line behind the last");
  assert.equal(missedTogether([], floor).length, 1, "of nothing, nothing is reached");
});
