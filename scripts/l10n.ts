/**
 * Collects every visible string of the sources into l10n/bundle.l10n.json, the file translators begin with. A test
 * holds the file to the sources, and each translation to the file.
 *   node scripts/l10n.ts
 */
import { getL10nJson } from "@vscode/l10n-dev";
import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { format } from "prettier";

const root = path.join(import.meta.dirname, "..");

/** The sources are read as so many texts: with fewer, each takes longer than in proportion to its length. */
const textsAtOnce = 8;

/** The bundle's text as it must be. */
export const bundleText = async (): Promise<string> => {
  const files = (await readdir(path.join(root, "src"), { recursive: true }))
    .filter((file) => file.endsWith(".ts"))
    .sort();
  const texts = await Promise.all(files.map((file) => readFile(path.join(root, "src", file), "utf8")));
  // A file without the name has no string; the collector takes a tenth of a second to begin with a text, whatever its length.
  const named = texts.filter((contents) => contents.includes("l10n"));
  const together = Array.from({ length: textsAtOnce }, (_, at) =>
    named.filter((_text, file) => file % textsAtOnce === at).join("\n"),
  );
  const strings = await getL10nJson(together.map((contents) => ({ extension: ".ts", contents })));
  const sorted = Object.fromEntries(Object.entries(strings).sort(([a], [b]) => (a < b ? -1 : 1)));
  return format(JSON.stringify(sorted), { parser: "json", printWidth: 110 });
};

/** A sentence, which may have a comment for translators beside it. */
type Sentences = Readonly<Record<string, string | { readonly message: string }>>;

const placeholders = (text: string): string => [...new Set(text.match(/\{[0-9]+\}/gu))].sort().join(" ");

/** What is wrong in a translation, one line each: sentences that there are not, and other placeholders than the English has. */
export const wrongInTranslation = (
  english: Sentences,
  translation: Readonly<Record<string, string>>,
): readonly string[] =>
  Object.entries(translation).flatMap(([key, text]) => {
    const said = Object.hasOwn(english, key) ? english[key] : undefined;
    if (said === undefined) return [`There is no such sentence: ${key}`];
    const wanted = placeholders(typeof said === "string" ? said : said.message);
    return placeholders(text) === wanted ? [] : [`Expected the placeholders ${wanted || "none"}: ${text}`];
  });

if (import.meta.main) await writeFile(path.join(root, "l10n", "bundle.l10n.json"), await bundleText());
