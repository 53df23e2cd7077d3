/** The lines of the sources that a bundle ran, from what V8 counted in the bundle. */
import { SourceMap, type SourceMapPayload } from "node:module";
import path from "node:path";

/** What V8 counted in a script: https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-FunctionCoverage */
export interface CountedFunction {
  readonly ranges: readonly {
    readonly startOffset: number;
    readonly endOffset: number;
    readonly count: number;
  }[];
}

/** Of one file, below the project's folder and with slashes, the numbers of the lines that were reached. */
export interface Reached {
  readonly file: string;
  readonly lines: ReadonlySet<number>;
  /** How many there are, where that is known. */
  readonly total?: number;
}

/** How often each character of a script ran: of the ranges around it the innermost counts. */
const countsOf = (length: number, functions: readonly CountedFunction[]): Uint8Array => {
  const ran = new Uint8Array(length).fill(1);
  const ranges = functions.flatMap((one) => one.ranges);
  // An outer one begins before or, from the same place, ends behind.
  const ordered = ranges.toSorted((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  for (const { startOffset, endOffset, count } of ordered)
    ran.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  return ran;
};

/**
 * @param text the script as it ran
 * @param map its source map, as esbuild writes it
 * @param folder of the script, below the project's
 */
export const reachedLines = (
  text: string,
  functions: readonly CountedFunction[],
  map: SourceMapPayload,
  folder: string,
): Reached[] => {
  const ran = countsOf(text.length, functions);
  const sources = new SourceMap(map);
  const reached = new Map<string, Set<number>>();
  let start = 0;
  for (const [line, code] of text.split("\n").entries()) {
    for (let column = 0; column < code.length; column++) {
      if (ran[start + column] === 0) continue;
      const found = sources.findEntry(line, column);
      // Where a piece of the source begins: what stands behind its end, a comma, is nobody's.
      if (!("originalLine" in found) || found.generatedColumn !== column) continue;
      const file = path.posix.join(folder, found.originalSource);
      const lines = reached.get(file) ?? new Set();
      reached.set(file, lines.add(found.originalLine + 1));
    }
    start += code.length + 1;
  }
  return [...reached].map(([file, lines]) => ({ file, lines }));
};

/** What of some files several runs did not reach together, in words; nothing where they reached enough. */
export const missedTogether = (
  runs: readonly Reached[],
  {
    of,
    files,
    lines: least,
  }: { readonly of: string; readonly files: readonly string[]; readonly lines: number },
): string[] => {
  let total = 0;
  let covered = 0;
  for (const file of files) {
    const all = runs.filter((one) => one.file === file);
    const most = Math.max(0, ...all.map((one) => one.total ?? 0));
    total += most;
    covered += new Set(all.flatMap(({ lines }) => [...lines].filter((line) => line <= most))).size;
  }
  const percent = (100 * covered) / total;
  return percent >= least
    ? []
    : [
        `${percent.toFixed(2)} % of the lines of ${of} are reached by the tiers together, and ${least} % must be.`,
      ];
};
