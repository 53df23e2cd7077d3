/** Work on a file of ours that no other window does at the same time. */
import * as l10n from "@vscode/l10n";
import { setTimeout as sleep } from "node:timers/promises";
import type { Lease } from "../setup/ports.ts";
import { ProblemError } from "../setup/problem.ts";

export type Guard = <T>(file: string, work: () => Promise<T>) => Promise<T>;

/** How often what is held is asked for again: soon at first, because a file is held for milliseconds. */
const pauseMs = (tries: number): number => Math.min(100, 5 * 2 ** tries) * (0.5 + Math.random());

const fileHeld = (file: string, by: string): ProblemError =>
  new ProblemError({
    code: "filesHeld",
    happened: l10n.t("Another window of VS Code is writing the file {0}: {1}.", file, by),
    means: l10n.t("Nothing was written, so nothing may be changed either: the record would not be true."),
    next: [
      l10n.t("Do it again in a moment."),
      l10n.t("If it stays so, close the other windows of VS Code on this machine."),
    ],
  });

/**
 * Waits so long for another window, and works then. What counts is how long it paused between its tries: a window that is busy itself
 * does not take its own slowness for the other's. @throws ProblemError `filesHeld` where the other one does not end.
 */
export const guardOf =
  (lease: Lease, waitMs = 10_000): Guard =>
  async (file, work) => {
    for (let tries = 0, waited = 0; ; tries++) {
      const taken = await lease.acquire(file);
      if ("heldBy" in taken) {
        if (waited > waitMs) throw fileHeld(file, taken.heldBy);
        const pause = pauseMs(tries);
        await sleep(pause);
        waited += pause;
        continue;
      }
      try {
        return await work();
      } finally {
        await taken.release();
      }
    }
  };
