/**
 * No file is reached again from what it imports: a part can be read, and taken out, without all the others. And each is reached:
 * a new step, rule or way to a server whose line in its list was forgotten is no part of the product.
 */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { rules } from "../../src/setup/preflight/rules.ts";
import { sourcesIn } from "../unit/support/expressions.ts";

const root = path.join(import.meta.dirname, "../..");
type Graph = ReadonlyMap<string, readonly string[]>;

/** What each file imports of these, types too. */
const importsOf = (files: readonly (readonly [file: string, text: string])[]): Graph => {
  const known = new Set(files.map(([file]) => file));
  return new Map(
    files.map(([file, text]) => [
      file,
      ts
        .preProcessFile(text, true, true)
        .importedFiles.map(({ fileName }) => path.posix.join(path.posix.dirname(file), fileName))
        .filter((one) => known.has(one)),
    ]),
  );
};

/** The first circle that there is, as the files on the way round. */
const circleIn = (graph: Graph): readonly string[] => {
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): readonly string[] => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const one of graph.get(file) ?? []) {
      const found = walk(one, [...way, file]);
      if (found.length > 0) return found;
    }
    done.add(file);
    return [];
  };
  for (const file of graph.keys()) {
    const found = walk(file, []);
    if (found.length > 0) return found;
  }
  return [];
};

test("a circle is found, of types and of files that import themselves over others", () => {
  const graph = importsOf([
    ["a/one.ts", 'import "./two.ts";'],
    ["a/two.ts", 'import type { X } from "../b/three.ts";'],
    ["b/three.ts", 'export { y } from "../a/two.ts";'],
  ]);
  assert.deepEqual(circleIn(graph), ["a/two.ts", "b/three.ts", "a/two.ts"]);
  assert.deepEqual(
    circleIn(
      importsOf([
        ["a.ts", 'import "./b.ts";'],
        ["b.ts", ""],
      ]),
    ),
    [],
  );
});

test("nothing goes round in a circle", () => {
  const graph = importsOf(sourcesIn(root, ["src", "webview", "lab", "scripts"]));
  assert.ok(graph.size > 200 && existsSync(path.join(root, [...graph.keys()][0] ?? "")));
  assert.deepEqual(circleIn(graph), []);
});

/** What is reached from some files, these too. */
const reachedFrom = (graph: Graph, from: readonly string[]): ReadonlySet<string> => {
  const reached = new Set<string>();
  const walk = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const one of graph.get(file) ?? []) walk(one);
  };
  for (const file of from) walk(file);
  return reached;
};

/** To come: the steps that ask a directory. Until then their tests alone reach these; whoever makes such a step takes them off. */
const reachedLater: readonly string[] = ["src/setup/directory/bindData.ts"];

test("each file of the product is reached from where VS Code or the page begins, but those of steps that are to come", () => {
  const graph = importsOf(sourcesIn(root, ["src", "webview"]));
  const reached = reachedFrom(graph, ["src/extension.ts", "webview/main.ts"]);
  const left = [...graph.keys()].filter((file) => !reached.has(file) && !file.endsWith(".d.ts"));
  assert.deepEqual(
    left.filter((file) => !reachedLater.some((one) => file.startsWith(one))),
    [],
  );
  for (const one of reachedLater)
    assert.ok(
      left.some((file) => file.startsWith(one)),
      `${one} is reached now`,
    );
});

test("each rule that a file of the prerequisites exports is in their list", () => {
  const written = sourcesIn(root, ["src/setup/preflight"]).flatMap(([, text]) =>
    [...text.matchAll(/^export const (\w+): (?:\w*Rule)\b/gmu)].map(([, name = ""]) => name),
  );
  assert.ok(written.length > 15, written.join());
  assert.deepEqual(
    written.filter((name) => !rules.some((rule) => rule.name === name)),
    [],
  );
});
