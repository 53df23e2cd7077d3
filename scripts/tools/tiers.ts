/** The tiers of tests: what each needs, and which of its parts may stand beside others. */
import { spawn } from "node:child_process";
import { globSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { quickestChromium } from "./chromium.ts";
import { compilePowerShell } from "./compiled.mjs";
import { floors } from "./coverage.ts";
import { runHostTests } from "./hostTests.ts";
import { netFramework } from "./netFramework.mjs";
import { runFiles, type Counted } from "./nodeTests.ts";
import { packagedExtensions, productionBuild } from "./package.ts";
import { findSamba } from "./samba.ts";
import { forestNames } from "../../test/directory/support/forests.ts";
import { findPowerShell } from "./powershell.mjs";
import { pester } from "./pester.mjs";
import { madeForest } from "../../test/directory/support/made.ts";
import { installVsCode } from "./vscode/install.mjs";

export interface Part {
  readonly name: string;
  /** Parts of one line run one after the other. */
  readonly line?: string;
  /** `isWhole`: every tier is run, and so what the tests reach of the sources is counted, which takes time. */
  readonly run: (isWhole: boolean) => Promise<Counted>;
}

export interface Tier {
  /** Gets what the tier needs, or throws and names what is missing: never a silent skip. */
  readonly prepare?: () => Promise<unknown>;
  readonly parts: readonly Part[];
}

const root = path.join(import.meta.dirname, "../..");

/** What several tiers ask for is done once. */
const once = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let done: Promise<T> | undefined;
  return () => (done ??= work());
};
const powerShell = once(async () => {
  await compilePowerShell(await findPowerShell());
});
const vsCode = once(() => installVsCode());
/** The bundles in dist/, which the page and the host are tested with, and the packages of them. */
const built = once(async () => {
  await productionBuild();
  await packagedExtensions(console.log);
});
/** Each of the domains that tests start copies of. */
const domains = once(async () => {
  findSamba();
  for (const name of forestNames) await madeForest(name);
});
const chromium = once(() => Promise.resolve(quickestChromium()));

/** The files of a folder, the longest first: so the last ones to end are short. */
const filesOf = (folder: string): string[] =>
  globSync(`test/${folder}/**/*.test.ts`, { cwd: root })
    .map((file) => ({ file, size: statSync(path.join(root, file)).size }))
    .sort((one, other) => other.size - one.size || one.file.localeCompare(other.file))
    .map(({ file }) => file);

const partsOf = (folder: string, line?: string): Part[] =>
  filesOf(folder).map((file) => ({
    name: file,
    ...(line === undefined ? {} : { line }),
    // What has no line waits for nobody.
    run: () => runFiles([file], { yields: line === undefined }),
  }));

/** A program of a package: one test. */
const command = (name: string, program: string, ...args: string[]): Part => ({
  name,
  run: () =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [path.join(root, "node_modules", program), ...args], {
        cwd: root,
        stdio: ["ignore", "pipe", "pipe"],
      });
      if (child.pid !== undefined) os.setPriority(child.pid, os.constants.priority.PRIORITY_BELOW_NORMAL);
      let said = "";
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding("utf8").on("data", (text: string) => (said += text));
      child.on("error", (error) => (said += `${error.message}\n`));
      child.on("close", (code) => {
        resolve({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, said });
      });
    }),
});

/**
 * In the order in which they begin: the ones that take longest first, and last what has many short parts. `ui` is one line, because
 * what a person's hand does in a browser is waited for no longer than a person would wait; it is the longest line there is, and so
 * all others give way to it.
 */
export const tiers: Readonly<Record<string, Tier>> = {
  ui: {
    prepare: () => Promise.all([chromium(), powerShell(), vsCode(), built()]),
    parts: partsOf("ui", "ui"),
  },
  powershell: {
    prepare: () => Promise.all([powerShell(), netFramework(), pester()]),
    parts: partsOf("powershell"),
  },
  // It waits for Kerberos, replication and start-ups more than it works.
  directory: { prepare: domains, parts: partsOf("directory") },
  faults: { parts: partsOf("faults") },
  project: { parts: partsOf("project") },
  host: {
    prepare: () => Promise.all([chromium(), powerShell(), vsCode(), built()]),
    parts: [
      { name: "test/host", run: () => runHostTests(path.join(import.meta.dirname, "vscode/runTests.ts")) },
    ],
  },
  unit: {
    parts: [
      {
        name: "test/unit",
        run: (isWhole) =>
          runFiles(["test/unit/everything.ts"], {
            floors: isWhole ? floors : [],
            isLarge: true,
            yields: isWhole,
          }),
      },
    ],
  },
  types: {
    parts: [
      command("types", "typescript7/bin/tsc", "-p", "."),
      command("pure types", "typescript7/bin/tsc", "-p", "tsconfig.pure.json"),
      command("host types", "typescript7/bin/tsc", "-p", "test/host"),
      command("page types", "typescript7/bin/tsc", "-p", "webview"),
    ],
  },
  webview: { prepare: () => Promise.all([chromium(), built()]), parts: partsOf("webview") },
  format: { parts: [command("format", "prettier/bin/prettier.cjs", "--check", "--log-level", "warn", ".")] },
};
