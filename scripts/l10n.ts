/**
 * Collects every visible string of the sources into l10n/bundle.l10n.json, the file translators begin with. A test
 * holds the file to the sources, and every translation to the file.
 *   node scripts/l10n.ts
 */
import { getL10nJson } from "@vscode/l10n-dev";
import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { format } from "prettier";

const root = path.join(import.meta.dirname, "..");

/** The bundle's text as it must be. */
export const bundleText = async (): Promise<string> => {
  const files = (await readdir(path.join(root, "src"), { recursive: true }))
    .filter((file) => file.endsWith(".ts"))
    .sort();
  const texts = await Promise.all(files.map((file) => readFile(path.join(root, "src", file), "utf8")));
  // A file without the name has no string; the collector takes seconds to find that out.
  const strings = await getL10nJson(
    texts.filter((contents) => contents.includes("l10n")).map((contents) => ({ extension: ".ts", contents })),
  );
  const sorted = Object.fromEntries(Object.entries(strings).sort(([a], [b]) => (a < b ? -1 : 1)));
  return format(JSON.stringify(sorted), { parser: "json", printWidth: 110 });
};

if (import.meta.main) await writeFile(path.join(root, "l10n", "bundle.l10n.json"), await bundleText());
