/** What is read of a server is used: each key of every operation's result is read somewhere in the sources. */
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import ts from "typescript";

const root = path.join(import.meta.dirname, "../..");
const room = path.join(root, "src/setup/operations");

/** Keys that no code of ours reads, with the reason why they are there. */
const readByNobody: ReadonlyMap<string, string> = new Map([
  ["agent.events.at", "An event without its time says nothing to somebody who runs the module by hand."],
  ["agent.getAgentHealth.products.version", "By hand it tells which of several programs is the newer one."],
  [
    "installer.copyInstaller.path",
    "By hand it tells where the copy lies; a step looks there by the plan's path.",
  ],
  [
    "logs.saveLogBundle.entries",
    "By hand it tells what the file holds; a page shows it before, of the preview.",
  ],
  ["registering.startAgentWizard.started", "By hand it tells whether it was open before."],
  ...["attribute", "bits", "bytes", "dn", "of", "op", "value"].map(
    (key) => [`directory.filter.${key}`, "A filter is what is asked, not what is answered."] as const,
  ),
  ["directory.directoryBind.bindMs", "By hand it tells how near a controller is."],
  ["directory.directoryBind.security", "By hand it tells how the password travelled."],
  ["directory.found.ms", "By hand it tells which search is slow."],
  ["directory.found.referrals", "By hand it tells which naming contexts were left to other servers."],
  ["directory.setDirectoryValue.bind", "By hand it tells which controller has the new value first."],
]);

/** Whether an object is the entries of a schema. */
const isEntries = (node: ts.Node): node is ts.ObjectLiteralExpression =>
  ts.isObjectLiteralExpression(node) &&
  ts.isCallExpression(node.parent) &&
  /^(?:v\.(?:strictObject|object|looseObject)|phase)$/u.test(node.parent.expression.getText());

/** Whether a node is of what an operation takes: the second argument of `reading` and `changing`. */
const isTaken = (node: ts.Node): boolean => {
  const { parent } = node;
  if (ts.isSourceFile(parent)) return false;
  const takes =
    ts.isCallExpression(parent) &&
    /^(?:reading|changing)$/u.test(parent.expression.getText()) &&
    parent.arguments[1];
  return takes === node || isTaken(parent);
};

/** Where a key stands: its file, the constants and keys around it, and itself. */
const placeOf = (node: ts.Node): string => {
  const names: string[] = [];
  for (let at = node; !ts.isSourceFile(at); at = at.parent)
    if (ts.isPropertyAssignment(at) || ts.isShorthandPropertyAssignment(at) || ts.isVariableDeclaration(at))
      names.unshift(at.name.getText());
  return [path.basename(node.getSourceFile().fileName, ".ts"), ...names].join(".");
};

