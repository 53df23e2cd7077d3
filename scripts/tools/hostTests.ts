/** The tests inside VS Code's extension host, started by @vscode/test-electron in whichever VS Code there is. */
import * as esbuild from "esbuild";
import { runTests } from "@vscode/test-electron";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, existsSync, rmSync } from "node:fs";
import type { SourceMapPayload } from "node:module";
import os from "node:os";
import path from "node:path";
import { startLab } from "../../lab/start.ts";
import type { Counted } from "./nodeTests.ts";
import { reachedLines, type CountedFunction, type Reached } from "./reached.ts";
import { findPowerShell } from "./powershell.mjs";

const root = path.join(import.meta.dirname, "../..");

/** @returns the folder of the built suite: of this run alone, and below the project, where it finds its packages */
const buildSuite = async (): Promise<string> => {
  mkdirSync(path.join(root, "out"), { recursive: true });
  const out = mkdtempSync(path.join(root, "out/host-"));
  const folder = path.join(root, "test/host");
  await esbuild.build({
    entryPoints: readdirSync(folder)
      .filter((file) => file === "index.ts" || file.endsWith(".test.ts"))
      .map((file) => path.join(folder, file)),
    outdir: out,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    external: ["vscode", "mocha"],
    logLevel: "warning",
  });
  return out;
};

/** What ran of the product's bundles, from what the suite wrote down of them. */
const reachedOf = (file: string): readonly Reached[] => {
  if (!existsSync(file)) return [];
  const counted = JSON.parse(readFileSync(file, "utf8")) as readonly {
    script: string;
    functions: readonly CountedFunction[];
  }[];
  return counted.flatMap(({ script, functions }) => {
    const bundle = path.join(root, "dist", script);
    const map = JSON.parse(readFileSync(`${bundle}.map`, "utf8")) as SourceMapPayload;
    return reachedLines(readFileSync(bundle, "utf8"), functions, map, "dist");
  });
};

/**
 * The product is built before: see `productionBuild`.
 * @param executable a `code` or what stands in its place; undefined to let @vscode/test-electron download VS Code
 */
export const runHostTests = async (executable: string | undefined): Promise<Counted> => {
  const suite = await buildSuite();
  const dir = mkdtempSync(path.join(os.tmpdir(), "csh-"));
  const report = path.join(dir, "report.txt");
  const coverage = path.join(dir, "coverage.json");
  const lab = await startLab({
    dir: path.join(dir, "lab"),
    scenario: "needs-fixes",
    engine: await findPowerShell(),
  });
  let ended = false;
  try {
    await runTests({
      ...(executable === undefined ? { version: "1.139.1" } : { vscodeExecutablePath: executable }),
      cachePath: path.join(root, ".cache/vscode-desktop"),
      launchArgs: [`--user-data-dir=${path.join(dir, "data")}`, `--extensions-dir=${path.join(dir, "ext")}`],
      extensionDevelopmentPath: root,
      extensionTestsPath: path.join(suite, "index.cjs"),
      extensionTestsEnv: {
        EXTHOST_REPORT: report,
        EXTHOST_COVERAGE: coverage,
        EXTHOST_MACHINE_SETTINGS: JSON.stringify(lab.settings),
      },
    });
    ended = true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  } finally {
    await lab.stop();
    rmSync(suite, { recursive: true });
  }
  const text = existsSync(report) ? readFileSync(report, "utf8") : "";
  const reached = reachedOf(coverage);
  rmSync(dir, { recursive: true, force: true });
  const counted = /^(\d+) passed, (\d+) failed$/mu.exec(text);
  const passed = Number(counted?.[1] ?? 0);
  const failed = Number(counted?.[2] ?? 1);
  // A VS Code that ends badly after its report has not passed.
  return { passed, failed: ended || failed > 0 ? failed : 1, said: text, reached };
};
