/** A plan file as it lies on a disk: how large, in which encoding, how deep, each key once. Pure. */
import * as l10n from "@vscode/l10n";
import { createScanner } from "jsonc-parser";
import { parsePlan, type WholePlan } from "../plan.ts";
import { ProblemError } from "../problem.ts";
import { unusable } from "../wrongPlan.ts";

/** The most a plan file may have, in bytes: more than a full plan of ordinary names. */
export const mostBytes = 256 * 1024;
/** A plan is seven deep; more than this is none, and is not read any further. */
const mostDepth = 20;
/** The scanner's tokens that a shape is made of: its enumeration is for the compiler alone, so their numbers stand here. */
const token = {
  open: 1,
  close: 2,
  openList: 3,
  closeList: 4,
  comma: 5,
  colon: 6,
  text: 10,
  end: 17,
} as const;
/** So many keys that stand twice are named. */
const mostNamed = 20;

const kilobytes = mostBytes / 1024;

/** @throws ProblemError `planInvalid` where a file is too large to be read. */
export const refuseLarge = (bytes: number, name: string): void => {
  if (bytes > mostBytes)
    throw new ProblemError(
      unusable(name, [l10n.t("The file is larger than a plan: at most {0} KB are read.", kilobytes)]),
    );
};

/** By its byte order mark: what Windows PowerShell 5.1 writes with `>` or `-Encoding` has one. */
const encodingOf = ([first, second]: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" =>
  first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";

const decoded = (bytes: Uint8Array, name: string): string => {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw new ProblemError(
      unusable(name, [l10n.t("It is not written in UTF-8 or UTF-16. Save it as UTF-8, and use it again.")]),
    );
  }
};

/** One object or list that is open while a text is read. */
interface Open {
  /** The keys it has so far; undefined in a list. */
  readonly keys: Set<string> | undefined;
  /** The key, or the place in the list, that is read now. */
  at: string | number;
}

/** What `JSON.parse` does not tell: how deep a text goes, and the keys that stand twice, as paths. */
const shapeOf = (text: string): { readonly isTooDeep: boolean; readonly twice: readonly string[] } => {
  const scanner = createScanner(text, true);
  const open: Open[] = [];
  const twice = new Set<string>();
  let last = "";
  for (let kind: number = scanner.scan(); kind !== token.end; kind = scanner.scan()) {
    const inner = open.at(-1);
    if (kind === token.open || kind === token.openList) {
      if (open.length === mostDepth) return { isTooDeep: true, twice: [] };
      open.push(kind === token.open ? { keys: new Set(), at: "" } : { keys: undefined, at: 0 });
    } else if (kind === token.close || kind === token.closeList) open.pop();
    else if (kind === token.text) last = scanner.getTokenValue();
    else if (kind === token.colon && inner?.keys) {
      inner.at = last;
      if (inner.keys.has(last)) twice.add(open.map(({ at }) => at).join("."));
      inner.keys.add(last);
    } else if (kind === token.comma && typeof inner?.at === "number") inner.at += 1;
  }
  return { isTooDeep: false, twice: [...twice] };
};

const parsed = (text: string, name: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ProblemError({
      ...unusable(name, [error instanceof Error ? error.message : String(error)]),
      happened: l10n.t("The plan {0} is not valid JSON.", name),
    });
  }
};

/**
 * The plan that a file holds.
 * @throws ProblemError `planInvalid` where it is too large or too deep, in no known encoding, no JSON, names a key twice -
 * of two that a reader sees only one would count -, or is no plan
 */
export const readPlan = (bytes: Uint8Array, name: string): WholePlan => {
  refuseLarge(bytes.length, name);
  const text = decoded(bytes, name);
  const { isTooDeep, twice } = shapeOf(text);
  if (isTooDeep) throw new ProblemError(unusable(name, [l10n.t("It is nested deeper than a plan.")]));
  const json = parsed(text, name);
  if (twice.length > 0)
    throw new ProblemError(
      unusable(name, [
        ...twice
          .slice(0, mostNamed)
          .map((key) => l10n.t("{0} stands there more than once.", key.slice(0, 120))),
        ...(twice.length > mostNamed ? [l10n.t("{0} more are wrong.", twice.length - mostNamed)] : []),
      ]),
    );
  return parsePlan(json, name);
};
