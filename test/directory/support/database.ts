/** A controller's own database, asked and changed as its owner does: all rules of the directory apply, but nobody's rights. */
import { filesOf } from "./controller.ts";
import { readLdif, type Entry } from "./ldif.ts";
import { run } from "./programs.ts";

/** In these programs `-s` is the scope of a search. */
const on = (folder: string): string[] => {
  const { settings, database } = filesOf(folder);
  return [`--configfile=${settings}`, "-H", database];
};

/** `relax` lets what only the system itself may add be added. */
const relaxed = (relax: boolean): string[] => (relax ? ["--relax"] : []);

/** Adds entries, and changes or deletes those with a `changetype`. The first that is refused ends it. */
export const write = async (folder: string, ldif: string, { relax = false } = {}): Promise<void> => {
  await run("ldbmodify", [...on(folder), ...relaxed(relax)], { input: ldif });
};

export const search = async (folder: string, ...args: readonly string[]): Promise<Entry[]> =>
  readLdif(await run("ldbsearch", [...on(folder), "--cross-ncs", ...args]));
