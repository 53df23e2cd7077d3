/** Whether a process of this machine that once was still lives. */
import { readFile } from "node:fs/promises";

/** What two ways to tell one start may differ by; a number is not given out again so soon. */
const sameStartMs = 60_000;
/** Ticks of a second in /proc, which Linux tells every program to be 100 (proc(5), sysconf(3)). */
const ticks = 100;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // One that may not be signalled is there.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};

/** When a process started, in milliseconds since 1970; undefined where this system does not tell it at once. */
export const startedAtMs = async (pid: number): Promise<number | undefined> => {
  if (process.platform !== "linux") return undefined;
  try {
    const [line, uptime] = await Promise.all([
      readFile(`/proc/${String(pid)}/stat`, "utf8"),
      readFile("/proc/uptime", "utf8"),
    ]);
    // The second field is a name in parentheses, which may hold anything; start time is the 22nd.
    const start = Number(line.slice(line.lastIndexOf(")") + 2).split(" ")[19]);
    const up = Number(uptime.split(" ")[0]);
    return Number.isFinite(start) && Number.isFinite(up)
      ? Date.now() - (up - start / ticks) * 1000
      : undefined;
  } catch {
    return undefined;
  }
};

/** Whether the process that had this number, and started then, has ended. Where that cannot be told, it has not. */
export const hasEnded = async (pid: number, startMs: number): Promise<boolean> => {
  if (!isAlive(pid)) return true;
  const now = await startedAtMs(pid);
  return now !== undefined && Math.abs(now - startMs) > sameStartMs;
};
