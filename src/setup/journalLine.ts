/** A line of a journal as text: how it is written, and what one says that this version or another wrote. Pure. */
import * as v from "valibot";
import { event, kinds, written, type JournalEvent } from "./journal.ts";
import { listed } from "./operations/index.ts";
import { ports } from "./operations/operation.ts";
import { planSchema } from "./plan.ts";
import { statement } from "./statement.ts";
import { changeKinds } from "./told/changes.ts";
import { codesOf } from "./told/coded.ts";
import { waitKinds } from "./wait.ts";

/** The form of the lines. A line of another form is kept, and not read. */
const form = 2;

const lineOf = (of: object): string => `${JSON.stringify({ v: form, ...of })}\n`;

/** One journal line as text, with its line end. */
export const writeEvent = (of: JournalEvent): string => lineOf(of);

/**
 * The same, with what tells it from a line that says the same: two windows may find one thing in one moment, and what
 * stands there twice with one mark was copied.
 */
export const writeMarked = (of: JournalEvent, mark: string): string => lineOf({ mark, ...of });

const isNewerForm = (line: unknown): boolean =>
  typeof line === "object" && line !== null && "v" in line && typeof line.v === "number" && line.v > form;
const isOurForm = (line: unknown): boolean =>
  typeof line === "object" && line !== null && "v" in line && line.v === form;

/** The words of this version by the place in which a line has them; a later version may have more of each. */
const words: readonly (readonly [known: readonly string[], ...place: readonly string[]])[] = [
  [kinds.options.map(({ entries }) => entries.kind.literal), "kind"],
  [statement.options.map(({ entries }) => entries.about.literal), "statement", "about"],
  [waitKinds, "forWhat"],
];
const wordsOfChange: typeof words = [
  [codesOf(changeKinds), "what"],
  [ports, "on", "port"],
  [Object.values(listed).flatMap((list) => list.map(({ name }) => name)), "undo", "op"],
];
const at = (of: unknown, place: readonly string[]): unknown =>
  place.reduce<unknown>(
    (found, name) =>
      typeof found === "object" && found !== null && Object.hasOwn(found, name)
        ? (found as Readonly<Record<string, unknown>>)[name]
        : undefined,
    of,
  );
const hasOther = (of: unknown, known: typeof words): boolean =>
  known.some(([names, ...place]) => {
    const word = at(of, place);
    return typeof word === "string" && /^[\w-]{1,100}$/u.test(word) && !names.includes(word);
  });

/** Whether a line that cannot be read has a word that a later version may know: what else is wrong with it, that one can tell. */
const isLater = (line: unknown): boolean => {
  if (!v.is(written, line)) return false;
  const changes = ["change", "changes", "unknown"].flatMap((name): readonly unknown[] => {
    const found = at(line, [name]);
    return Array.isArray(found) ? found : [found];
  });
  const plan = at(line, ["plan"]);
  return (
    hasOther(line, words) ||
    changes.some((one) => hasOther(one, wordsOfChange)) ||
    (typeof plan === "object" &&
      Object.keys(plan ?? {}).some((key) => !Object.hasOwn(planSchema.entries, key)))
  );
};

/**
 * What a line of a journal says. `newer`: a later version of the extension wrote it, in another form or with words that this one
 * does not have; `unreadable`: a crash cut it off,
 * something else overwrote it, or nobody writes such a line any more.
 */
export const readLine = (text: string): JournalEvent | "newer" | "unreadable" => {
  try {
    const line: unknown = JSON.parse(text);
    if (isNewerForm(line)) return "newer";
    const parsed = v.safeParse(event, line);
    if (!isOurForm(line)) return "unreadable";
    return parsed.success ? parsed.output : isLater(line) ? "newer" : "unreadable";
  } catch {
    return "unreadable";
  }
};
