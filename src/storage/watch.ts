/** Tells when files of ours may have changed. What changed is read by whoever wants to know. */
import { mkdirSync, watch, type FSWatcher } from "node:fs";

/** Changes that follow each other within this time are told as one. */
const settleMs = 100;

/** Folders that are not there are made. Where one cannot be watched, nothing is told of it. */
export const watchFolder = (folders: readonly string[], listener: () => void): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  const tell = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      listener();
    }, settleMs);
  };
  const watchers = folders.flatMap((folder): FSWatcher[] => {
    try {
      mkdirSync(folder, { recursive: true });
      const watcher = watch(folder, { persistent: false }, tell);
      watcher.on("error", () => {
        watcher.close();
      });
      return [watcher];
    } catch {
      return [];
    }
  });
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
};
