/** What a session keeps in memory after every fact was read, beside a PowerShell that does nothing. Read from Linux's own books. */
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { findPowerShell } from "../../../scripts/tools/powershell.mjs";
import { descendantsOf, ownMemoryOf } from "../../processes.ts";
import { practicedRun } from "../../powershell/practicedRun.ts";
import type { Measure } from "../figure.ts";

/** Memory of its own, in MB: without what it shares with every other process of the same program. */
const ownMemory = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + ownMemoryOf(pid), 0) / 1024;
const descendants = (pid: number): number[] => descendantsOf(pid).map((one) => one.pid);

export const measure: Measure = async () => {
  const before = new Set(descendants(process.pid));
  const at = await practicedRun("healthy");
  try {
    await at.run.check("prerequisites");
    const session = ownMemory(descendants(process.pid).filter((pid) => !before.has(pid)));
    const { program, args } = await findPowerShell();
    const idle = spawn(program, [...args, "-NoLogo", "-NoProfile", "-Command", "-"], { stdio: "pipe" });
    idle.stdin.write("1+1\n");
    await sleep(3000);
    const bare = ownMemory([idle.pid ?? 0, ...descendants(idle.pid ?? 0)]);
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
