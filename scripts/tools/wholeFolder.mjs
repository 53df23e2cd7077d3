// Folders that are there whole or not at all. Runs with nothing installed.
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** No fetch takes as long: whoever is still at it by then is another program, which was given the number of one that died. */
const longestMs = 10 * 60_000;

/** Whose folder it is while it is made: that of a process. @param {string} into @param {number} pid */
const temporaryOf = (into, pid) => `${into}.made-by-${pid}`;

/** @param {number} pid */
const isRunning = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is another user's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};

/**
 * Waits for other processes that make the same folder, and removes what one left that was ended.
 * @param {string} into
 * @param {() => boolean} isThere
 * @param {number} until a moment, in milliseconds
 */
const waitForOthers = async (into, isThere, until) => {
  const begin = temporaryOf(path.basename(into), 0).slice(0, -1);
  for (;;) {
    const makers = (await readdir(path.dirname(into)))
      .filter((name) => name.startsWith(begin))
      .map((name) => Number(name.slice(begin.length)))
      .filter((pid) => pid !== process.pid);
    for (const pid of makers)
      if (!isRunning(pid)) await rm(temporaryOf(into, pid), { recursive: true, force: true });
    if (isThere() || !makers.some(isRunning) || Date.now() > until) return;
    await sleep(200);
  }
};

/**
 * Makes a folder whole or not at all, unless it is there. Another process may be making the same one: that is waited for, and
 * where two began at once the first counts.
 * @param {string} into
 * @param {(temporary: string) => Promise<unknown>} make
 * @param {() => boolean} [isThere] whether what is wanted is in it; what is there instead is removed
 */
export const wholeFolder = async (into, make, isThere = () => existsSync(into)) => {
  const temporary = temporaryOf(into, process.pid);
  await mkdir(path.dirname(into), { recursive: true });
  await waitForOthers(into, isThere, Date.now() + longestMs);
  if (isThere()) return;
  try {
    await make(temporary);
    if (isThere()) return;
    await rm(into, { recursive: true, force: true });
    await rename(temporary, into);
  } catch (error) {
    if (!isThere()) throw error;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
};
