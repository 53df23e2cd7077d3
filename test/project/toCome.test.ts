/** What is there for others to fill is named here; whoever fills it takes it off, and nothing else lies about unused. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { waitKinds } from "../../src/setup/wait.ts";

const setup = path.join(import.meta.dirname, "../../src/setup");
const textOf = (file: string) => readFileSync(path.join(setup, file), "utf8");
const textsIn = (...folders: readonly string[]): string =>
  folders
    .flatMap((folder) => readdirSync(path.join(setup, folder)).map((file) => path.join(folder, file)))
    .filter((file) => file.endsWith(".ts"))
    .map(textOf)
    .join("\n");
const symptom = textOf("diagnosis/signs/symptom.ts");
/** The text of a declaration. */
const declared = (name: string): string => {
  const interfaceText = new RegExp(`^(?:export )?interface ${name} [^]*?^\\}`, "mu");
  const typeText = new RegExp(`^(?:export )?type ${name} [^]*?;$`, "mu");
  return (interfaceText.exec(symptom) ?? typeText.exec(symptom))?.[0] ?? "";
};
const membersOf = (text: string): readonly string[] =>
  Array.from(text.matchAll(/^ {2}readonly (\w+)\?:/gmu), ([, name = ""]) => name);

test("each wait is waited for by a step, but that for the tenant", () => {
  const steps = textsIn("steps", "actions", "preflight");
  assert.deepEqual(
    waitKinds.filter((kind) => !new RegExp(`(?:forWhat:|tell\\([^;]*,) "${kind}"`, "u").test(steps)),
    ["cloud"],
  );
});

test("each observation is made somewhere, but those that are marked as to come", () => {
  const later = Array.from(declared("ObservedLater").matchAll(/"(\w+)"/gu), ([, name = ""]) => name);
  const now = Array.from(declared("Observation").matchAll(/"(\w+)"/gu), ([, name = ""]) => name);
  const seen = textsIn("steps", "actions", "diagnosis", "health");
  assert.ok(later.length > 0 && now.length > 0);
  for (const name of [...now, ...later])
    assert.equal(seen.includes(`observed: "${name}"`), now.includes(name), name);
});

test("each circumstance is read somewhere, but those that are marked as to come", () => {
  const [now, later] = [membersOf(declared("Circumstances")), membersOf(declared("KnownLater"))];
  const read = textsIn("diagnosis", "actions", "steps");
  assert.ok(later.length > 0 && now.length > later.length);
  for (const name of [...now, ...later])
    assert.equal(new RegExp(`\\b${name}\\b`, "u").test(read), now.includes(name), name);
});
