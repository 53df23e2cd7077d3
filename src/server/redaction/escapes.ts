/**
 * Takes one layer of escapes off a text, of all kinds at once: percent (of .NET and of JavaScript, %uXXXX), JSON and C
 * (\uXXXX, \u{X}, \xXX, octal, \n, \\), PowerShell's backtick, XML and HTML entities, and _xXXXX_ of XML names and of CLIXML.
 */
import { entities } from "./entities.ts";
import { addBytes, Bytes, separator, ViewBuilder, type View } from "./textView.ts";

const code = (char: string): number => char.charCodeAt(0);
const percent = code("%");
const backslash = code("\\");
const backtick = code("`");
const ampersand = code("&");
const underscore = code("_");
const semicolon = code(";");

/** The value of a hex digit, or -1. */
export const hexDigit = (unit: number): number => {
  if (unit >= 48 && unit <= 57) return unit - 48;
  const small = unit | 32;
  return small >= 97 && small <= 102 ? small - 87 : -1;
};

/** The number of `count` hex digits, or -1. */
const hexAt = ({ units, length }: View, at: number, count: number): number => {
  if (at + count > length) return -1;
  let value = 0;
  for (let next = at; next < at + count; next++) {
    const digit = hexDigit(units[next] ?? 0);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
};

/** Adds what stands for the escape at `at`, and returns where it ends; `at` itself where none is there. */
type Unescape = (view: View, at: number, out: ViewBuilder) => number;

/** A run of bytes, each two hex digits behind one unit, or behind two. */
const byteRun =
  (first: number, second?: number): Unescape =>
  (view, at, out) => {
    const before = second === undefined ? 1 : 2;
    const size = before + 2;
    const { units, from, to } = view;
    const valueAt = (next: number) =>
      units[next] === first && (second === undefined || units[next + 1] === second)
        ? hexAt(view, next + before, 2)
        : -1;
    let end = at;
    while (valueAt(end) >= 0) end += size;
    const bytes = new Bytes((end - at) / size);
    for (let next = at; next < end; next += size)
      bytes.add(valueAt(next), from[next] ?? 0, to[next + size - 1] ?? 0);
    addBytes(out, bytes);
    return end;
  };

const percentBytes = byteRun(percent);
const hexBytes = byteRun(backslash, code("x"));

/** Bytes as C writes them, each three octal digits: two at least, since one alone may be the end of a path. */
const octalBytes: Unescape = (view, at, out) => {
  const { units, from, to, length } = view;
  const valueAt = (next: number): number => {
    if (next + 4 > length || units[next] !== backslash) return -1;
    const [first, second, third] = [1, 2, 3].map((place) => (units[next + place] ?? 0) - 48);
    const value = (first ?? -1) * 64 + (second ?? -1) * 8 + (third ?? -1);
    return [first, second, third].every((one = -1) => one >= 0 && one < 8) && value < 256 ? value : -1;
  };
  let end = at;
  while (valueAt(end) >= 0) end += 4;
  if (end - at < 8) return at;
  const bytes = new Bytes((end - at) / 4);
  for (let next = at; next < end; next += 4) bytes.add(valueAt(next), from[next] ?? 0, to[next + 3] ?? 0);
  addBytes(out, bytes);
  return end;
};

const add = (view: View, at: number, end: number, point: number, out: ViewBuilder): number => {
  out.addPoint(point > 0x10ffff ? 0xfffd : point, view.from[at] ?? 0, view.to[end - 1] ?? 0);
  return end;
};

/** Letters that stand for a control character behind a backslash or a backtick; which one does not matter. */
const controls = new Set(["a", "b", "e", "f", "n", "r", "t", "v", "0"].map(code));
const themselves = new Set(["\\", "/", '"', "'"].map(code));

const unpercent: Unescape = (view, at, out) => {
  if (view.units[at + 1] !== code("u")) return percentBytes(view, at, out);
  const value = hexAt(view, at + 2, 4);
  return value < 0 ? at : add(view, at, at + 6, value, out);
};

const unbackslash: Unescape = (view, at, out) => {
  const next = view.units[at + 1] ?? 0;
  if (themselves.has(next)) return add(view, at, at + 2, next, out);
  if (next === code("x")) return hexBytes(view, at, out);
  if (next === code("u") && view.units[at + 2] === code("{")) {
    const [value, end] = numberAt(view, at + 3, 16, mostHex);
    if (end > at + 3 && end < view.length && view.units[end] === code("}"))
      return add(view, at, end + 1, value, out);
  }
  if (next >= 48 && next <= 51) {
    const end = octalBytes(view, at, out);
    if (end > at) return end;
  }
  for (const [letter, digits] of [
    ["u", 4],
    ["U", 8],
  ] as const) {
    const value = next === code(letter) ? hexAt(view, at + 2, digits) : -1;
    if (value >= 0) return add(view, at, at + 2 + digits, value, out);
  }
  return controls.has(next) ? add(view, at, at + 2, 10, out) : at;
};

const unbacktick: Unescape = (view, at, out) =>
  controls.has(view.units[at + 1] ?? 0) ? add(view, at, at + 2, 10, out) : at;

/** The longest name or number of an entity, and how many digits a number has at most. */
const longestEntity = 10;
const mostHex = 6;
const mostDecimal = 7;

const decimalDigit = (unit: number): number => (unit >= 48 && unit <= 57 ? unit - 48 : -1);

/** Digits from a place on, at most so many, and where they end. */
const numberAt = (
  { units, length }: View,
  at: number,
  base: number,
  most: number,
): readonly [value: number, end: number] => {
  const digit = base === 16 ? hexDigit : decimalDigit;
  let value = 0;
  let end = at;
  for (; end < length && end - at < most; end++) {
    const one = digit(units[end] ?? 0);
    if (one < 0) break;
    value = value * base + one;
  }
  return [value, end];
};

/** By its number: readers of HTML need no semicolon behind it. */
const unnumber: Unescape = (view, at, out) => {
  const isHex = ((view.units[at + 2] ?? 0) | 32) === code("x");
  const begins = at + (isHex ? 3 : 2);
  const [value, end] = numberAt(view, begins, isHex ? 16 : 10, isHex ? mostHex : mostDecimal);
  if (end === begins) return at;
  return add(view, at, end < view.length && view.units[end] === semicolon ? end + 1 : end, value, out);
};

const unentity: Unescape = (view, at, out) => {
  if (view.units[at + 1] === code("#")) return unnumber(view, at, out);
  let end = at + 1;
  while (end < view.length && end - at <= longestEntity && view.units[end] !== semicolon) end += 1;
  if (view.units[end] !== semicolon) return at;
  const point = entities.get(String.fromCharCode(...view.units.subarray(at + 1, end)));
  return point === undefined ? at : add(view, at, end + 1, point, out);
};

const ununderscore: Unescape = (view, at, out) => {
  const value = (view.units[at + 1] ?? 0) === code("x") ? hexAt(view, at + 2, 4) : -1;
  return value >= 0 && view.units[at + 6] === underscore ? add(view, at, at + 7, value, out) : at;
};

const unescapes: readonly (Unescape | undefined)[] = Array.from({ length: 128 }, (_, unit) =>
  new Map([
    [percent, unpercent],
    [backslash, unbackslash],
    [backtick, unbacktick],
    [ampersand, unentity],
    [underscore, ununderscore],
  ]).get(unit),
);
/** 1 for what may begin an escape, 2 for what ends a piece. */
const stops = new Uint8Array(0x10000);
for (const [unit, one] of unescapes.entries()) if (one) stops[unit] = 1;
stops[separator] = 2;

const escape = new ViewBuilder(64);

/**
 * The text with one layer of escapes taken off; undefined where it has none. What is further than `reach` from any escape is
 * not in it, nor are pieces without one.
 */
export const unescaped = (view: View, reach = Infinity): View | undefined => {
  const out = new ViewBuilder(64);
  const { units, length } = view;
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
  for (let at = 0; at < length;) {
    const stop = stops[units[at] ?? 0] ?? 0;
    if (stop === 1) {
      escape.length = 0;
      const next = unescapes[units[at] ?? 0]?.(view, at, escape) ?? at;
      if (next > at) {
        takeUntil(at);
        for (let one = 0; one < escape.length; one++)
          out.add(escape.units[one] ?? 0, escape.from[one] ?? 0, escape.to[one] ?? 0, 1);
        changed = true;
        done = next;
        at = next;
        continue;
      }
    }
    at += 1;
    if (stop === 2) endPiece(at);
  }
  // Behind the last piece nothing follows from which it would have to be kept apart.
  if (changed) out.addPart(view, done, Math.min(length, done + reach));
  return out.length > 0 ? out : undefined;
};
