/** A question to a directory: what is searched for, and what the answers mean. Pure. */
import * as l10n from "@vscode/l10n";
import type {
  DirectoryAnswer,
  DirectoryEntry,
  DirectoryFailure,
  DirectorySearch,
} from "../operations/directory.ts";
import type { Fact } from "../values/fact.ts";
import { failureWords } from "./directoryProblem.ts";

export type BoundAnswer = Extract<DirectoryAnswer, { readonly outcome: "bound" }>;
export type SearchAnswer = BoundAnswer["answers"][number];

export interface DirectoryQuestion<T> {
  readonly searches: readonly DirectorySearch[];
  /** One answer for each search, in their order. One that failed leaves what the others tell. */
  readonly read: (answers: readonly SearchAnswer[]) => T;
}

const noAnswer = (): DirectoryFailure => ({
  outcome: "failed",
  stage: "search",
  reason: "other",
  code: null,
  data: null,
  message: l10n.t("No answer came to this search."),
  certificate: null,
});

/** As many answers as there are searches, whatever came: what is missing has failed, and what is too much is left out. */
const padded = (answers: readonly SearchAnswer[], from: number, count: number): readonly SearchAnswer[] =>
  Array.from({ length: count }, (_, at) => answers[from + at] ?? noAnswer());

/** What the answers to a question mean, where the directory let one in. */
export const readAnswers = <T>({ searches, read }: DirectoryQuestion<T>, { answers }: BoundAnswer): T =>
  read(padded(answers, 0, searches.length));

/** Several questions as one request; each reads the answers to its own searches. */
export const together = <T extends Readonly<Record<string, unknown>>>(questions: {
  readonly [K in keyof T]: DirectoryQuestion<T[K]>;
}): DirectoryQuestion<T> => {
  const all = Object.entries<DirectoryQuestion<unknown>>(questions);
  return {
    searches: all.flatMap(([, { searches }]) => searches),
    read: (answers) => {
      let from = 0;
      const parts = all.map(([name, { searches, read }]) => {
        const own = padded(answers, from, searches.length);
        from += searches.length;
        return [name, read(own)] as const;
      });
      // Each name has what its own question reads.
      return Object.fromEntries(parts) as T;
    },
  };
};

/** The entries that were found. */
export interface FoundEntries {
  readonly entries: readonly DirectoryEntry[];
  /**
   * Whether these are all that there are below the base in its naming context: no limit cut them off. Continuation references take
   * nothing from it: each leads to another naming context ([MS-ADTS] 3.1.1.4.6), and every domain has some below its root.
   */
  readonly isWhole: boolean;
}

/** What a search found, or in words why it found nothing. */
export const found = (answer: SearchAnswer | undefined): Fact<FoundEntries> => {
  if (answer?.outcome !== "found") return { unread: failureWords(answer ?? noAnswer()) };
  const { entries, more } = answer;
  return { value: { entries, isWhole: !more } };
};

/** Something of what was read, or why that was not; `of` may be unable to read it as well. */
export const ofFound = <T>(
  answer: SearchAnswer | undefined,
  of: (found: FoundEntries) => Fact<T>,
): Fact<T> => {
  const read = found(answer);
  return "unread" in read ? read : of(read.value);
};

/** RFC 4511, A.1: there is no such entry. A name that leads nowhere is an answer, not a failure. */
const noSuchObject = 32;

/** The entry of a search for one by its name; null where there is none. */
export const entryOf = (answer: SearchAnswer | undefined): Fact<DirectoryEntry | null> => {
  if (answer?.outcome === "failed" && answer.code === noSuchObject) return { value: null };
  return ofFound(answer, ({ entries }) => ({ value: entries[0] ?? null }));
};

export const notReadable = (): Fact<never> => ({
  unread: l10n.t("The directory gave no value, or one that cannot be read."),
});
/** The value, or that there was none to be read. */
export const valued = <T>(value: T | undefined): Fact<T> => (value === undefined ? notReadable() : { value });
/** Something of an entry that must be there. */
export const ofEntry = <T>(
  answer: SearchAnswer | undefined,
  of: (entry: DirectoryEntry) => T | undefined,
): Fact<T> => {
  const read = entryOf(answer);
  if ("unread" in read) return read;
  return read.value === null ? notReadable() : valued(of(read.value));
};
