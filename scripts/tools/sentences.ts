/** The English words of the codes that the module tells, for its use by hand: written from the extension's. */
import { template, type Sentence } from "../../src/setup/told/coded.ts";
import { changesToldBy } from "../../src/setup/told/changes.ts";
import { errorWords } from "../../src/setup/told/errors.ts";
import { progressToldBy } from "../../src/setup/told/progress.ts";

const entries = (kind: string, list: Readonly<Record<string, Sentence>>): readonly string[] =>
  Object.entries(list).map(([code, of]) => `    '${kind}.${code}' = '${template(of).replaceAll("'", "''")}'`);

/** The text of Sentences.ps1. */
export const sentencesScript = (): string =>
  [
    "# Written by npm run manifest from src/setup/told: the English words of what is told by code, for use by hand.",
    "",
    "$script:Sentences = @{",
    ...entries("change", changesToldBy.server),
    ...entries("change", changesToldBy.directory),
    ...entries("progress", progressToldBy.server),
    ...entries("error", errorWords),
    "}",
    "",
  ].join("\n");
