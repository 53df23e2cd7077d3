/** How much of the sources the unit tests must reach, and how much the tests in VS Code with them. */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Floor } from "./nodeTests.ts";

const root = path.join(import.meta.dirname, "../..");

/** What a file is loaded with: types are gone by then. */
const loads = /^(?:import|export)(?! type\b)[^;"]*"([^"]+)"/gmu;

/** The files that run without VS Code: neither they nor what they load import it. Paths below the project's folder. */
export const withoutVsCode = (sources: ReadonlyMap<string, string>): readonly string[] => {
  const known = new Map<string, boolean>();
  const needs = (file: string): boolean => {
    const before = known.get(file);
    if (before !== undefined) return before;
    known.set(file, false);
    const found = [...(sources.get(file) ?? "").matchAll(loads)].some(
      ([, name = ""]) =>
        name === "vscode" || (name.startsWith(".") && needs(path.posix.join(path.posix.dirname(file), name))),
    );
    known.set(file, found);
    return found;
  };
  return [...sources.keys()].filter((file) => !needs(file));
};

const sources = new Map(
  globSync("src/**/*.ts", { cwd: root }).map((file) => [
    file.replaceAll(path.sep, "/"),
    readFileSync(path.join(root, file), "utf8"),
  ]),
);
const beside = [...sources.keys()].filter((file) => /^src\/(?:ui\/|storage\/|extension\.ts)/u.test(file));
const runsWithout = new Set(withoutVsCode(sources));
const pure = beside.filter((file) => runsWithout.has(file));

const needsVsCode = beside.filter((file) => !runsWithout.has(file));

/** What the unit tests and those in the real VS Code must reach together. */
export const togetherFloor = { of: "what needs VS Code", files: needsVsCode, lines: 80 };

export const floors: readonly Floor[] = [
  {
    of: "src/setup",
    files: [...sources.keys()].filter((file) => file.startsWith("src/setup/")),
    lines: 95,
    branches: 95,
  },
  { of: "what runs without VS Code in src/ui and src/storage", files: pure, lines: 95, branches: 90 },
  // With a stand-in for VS Code; the host tier goes through more of it in the real one, and the UI tier through what is left.
  {
    of: "what needs VS Code",
    files: needsVsCode,
    lines: 74,
    branches: 85,
  },
];
