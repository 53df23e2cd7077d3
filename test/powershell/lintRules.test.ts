/** The lint itself: each small script marks its faulty lines with `# -> rule`, and exactly these are reported. */
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { before, test } from "node:test";
import { findPowerShell } from "../../scripts/tools/powershell.mjs";
import { ruleNames, type Finding } from "./lint/finding.ts";
import { inspect, type Inspected } from "./lint/inspected.ts";
import { lint } from "./lint/lint.ts";

const folder = path.join(import.meta.dirname, "lint", "scripts");
const isPublic = (name: string) => name.startsWith("Get-Public");

let version = "";
let scripts: readonly Inspected[] = [];
before(async () => {
  ({ version } = await findPowerShell());
  scripts = await inspect((await readdir(folder)).map((file) => path.join(folder, file)));
});

const marked = ({ name, text }: Inspected): string[] =>
  text
    .split("\n")
    .flatMap((line, index) =>
      (/ # -> (.*)$/u.exec(line)?.[1]?.split(", ") ?? []).map((rule) => `${name}:${index + 1} ${rule}`),
    );
const reported = ({ name }: Inspected, found: readonly Finding[]): string[] =>
  found.map(({ rule, line }) => `${name}:${line} ${rule}`);
const inOrder = (all: readonly string[]): string[] =>
  all.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }));

test("each marked line is reported under its rule, and no other line", async () => {
  for (const script of scripts) {
    // One by one, so that no function or key of one script is known to another.
    const found = (await lint([script], { isPublic })).get(script.name) ?? [];
    // Windows PowerShell 5.1 cannot read it at all.
    if (script.name === "newer-syntax.ps1" && version.startsWith("5."))
      assert.ok(found.some(({ rule }) => rule === "does-not-parse"));
    else assert.deepEqual(inOrder(reported(script, found)), inOrder(marked(script)));
  }
});

test("there is a script for every rule, with a line that breaks it, and one that breaks none", () => {
  assert.deepEqual(
    scripts.map(({ name }) => name.replace(/\.ps1$/u, "")).sort(),
    [...ruleNames, "nothing"].sort(),
  );
  for (const script of scripts)
    assert.equal(marked(script).length > 0, script.name !== "nothing.ps1", script.name);
});
