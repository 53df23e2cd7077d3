/**
 * Takes one layer of escapes off a text, of all kinds at once: percent (of .NET and of JavaScript, %uXXXX), JSON and C
 * (\uXXXX, \xXX, \n, \\), PowerShell's backtick, XML and HTML entities, and _xXXXX_ of XML names and of CLIXML.
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

/** The longest name or number of an entity. */
const longestEntity = 10;

const unentity: Unescape = (view, at, out) => {
  let end = at + 1;
  while (end < view.length && end - at <= longestEntity && view.units[end] !== semicolon) end += 1;
  if (view.units[end] !== semicolon) return at;
  const name = String.fromCharCode(...view.units.subarray(at + 1, end));
  const number = /^#(?:x(?<hex>[0-9a-f]{1,6})|(?<decimal>\d{1,7}))$/iu.exec(name)?.groups;
  const point = number
    ? Number.parseInt(number.hex ?? number.decimal ?? "", number.hex === undefined ? 10 : 16)
    : entities.get(name);
  return point === undefined ? at : add(view, at, end + 1, point, out);
};

const ununderscore: Unescape = (view, at, out) => {
  const value = (view.units[at + 1] ?? 0) === code("x") ? hexAt(view, at + 2, 4) : -1;
  return value >= 0 && view.units[at + 6] === underscore ? add(view, at, at + 7, value, out) : at;
};

const unescapes: ReadonlyMap<number, Unescape> = new Map([
  [percent, unpercent],
  [backslash, unbackslash],
  [backtick, unbacktick],
  [ampersand, unentity],
  [underscore, ununderscore],
]);

/**
 * The text with one layer of escapes taken off; undefined where it has none. Of pieces that do not belong together only those
 * with an escape are in it.
 */
export const unescaped = (view: View): View | undefined => {
  const out = new ViewBuilder(view.length);
  let begins = 0;
  let changed = false;
  for (let at = 0; at < view.length;) {
    const unit = view.units[at] ?? 0;
    const next = unit < 128 ? (unescapes.get(unit)?.(view, at, out) ?? at) : at;
    if (next > at) {
      changed = true;
      at = next;
      continue;
    }
    out.add(unit, view.from[at] ?? 0, view.to[at] ?? 0, 0);
    at += 1;
    if (unit !== separator && at < view.length) continue;
    if (!changed) out.length = begins;
    begins = out.length;
    changed = false;
  }
  if (changed) begins = out.length;
  return begins > 0 ? out : undefined;
};
