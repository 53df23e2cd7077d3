/** Desktop VS Code for practice: user data and extensions of its own, nothing of the person's own VS Code is touched. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
// `code` is a batch file on Windows, which Node starts through a shell only: this starts it, and quotes its arguments for both.
import crossSpawn from "cross-spawn";

export interface DesktopOptions {
  /** The `code` command. */
  readonly code: string;
  readonly dir: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** VSIX files, and a name for what they hold: they are installed again when it changes. */
  readonly files: readonly string[];
  readonly hash: string;
  readonly onClosed: () => void;
}

/**
 * Ids of the processes that were started with these user data. `code` itself ends or waits; its windows are not its children.
 * Asked of the system: `ps-list` gives no command line on Windows.
 */
const processesOf = (userData: string): number[] => {
  const listed =
    process.platform === "win32"
      ? spawnSync(
          "powershell.exe",
          [
            "-NoProfile",
            "-Command",
            'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.CommandLine)" }',
          ],
          { encoding: "utf8" },
        )
      : spawnSync("ps", ["-ww", "-eo", "pid=,args="], { encoding: "utf8" });
  return listed.stdout.split("\n").flatMap((line) => {
    const found = /^\s*(\d+)\s+(\S.*)$/u.exec(line);
    return found?.[2]?.includes(userData) === true ? [Number(found[1])] : [];
  });
};

const signalAll = (userData: string, signal: NodeJS.Signals): void => {
  for (const pid of processesOf(userData))
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended by itself.
    }
};

/**
 * Opens a new window. Settings of every scope are the user's own on the desktop.
 * @returns what ends every process of this VS Code
 */
export const startDesktop = (options: DesktopOptions): (() => Promise<void>) => {
  const { code, dir, settings, files, hash, onClosed } = options;
  const userData = path.join(dir, "data");
  const base = ["--user-data-dir", userData, "--extensions-dir", path.join(dir, "ext")];
  const stamp = path.join(dir, "installed");
  mkdirSync(path.join(userData, "User"), { recursive: true });
  writeFileSync(
    path.join(userData, "User/settings.json"),
    JSON.stringify({ "workbench.startupEditor": "none", ...settings }, null, 2),
  );
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== hash) {
    const install = files.flatMap((file) => ["--install-extension", file]);
    const done = crossSpawn.sync(code, [...base, ...install, "--force"], { encoding: "utf8" });
    if (done.status !== 0)
      throw new Error(`${code} could not install the extension: ${done.stdout}${done.stderr}`);
    writeFileSync(stamp, hash);
  }
  let ended = false;
  const child = crossSpawn(code, [...base, "--new-window", "--wait"], { stdio: "ignore" });
  child.on("close", () => {
    if (!ended) onClosed();
  });
  return async () => {
    ended = true;
    signalAll(userData, "SIGTERM");
    for (let turn = 0; turn < 50 && processesOf(userData).length > 0; turn++) await sleep(100);
    signalAll(userData, "SIGKILL");
  };
};
