/** Work with files of ours: what the system says of them is said in words, and what passes by itself is waited for. */
import * as l10n from "@vscode/l10n";
import { setTimeout as sleep } from "node:timers/promises";
import { errorCode, fileProblem, type FileUse } from "../setup/fileProblem.ts";
import { ProblemError, type Problem } from "../setup/problem.ts";

/** What a file of ours is called, and what follows where it cannot be read or written. */
export interface OurFile {
  readonly what: string;
  readonly means: Readonly<Record<FileUse["doing"], string>>;
}

/** One that holds a value. `instead`: what is worked with where it cannot be read. */
export interface OurValue extends OurFile {
  readonly instead: string;
}

const valued = (what: string, instead: string, unwritten: string): OurValue => ({
  what,
  instead,
  means: {
    read: `${instead} ${l10n.t("The file stays as it is, and nothing is written over it.")}`,
    write: unwritten,
  },
});

export const thePlan = (): OurValue =>
  valued(
    l10n.t("The plan in use"),
    l10n.t("An empty plan is in use."),
    l10n.t("The answer is not kept. What was kept before is unharmed."),
  );
export const theServers = (): OurValue =>
  valued(
    l10n.t("The list of servers"),
    l10n.t("This machine alone is shown, with a new record."),
    l10n.t("The list is as it was before. This machine can be worked with all the same."),
  );
export const theRecord = (): OurFile => ({
  what: l10n.t("The record of this server"),
  means: {
    read: l10n.t(
      "Nothing is done on the server: what was done before is not known. The file stays as it is.",
    ),
    write: l10n.t(
      "What cannot be recorded is not begun. What was recorded before is unharmed; what was at work is looked at again by the next check.",
    ),
  },
});
const theLease = (): OurFile => {
  const means = l10n.t("Nothing was done: another window might be at it.");
  return { what: l10n.t("The note of who is at work"), means: { read: means, write: means } };
};

/** What a value's file holds is no such value. Said once; nothing of it is lost. */
export const valueNotRead = ({ what, instead }: OurValue, path: string): Problem => ({
  code: "filesUnread",
  happened: l10n.t(
    "{0} cannot be read: the file does not hold what this version writes. It is {1}.",
    what,
    path,
  ),
  means: `${instead} ${l10n.t("Nothing was deleted.")}`,
  next: [
    l10n.t("If you have a good copy, close VS Code and put it in the place of the file."),
    l10n.t("Else go on: with the next change it is kept beside, under a name that ends in .unreadable."),
  ],
});

/** @throws ProblemError in place of what the system says of the file. */
export const inWords = async <T>(
  of: OurFile,
  doing: FileUse["doing"],
  path: string,
  work: () => Promise<T>,
): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProblemError || errorCode(error) === undefined) throw error;
    throw new ProblemError(fileProblem(error, { doing, what: of.what, path, means: of.means[doing] }));
  }
};

export const leaseInWords = <T>(path: string, work: () => Promise<T>): Promise<T> =>
  inWords(theLease(), "write", path, work);

export const isMissing = (error: unknown): boolean => errorCode(error) === "ENOENT";

/** Windows says these of a file that a virus scanner or an indexer has open for a moment. */
const passing: ReadonlySet<string> = new Set([
  "EBUSY",
  ...(process.platform === "win32" ? ["EPERM", "EACCES"] : []),
]);
const pausesMs = [20, 50, 100, 200, 400];

/** Does it again for about a second where something has the file open. */
export const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
  for (const pause of pausesMs)
    try {
      return await work();
    } catch (error) {
      if (!passing.has(errorCode(error) ?? "")) throw error;
      await sleep(pause);
    }
  return work();
};
