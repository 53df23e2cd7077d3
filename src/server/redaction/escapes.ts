/** Takes one layer of escapes off a text, of all kinds at once (escapeKinds.ts). */
import { escapeKinds } from "./escapeKinds.ts";
import { separator, type View } from "./textView.ts";
import { readIn, Written, type Memory } from "./written.ts";

const code = (char: string): number => char.charCodeAt(0);
const unescapes = new Map(escapeKinds.map(([first, , unescape]) => [code(first), unescape]));

/** The bit of what ends a piece; behind it anything may stand. */
const endOfPiece = 1 << escapeKinds.length;
/**
 * For each unit a bit for what it may begin, and eight higher one for what it may follow in: an escape, one bit for each kind,
 * or the end of a piece.
 */
const marks = new Uint16Array(0x10000).fill(endOfPiece << 8);
const mark = (unit: number, bit: number): void => {
  marks[unit] = (marks[unit] ?? 0) | bit;
};
mark(separator, endOfPiece);
for (const [at, [first, second]] of escapeKinds.entries()) {
  mark(code(first), 1 << at);
  for (const unit of Buffer.from(second)) mark(unit, 256 << at);
}

/** Where from a place on an escape may begin or a piece ends, or the end. Nothing else is in it: here the time is spent. */
const nextStop = ({ units, length }: View, begin: number): number => {
  let begun = marks[units[begin] ?? 0] ?? 0;
  for (let at = begin; at + 1 < length; at++) {
    const next = marks[units[at + 1] ?? 0] ?? 0;
    if ((begun & (next >> 8)) !== 0) return at;
    begun = next;
  }
  return length;
};

/** What one escape stands for; used for one after the other. */
const [escape, placedEscape] = [new Written(false), new Written(true)];

const unescapeIn = (view: View, reach: number, out: Written): void => {
  const { units, length } = view;
  const one = out.notesPlaces ? placedEscape : escape;
  let changed = false;
  // What stands before it is in the new view, or is not wanted.
  let done = 0;
  const takeUntil = (at: number) => {
    if (!changed) out.addPart(view, Math.max(done, at - reach), at);
    else if (at - done <= reach * 2) out.addPart(view, done, at);
    else {
      out.addPart(view, done, done + reach);
      out.add(separator, 0, 0, 0);
      out.addPart(view, at - reach, at);
    }
  };
  const endPiece = (end: number) => {
    if (changed) {
      out.addPart(view, done, Math.min(end, done + reach));
      out.add(separator, 0, 0, 0);
    }
    done = end;
    changed = false;
  };
  for (let at = nextStop(view, 0); at < length; at = nextStop(view, at)) {
    const unit = units[at] ?? 0;
    const next = unescapes.get(unit)?.(view, at, one) ?? at;
    if (next > at) {
      takeUntil(at);
      out.addAll(one);
      one.clear();
      changed = true;
      done = next;
      at = next;
    } else {
      at += 1;
      if (unit === separator) endPiece(at);
    }
  }
  // Behind the last piece nothing follows from which it would have to be kept apart.
  if (changed) out.addPart(view, done, Math.min(length, done + reach));
};

/**
 * The text with one layer of escapes taken off; undefined where it has none. What is further than `reach` from any escape is
 * not in it, nor are pieces without one.
 */
export const unescaped = (view: View, reach = Infinity, memory?: Memory): View | undefined => {
  const step = (text: View, out: Written) => {
    unescapeIn(text, reach, out);
  };
  const read = readIn(view, step, undefined, memory);
  return read.length > 0 ? read : undefined;
};
