/** What a session keeps in memory after every fact was read, beside a PowerShell that does nothing. Read from Linux's own books. */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { findPowerShell } from "../../../scripts/tools/powershell.mjs";
import { practicedRun } from "../../powershell/practicedRun.ts";
import type { Measure } from "../figure.ts";

const statusOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
};
const field = (status: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, "mu").exec(status)?.[1] ?? 0);

const treeOf = (root: number): number[] => {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/u.test(name))
    .map(Number);
  const below = all.filter((pid) => field(statusOf(pid), "PPid") === root);
  return below.flatMap((pid) => [pid, ...treeOf(pid)]);
};

/** Memory of its own, in MB: without what it shares with every other process of the same program. */
const ownMemory = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + field(statusOf(pid), "RssAnon"), 0) / 1024;

export const measure: Measure = async () => {
  const before = new Set(treeOf(process.pid));
  const at = await practicedRun("healthy");
  try {
    await at.run.check("prerequisites");
    const session = ownMemory(treeOf(process.pid).filter((pid) => !before.has(pid)));
    const { program, args } = await findPowerShell();
    const idle = spawn(program, [...args, "-NoLogo", "-NoProfile", "-Command", "-"], { stdio: "pipe" });
    idle.stdin.write("1+1\n");
    await sleep(3000);
    const bare = ownMemory([idle.pid ?? 0, ...treeOf(idle.pid ?? 0)]);
    idle.kill("SIGKILL");
    return [
      {
        what: "memory of a session that has read every fact",
        value: session,
        bound: 150,
        unit: "MB",
        beside: `${bare.toFixed(0)} MB for a PowerShell that does nothing`,
      },
    ];
  } finally {
    await at.stop();
  }
};
