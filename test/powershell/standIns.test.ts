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
import { inspect, scriptsIn, type Inspected } from "./lint/inspected.ts";
import { windowsCommands } from "./lint/lint.ts";
import { touchesWindows } from "./lint/touching.ts";
import { moduleFolder } from "./practice.ts";

const labFolder = path.join(import.meta.dirname, "../../lab/server");
const scriptsOf = async (folder: string) => inspect(await scriptsIn(folder, /\.psm?1$/u), folder);
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

/** The names in one of host.ps1's lists. */
const listed = (name: string): string[] =>
  quoted(named(lab, "host.ps1").text, new RegExp(`\\$${name} = (?:\\$real \\+ )?@\\(([^)]*)\\)`, "u"));

/** The functions of the files that touch Windows which run as they are, for a stand-in leads there; and those that lead to them. */
const asTheyAre = () => {
  const real = listed("real");
  const all = [...real, ...listed("examinedAsWindows")];
  const windows = product.filter(({ name }) => touchesWindows(name));
  const names = new Set(windows.flatMap(({ functions }) => functions.map(({ name }) => name)));
  const called = windows.flatMap(({ functions, commands }) =>
    functions.flatMap(({ name, line }) => {
      const end = Math.min(...functions.map((one) => one.line).filter((one) => one > line), Infinity);
      return all.includes(name)
        ? commands.filter((one) => one.line >= line && one.line < end).map((one) => one.name ?? "")
        : [];
    }),
  );
  return { real, calls: [...new Set(called.filter((name) => names.has(name)))] };
};

test("each function that touches Windows and is called from elsewhere has a stand-in, and there is no other", () => {
  const { real, calls } = asTheyAre();
  const others = calls.filter((name) => !real.includes(name));
  assert.deepEqual([...Object.keys(standIns), ...living()].sort(), [...needed(), ...others].sort());
});

test("what runs as it is, and touches Windows, is called by nothing but what a stand-in leads to", () => {
  const { real, calls } = asTheyAre();
  assert.deepEqual(
    real.filter((name) => !calls.includes(name)),
    [],
  );
  assert.deepEqual(
    real.filter((name) => needed().includes(name)),
    [],
  );
});

test("what a session without elevation is refused are functions that touch Windows", () => {
  assert.deepEqual(
    refused.filter((name) => !needed().includes(name)),
    [],
  );
});

/** One stand-in as it is written: its comment, and the arguments that it asks for. */
interface Written {
  readonly file: string;
  readonly comment: string;
  readonly asks: readonly string[];
}

/** The names of arguments in a stand-in's body: `text(args, "Path")`, `args.OfUser`. */
const asked = (body: ts.Node): string[] => {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(?:text|number|names)$/u.test(node.expression.getText())) {
      const name = node.arguments[1];
      if (name && ts.isStringLiteral(name)) found.push(name.text);
    }
    if (ts.isPropertyAccessExpression(node) && node.expression.getText() === "args")
      found.push(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
};

/** Every stand-in of the practice server by the name of the function it stands for; one that is there twice is an error. */
const written = async (): Promise<ReadonlyMap<string, Written>> => {
  const all = new Map<string, Written>();
  for (const file of (await readdir(labFolder)).filter((name) => name.endsWith(".ts"))) {
    const text = await readFile(path.join(labFolder, file), "utf8");
    const visit = (node: ts.Node): void => {
      if (
        ts.isPropertyAssignment(node) &&
        ts.isStringLiteral(node.name) &&
        needed().includes(node.name.text)
      ) {
        assert.ok(!all.has(node.name.text), `${file}: ${node.name.text}`);
        const comment = (ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [])
          .map(({ pos, end }) => text.slice(pos, end).replace(/^\/\/ /u, ""))
          .join(" ");
        all.set(node.name.text, { file, comment, asks: asked(node.initializer) });
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  }
  return all;
};

test("each stand-in says in a comment what the real one does", async () => {
  const all = await written();
  for (const [name, { file, comment }] of all) assert.notEqual(comment, "", `${file}: ${name}`);
  assert.deepEqual([...all.keys()].sort(), [...Object.keys(standIns), ...Object.keys(probeOf)].sort());
});

test("a stand-in asks for no argument but those that the real function has", async () => {
  const functions = new Map(
    product.flatMap(({ functions: all }) => all.map(({ name, parameters }) => [name, parameters] as const)),
  );
  let count = 0;
  for (const [name, { file, asks }] of await written())
    for (const one of asks) {
      count += 1;
      assert.ok(
        functions.get(name)?.some((real) => real.name === one),
        `${file}: ${name} -${one}`,
      );
    }
  assert.ok(count > 30, String(count));
});

/** What is said the same in every version of PowerShell, and touches nothing. */
const language = ["New-Object", "ForEach-Object", "Where-Object"];

/** The commands of Windows that a function of the module calls, by itself or through others of the files that touch Windows. */
const callsOf = (name: string, real: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> => {
  const calls = new Set<string>();
  const seen = new Set<string>();
  const follow = (one: string): void => {
    if (seen.has(one)) return;
    seen.add(one);
    for (const { functions, commands } of product.filter((script) => touchesWindows(script.name))) {
      const at = functions.find((candidate) => candidate.name === one);
      if (!at) continue;
      const end = Math.min(...functions.map(({ line }) => line).filter((line) => line > at.line), Infinity);
      for (const command of commands.filter(({ line }) => line >= at.line && line < end)) {
        if (command.name !== null && real.has(command.name.toLowerCase())) calls.add(command.name);
        else if (command.name !== null) follow(command.name);
      }
    }
  };
  follow(name);
  return new Set([...calls].filter((one) => !language.includes(one)));
};

/** What a comment says of commands: `Get-WinEvent -FilterHashtable`. */
const mentions = (comment: string): { name: string; parameters: string[] }[] =>
  [...comment.matchAll(/\b([A-Z][A-Za-z]+-[A-Z][A-Za-z]+)((?:\s+-[A-Za-z]+)*)/gu)].map(
    ([, name = "", rest = ""]) => ({
      name,
      parameters: [...rest.matchAll(/-([A-Za-z]+)/gu)].map(([, one = ""]) => one),
    }),
  );

test("a stand-in for a command of Windows names it, and with no parameter that Windows PowerShell 5.1 lacks", async () => {
  const real = await windowsCommands();
  const stoodFor = new Set<string>();
  const wrong: string[] = [];
  for (const [name, { file, comment }] of await written()) {
    const said = mentions(comment);
    for (const call of callsOf(name, real)) {
      stoodFor.add(call);
      if (!said.some((one) => one.name === call)) wrong.push(`${file}: ${name} does not name ${call}`);
    }
    for (const one of said) {
      const has = real.get(one.name.toLowerCase())?.map((known) => known.toLowerCase());
      if (!has) wrong.push(`${file}: ${name} names ${one.name}, which is no command`);
      for (const parameter of one.parameters)
        if (has?.includes(parameter.toLowerCase()) === false)
          wrong.push(`${file}: ${name} names ${one.name} -${parameter}, which it does not have`);
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(stoodFor.size > 8, [...stoodFor].join());
});

test("the practice server takes no command of Windows by its name: it stands in for the module's functions only", async () => {
  const real = await windowsCommands();
  const own = lab.flatMap(({ functions }) => functions.map(({ name }) => name));
  assert.ok(own.length > 10);
  assert.deepEqual(
    own.filter((name) => real.has(name.toLowerCase())),
    [],
  );
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
