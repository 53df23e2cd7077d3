/** What the practice server puts in the place of the real thing: no less of it, no more, and each says what it stands for. */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { before, test } from "node:test";
import ts from "typescript";
import { refused } from "../../lab/server/elevation.ts";
import { probeOf } from "../../lab/server/network.ts";
import { standIns } from "../../lab/server/windows.ts";
import { agentCmdlets } from "./lint/agentCmdlets.ts";
import { inspect, type Inspected } from "./lint/inspected.ts";
import { windowsCommands } from "./lint/lint.ts";
import { touchesWindows } from "./lint/touching.ts";
import { moduleFolder } from "./practice.ts";

const labFolder = path.join(import.meta.dirname, "../../lab/server");
const scriptsOf = async (folder: string) =>
  inspect(
    (await readdir(folder)).filter((file) => /\.psm?1$/u.test(file)).map((file) => path.join(folder, file)),
  );
const named = (scripts: readonly Inspected[], name: string): Inspected => {
  const found = scripts.find((one) => one.name === name);
  assert.ok(found, name);
  return found;
};
/** The names in single quotes that a pattern's group holds. */
const quoted = (text: string, group: RegExp): string[] => {
  const found = group.exec(text)?.[1];
  assert.ok(found, String(group));
  return [...found.matchAll(/'([^']+)'/gu)].map(([, name = ""]) => name);
};

let product: readonly Inspected[] = [];
let lab: readonly Inspected[] = [];
before(async () => {
  product = await scriptsOf(moduleFolder);
  lab = await scriptsOf(labFolder);
});

/** Those that host.ps1 makes itself, since they answer something living: name of the real function to that of the stand-in. */
const living = () => {
  const names = quoted(named(lab, "host.ps1").text, /\$living = @\{([^}]*)\}/u);
  return names.filter((_, index) => index % 2 === 0);
};

/** The functions of the files that touch Windows which another file calls. */
const needed = (): string[] => {
  const called = product
    .filter(({ name }) => !touchesWindows(name))
    .flatMap(({ commands }) => commands.map(({ name }) => name));
  // Open-MachineKey and its like are called by functions only that are replaced themselves.
  return product
    .filter(({ name }) => touchesWindows(name))
    .flatMap(({ functions }) => functions.map(({ name }) => name))
    .filter((name) => called.includes(name));
};

test("each function that touches Windows and is called from elsewhere has a stand-in, and there is no other", () => {
  assert.deepEqual([...Object.keys(standIns), ...living()].sort(), needed().sort());
});

test("what a session without elevation is refused are functions that touch Windows", () => {
  assert.deepEqual(
    refused.filter((name) => !needed().includes(name)),
    [],
  );
});

test("each stand-in says in a comment what the real one does", async () => {
  const seen: string[] = [];
  for (const file of (await readdir(labFolder)).filter((name) => name.endsWith(".ts"))) {
    const text = await readFile(path.join(labFolder, file), "utf8");
    const visit = (node: ts.Node): void => {
      if (
        ts.isPropertyAssignment(node) &&
        ts.isStringLiteral(node.name) &&
        needed().includes(node.name.text)
      ) {
        seen.push(node.name.text);
        const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
        assert.ok(comments.length > 0, `${file}: ${node.name.text}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  }
  assert.deepEqual(seen.sort(), [...Object.keys(standIns), ...Object.keys(probeOf)].sort());
});

test("a stand-in for a command of Windows offers only parameters that the real one has", async () => {
  const real = await windowsCommands();
  for (const { name: file, functions } of lab)
    for (const { name, parameters } of functions) {
      const known = real.get(name.toLowerCase());
      if (!known) continue;
      for (const parameter of parameters)
        assert.ok(
          known.some((one) => one.toLowerCase() === parameter.name.toLowerCase()),
          `${file}: ${name} -${parameter.name}`,
        );
    }
});

test("what a practice session may call is there in Windows PowerShell 5.1, or is the practice server's own", async () => {
  const real = await windowsCommands();
  const host = named(lab, "host.ps1");
  const helpers = lab.flatMap(({ functions }) => functions.map(({ name }) => name));
  const allowed = quoted(host.text, /foreach \(\$name in @\(([^)]*)\)\) \{ \$null = \$allowed\.Add/u);
  assert.deepEqual(
    allowed.filter((name) => !real.has(name.toLowerCase()) && !helpers.includes(name)),
    [],
  );
});

test("the stand-ins for the agent's cmdlets are documented ones, with documented parameters", () => {
  for (const { name, parameters } of named(lab, "AgentModule.psm1").functions) {
    const documented = agentCmdlets[name];
    assert.ok(documented, name);
    assert.deepEqual(
      parameters.map((one) => one.name).filter((one) => !documented.includes(one)),
      [],
      name,
    );
  }
});