/** The keys of all results, each with whether some code of the program reads it, by the compiler's own knowledge of types. */
const keysIn = (program: ts.Program, isRoom: (file: string) => boolean): ReadonlyMap<string, boolean> => {
  const checker = program.getTypeChecker();
  const keys: ts.Node[] = [];
  const read = new Set<ts.Node>();
  const reads = (of: ts.Node, name: string): void => {
    const type = checker.getTypeAtLocation(of);
    for (const one of type.isUnion() ? type.types : [type])
      // A type that is made from another hands on where its properties were declared.
      for (const from of checker.getPropertyOfType(one, name)?.declarations ?? []) read.add(from);
  };
  /** Of a part that may be unread: of its value. */
  const readsInside = (of: ts.Node, name: string): void => {
    const type = checker.getTypeAtLocation(of);
    for (const one of type.isUnion() ? type.types : [type]) {
      const value = checker.getPropertyOfType(one, "value");
      const inside = value && checker.getTypeOfSymbolAtLocation(value, of);
      for (const part of inside?.isUnion() === true ? inside.types : inside ? [inside] : [])
        for (const from of checker.getPropertyOfType(part, name)?.declarations ?? []) read.add(from);
    }
  };
  const collect = (node: ts.Node): void => {
    if (isEntries(node) && !isTaken(node))
      keys.push(...node.properties.filter(({ name }) => name !== undefined));
    node.forEachChild(collect);
  };
  const look = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) reads(node.expression, node.name.text);
    else if (ts.isObjectBindingPattern(node))
      for (const { dotDotDotToken, propertyName, name } of node.elements) {
        if (!dotDotDotToken) reads(node, (propertyName ?? name).getText());
      }
    else if (ts.isElementAccessExpression(node)) {
      const by = checker.getTypeAtLocation(node.argumentExpression);
      for (const one of by.isUnion() ? by.types : [by])
        if (one.isStringLiteral()) reads(node.expression, one.value);
    } else if (ts.isCallExpression(node) && node.expression.getText() === "factOf") {
      const [of, name] = node.arguments;
      if (of && name && ts.isStringLiteral(name)) readsInside(of, name.text);
    }
    node.forEachChild(look);
  };
  for (const source of program.getSourceFiles().filter(({ isDeclarationFile }) => !isDeclarationFile)) {
    if (isRoom(source.fileName)) collect(source);
    look(source);
  }
  return new Map(keys.map((key) => [placeOf(key), read.has(key)]));
};

const unreadIn = (keys: ReadonlyMap<string, boolean>): readonly string[] =>
  [...keys].flatMap(([key, isRead]) => (isRead ? [] : [key])).sort();

/** The program of these sources beside the project's own types of node and valibot. */
const programOf = (files: readonly string[], more: ReadonlyMap<string, string> = new Map()): ts.Program => {
  const config = ts.getParsedCommandLineOfConfigFile(
    path.join(root, "tsconfig.json"),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  );
  assert.ok(config);
  const host = ts.createCompilerHost(config.options);
  return ts.createProgram([...files, ...more.keys()], config.options, {
    ...host,
    fileExists: (file) => more.has(file) || host.fileExists(file),
    readFile: (file) => more.get(file) ?? host.readFile(file),
    getSourceFile: (file, how) => {
      const text = more.get(file);
      return text === undefined ? host.getSourceFile(file, how) : ts.createSourceFile(file, text, how, true);
    },
  });
};

test("each key of every operation's result is read somewhere in the sources, or listed with its reason", () => {
  const keys = keysIn(programOf(ts.sys.readDirectory(path.join(root, "src"), [".ts"])), (file) =>
    file.startsWith(room),
  );
  assert.ok(keys.size > 150, String(keys.size));
  assert.deepEqual(unreadIn(keys), [...readByNobody.keys()].sort());
});

test("a key that nobody reads is found, whoever reads another of its name", () => {
  const file = path.join(room, "madeUp.ts");
  const text = `
    import * as v from "valibot";
    import { fact } from "../values/fact.ts";
    import { reading, text, count } from "./entry.ts";
    export const one = reading("One", { taken: v.strictObject({ inside: text }) }, v.strictObject({
      used: text, unused: text, inner: fact(v.nullable(v.strictObject({ deep: count, level: count }))),
      by: fact(v.array(v.strictObject({ name: text, other: text }))), chosenA: text, chosenB: text,
    }));
    type Result = v.InferOutput<typeof one.result>;
    export const read = ({ used, ...rest }: Result, which: "chosenA"): string => {
      const { by, inner } = rest;
      const deep = "value" in inner ? inner.value?.deep : 0;
      const names = "value" in by ? by.value.map(({ name }) => name) : [];
      return [used, deep, ...names, { level: 1, unused: 2 }.unused, rest[which]].join();
    };`;
  const unread = unreadIn(keysIn(programOf([], new Map([[file, text]])), (one) => one === file));
  assert.deepEqual(unread, [
    "madeUp.one.by.other",
    "madeUp.one.chosenB",
    "madeUp.one.inner.level",
    "madeUp.one.unused",
  ]);
});
