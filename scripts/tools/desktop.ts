/** Desktop VS Code for practice: user data and extensions of its own, nothing of the person's own VS Code is touched. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

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

const shell = process.platform === "win32";
// `code` is a batch file on Windows, which only a shell runs; a shell splits at spaces.
const quoted = (args: readonly string[]): string[] => (shell ? args.map((one) => `"${one}"`) : [...args]);

/** Ids of the processes that were started with these user data. `code` itself ends or waits; its windows are not its children. */
const processesOf = (userData: string): number[] => {
  const listed = shell
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
    const done = spawnSync(quoted([code])[0] ?? code, quoted([...base, ...install, "--force"]), {
      encoding: "utf8",
      shell,
    });
    if (done.status !== 0)
      throw new Error(`${code} could not install the extension: ${done.stdout}${done.stderr}`);
    writeFileSync(stamp, hash);
  }
  let ended = false;
  const child = spawn(quoted([code])[0] ?? code, quoted([...base, "--new-window", "--wait"]), {
    stdio: "ignore",
    shell,
  });
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
