/** The tiers of tests, and how each is run. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, existsSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { findChromium } from "./chromium.ts";
import { runHostTests } from "./hostTests.ts";
import { packageOpener, packageProduct, productionBuild } from "./package.ts";
import { netFramework } from "./netFramework.mjs";
import { findPowerShell } from "./powershell.mjs";
import { installVsCode } from "./vscode/install.mjs";

export interface Counted {
  readonly passed: number;
  readonly failed: number;
}

const root = path.join(import.meta.dirname, "../..");
/** Lines and branches of src/setup that tests must reach, in percent. */
const leastCoverage = 95;
/** A test that hangs fails after this. */
const longestTestMs = 240_000;
/**
 * What a hanging test leaves open may keep its process from ending: then the tier fails after this. On two cores that do
 * nothing else the slowest tier, `powershell`, takes nine minutes.
 */
const longestTierMs = 15 * 60_000;
/** A file mostly keeps one core at work; each has servers, browsers and folders of its own. */
const filesAtOnce = 2;

const run = (program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...env },
      timeout: longestTierMs,
      killSignal: "SIGKILL",
    });
    child.on("error", (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on("close", (code) => {
      resolve(code ?? 1);
    });
  });

/** Runs the tests of one folder with node:test and counts them. A run that fails without a failed test counts as one. */
const nodeTests = async (
  folder: string,
  more: readonly string[] = [],
  atOnce = filesAtOnce,
): Promise<Counted> => {
  const dir = mkdtempSync(path.join(os.tmpdir(), "cst-"));
  const file = path.join(dir, "counted");
  const code = await run(
    process.execPath,
    [
      "--test",
      `--test-concurrency=${atOnce}`,
      `--test-timeout=${longestTestMs}`,
      "--test-reporter=spec",
      "--test-reporter-destination=stdout",
      `--test-reporter=${path.join(import.meta.dirname, "counter.ts")}`,
      "--test-reporter-destination=stderr",
      ...more,
      `test/${folder}/**/*.test.ts`,
    ],
    { COUNTER_FILE: file },
  );
  const counted = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  rmSync(dir, { recursive: true });
  const sum = (at: number) => counted.reduce((total, line) => total + Number(line.split(" ")[at] ?? 0), 0);
  const [passed, failed] = [sum(0), sum(1)];
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
};

const command = async (program: string, ...args: string[]): Promise<Counted> => {
  const code = await run(process.execPath, [path.join(root, "node_modules", program), ...args]);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
};

/** Lint, types and format: one test each. */
export const checks: Readonly<Record<string, () => Promise<Counted>>> = {
  lint: () => command("eslint/bin/eslint.js", "--max-warnings", "0", "."),
  types: () => command("typescript/bin/tsc", "-p", "."),
  "pure types": () => command("typescript/bin/tsc", "-p", "tsconfig.pure.json"),
  "page types": () => command("typescript/bin/tsc", "-p", "webview"),
  format: () => command("prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."),
};

/** What a tier needs is got first, or named and missing: never a silent skip. */
export const tiers: Readonly<Record<string, () => Promise<Counted>>> = {
  unit: () =>
    nodeTests("unit", [
      "--experimental-test-coverage",
      "--test-coverage-include=src/setup/**",
      `--test-coverage-lines=${leastCoverage}`,
      `--test-coverage-branches=${leastCoverage}`,
    ]),
  webview: () => {
    findChromium();
    productionBuild();
    return nodeTests("webview");
  },
  powershell: async () => {
    await findPowerShell();
    await netFramework();
    return nodeTests("powershell");
  },
  host: async () => {
    findChromium();
    await findPowerShell();
    await installVsCode();
    return runHostTests(path.join(import.meta.dirname, "vscode/runTests.ts"));
  },
  ui: async () => {
    findChromium();
    await findPowerShell();
    await installVsCode();
    packageProduct();
    packageOpener();
    // VS Code in a browser takes both cores.
    return nodeTests("ui", [], 1);
  },
};
