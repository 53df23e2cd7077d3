/**
 * What each kind of escape stands for: percent (of .NET and of JavaScript, %uXXXX), JSON and C (\uXXXX, \u{X}, \xXX, octal, \n,
 * \\), PowerShell's backtick, XML and HTML entities, and _xXXXX_ of XML names and of CLIXML.
 */
import { entities, type Named } from "./entities.ts";
import { addBytes, Bytes } from "./bytes.ts";
import type { Units } from "./textView.ts";
import type { Written } from "./written.ts";

const code = (char: string): number => char.charCodeAt(0);
const percent = code("%");
const backslash = code("\\");
const underscore = code("_");
const semicolon = code(";");

/** The value of a hex digit, or -1. */
export const hexDigit = (unit: number): number => {
  if (unit >= 48 && unit <= 57) return unit - 48;
  const small = unit | 32;
  return small >= 97 && small <= 102 ? small - 87 : -1;
};

/** The number of `count` hex digits, or -1. */
const hexAt = ({ units, length }: Units, at: number, count: number): number => {
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
type Unescape = (text: Units, at: number, out: Written) => number;

/** Used for one run after the other. */
const bytes = new Bytes();

/** Adds the run of bytes that begins at `at`, each written with `size` units, where they are at least so many. */
const addRun = (
  view: Units,
  at: number,
  size: number,
  least: number,
  valueAt: (at: number) => number,
  out: Written,
): number => {
  const { values } = bytes.emptied(Math.ceil((view.length - at) / size));
  let count = 0;
  for (let value = valueAt(at); value >= 0; value = valueAt(at + count * size)) {
    values[count] = value;
    count += 1;
  }
  bytes.length = count;
  if (count >= least)
    addBytes(
      out,
      bytes,
      (byte) => at + byte * size,
      (byte) => at + byte * size + size - 1,
    );
  bytes.clear();
  return count >= least ? at + count * size : at;
};

/** A run of bytes, each two hex digits behind one unit, or behind two. */
const byteRun =
  (first: number, second?: number): Unescape =>
  (view, at, out) => {
    const before = second === undefined ? 1 : 2;
    const { units } = view;
    const valueAt = (next: number) =>
      units[next] === first && (second === undefined || units[next + 1] === second)
        ? hexAt(view, next + before, 2)
        : -1;
    return addRun(view, at, before + 2, 1, valueAt, out);
  };

const percentBytes = byteRun(percent);
const hexBytes = byteRun(backslash, code("x"));

/** Bytes as C writes them, each three octal digits: two at least, since one alone may be the end of a path. */
const octalBytes: Unescape = (view, at, out) => {
  const { units, length } = view;
  const valueAt = (next: number): number => {
    if (next + 4 > length || units[next] !== backslash) return -1;
    let value = 0;
    for (let place = next + 1; place < next + 4; place++) {
      const digit = (units[place] ?? 0) - 48;
      if (digit < 0 || digit > 7) return -1;
      value = value * 8 + digit;
    }
    return value < 256 ? value : -1;
  };
  return addRun(view, at, 4, 2, valueAt, out);
};

const add = (at: number, end: number, point: number, out: Written): number => {
  out.addPoint(point > 0x10ffff ? 0xfffd : point, at, end - 1);
  return end;
};

/** Letters that stand for a control character behind a backslash or a backtick; which one does not matter. */
const controls = new Set(["a", "b", "e", "f", "n", "r", "t", "v", "0"].map(code));
const themselves = new Set(["\\", "/", '"', "'"].map(code));

const unpercent: Unescape = (view, at, out) => {
  if (view.units[at + 1] !== code("u")) return percentBytes(view, at, out);
  const value = hexAt(view, at + 2, 4);
  return value < 0 ? at : add(at, at + 6, value, out);
};

const unbackslash: Unescape = (view, at, out) => {
  const next = view.units[at + 1] ?? 0;
  if (themselves.has(next)) return add(at, at + 2, next, out);
  if (next === code("x")) return hexBytes(view, at, out);
  if (next === code("u") && view.units[at + 2] === code("{")) {
    const [value, end] = numberAt(view, at + 3, 16, mostHex);
    if (end > at + 3 && end < view.length && view.units[end] === code("}"))
      return add(at, end + 1, value, out);
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
    if (value >= 0) return add(at, at + 2 + digits, value, out);
  }
  return controls.has(next) ? add(at, at + 2, 10, out) : at;
};

const unbacktick: Unescape = (view, at, out) =>
  controls.has(view.units[at + 1] ?? 0) ? add(at, at + 2, 10, out) : at;

/** How many digits the number of an entity has at most. */
const mostHex = 6;
const mostDecimal = 7;

const decimalDigit = (unit: number): number => (unit >= 48 && unit <= 57 ? unit - 48 : -1);

/** Digits from a place on, at most so many, and where they end. */
const numberAt = (
  { units, length }: Units,
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
  return add(at, end < view.length && view.units[end] === semicolon ? end + 1 : end, value, out);
};

const unentity: Unescape = ({ units, length }, at, out) => {
  if (units[at + 1] === code("#")) return unnumber({ units, length }, at, out);
  let end = at + 1;
  let named: Named | undefined = entities;
  while (named && end < length && units[end] !== semicolon) {
    named = named.next.get(units[end] ?? 0);
    end += 1;
  }
  return named?.point === undefined || end === length ? at : add(at, end + 1, named.point, out);
};

const ununderscore: Unescape = (view, at, out) => {
  const value = (view.units[at + 1] ?? 0) === code("x") ? hexAt(view, at + 2, 4) : -1;
  return value >= 0 && view.units[at + 6] === underscore ? add(at, at + 7, value, out) : at;
};

const letters = "abcdefghijklmnopqrstuvwxyz";
const hexDigits = "0123456789abcdefABCDEF";

/** What begins an escape, what may follow on it there, and how the escape is read. */
export const escapeKinds: readonly (readonly [first: string, second: string, unescape: Unescape])[] = [
  ["%", `u${hexDigits}`, unpercent],
  ["\\", String.fromCharCode(...themselves, ...controls, ...Buffer.from("xuU0123")), unbackslash],
  ["`", String.fromCharCode(...controls), unbacktick],
  ["&", `#${letters}${letters.toUpperCase()}`, unentity],
  ["_", "x", ununderscore],
];
