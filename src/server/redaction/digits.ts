/** The runs of digits in a text that may be an encoding: of base64 (both alphabets), of hex and of decimal numbers. */
import { hexDigit } from "./escapeKinds.ts";
import { Bytes } from "./bytes.ts";
import type { View } from "./textView.ts";

/** A table for all units, of which those in ASCII have a value. */
const asciiTable = <T extends Int8Array | Uint8Array>(table: T, valueOf: (unit: number) => number): T => {
  for (let unit = 0; unit < 128; unit++) table[unit] = valueOf(unit);
  return table;
};

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const forAddresses: Readonly<Record<string, string>> = { "-": "+", _: "/" };
/** The value of each digit; -1 for what is none. */
const base64Digits = asciiTable(new Int8Array(0x10000).fill(-1), (unit) => {
  const char = String.fromCharCode(unit);
  return alphabet.indexOf(forAddresses[char] ?? char);
});
const hexDigits = asciiTable(new Int8Array(0x10000).fill(-1), hexDigit);

const isHex64 = Uint8Array.from(alphabet, (digit) => Number(hexDigit(digit.charCodeAt(0)) >= 0));
/** Whether the digit of base64 that has this value is one of hex as well. */
export const isHexValue = (value: number): boolean => isHex64[value] === 1;

const isLineEnd = (unit: number): boolean => unit === 10 || unit === 13;
const isBlank = (unit: number): boolean => unit === 32 || unit === 9 || isLineEnd(unit);
const isDecimal = (unit: number): boolean => unit >= 48 && unit <= 57;
/** The backslash is LDAP's before every byte, `=` that of quoted-printable. */
const betweenHex = new Set(Buffer.from("-:,\\="));
const isBetweenHex = (unit: number): boolean => isBlank(unit) || betweenHex.has(unit);
const isX = (unit: number): boolean => (unit | 32) === 120;
const comma = 44;
const plus = 43;

/** Kinds of digits. */
export const base64 = 1;
export const hex = 2;
export const decimal = 4;

/** Of which kinds a unit is a digit. */
const kinds = asciiTable(
  new Uint8Array(0x10000),
  (unit) =>
    ((base64Digits[unit] ?? -1) < 0 ? 0 : base64) |
    (hexDigit(unit) < 0 ? 0 : hex) |
    (isDecimal(unit) ? decimal : 0),
);
/** In runs of which kinds a unit may stand: the digits, and what breaks them into lines or keeps them apart. */
const within = asciiTable(
  new Uint8Array(0x10000),
  (unit) =>
    (kinds[unit] ?? 0) |
    (isBlank(unit) || unit === plus ? base64 : 0) |
    (isBetweenHex(unit) || isX(unit) ? hex : 0) |
    (isBlank(unit) || unit === comma ? decimal : 0),
);

/**
 * Where the next stretch of at least `shortest` units begins of which each may stand in a run of one of the kinds; the end where
 * there is none. Of a text that holds nothing else only every so many units are looked at.
 */
const nextStretch = ({ units, length }: View, begin: number, kindsOf: number, shortest: number): number => {
  // From `at` on every unit may, up to `known`.
  let at = begin;
  let known = begin;
  while (at + shortest <= length) {
    let last = at + shortest - 1;
    while (last >= known && ((within[units[last] ?? 0] ?? 0) & kindsOf) !== 0) last -= 1;
    if (last < known) return at;
    known = at + shortest;
    at = last + 1;
  }
  return length;
};

/** Whether a text may hold a run of any kind of at least so many units. */
export const hasRuns = (view: View, shortest: number): boolean =>
  nextStretch(view, 0, base64 | hex | decimal, shortest) < view.length;

/**
 * Calls `run` with the first digit of each run, in the order in which they stand; it returns where the run ends. Runs of fewer
 * units than `shortest` may be left out.
 */
export const eachRun = (view: View, kind: number, shortest: number, run: (at: number) => number): void => {
  const { units, length } = view;
  for (let at = nextStretch(view, 0, kind, shortest); at < length; at = nextStretch(view, at, kind, shortest))
    while (at < length && ((within[units[at] ?? 0] ?? 0) & kind) !== 0)
      at = ((kinds[units[at] ?? 0] ?? 0) & kind) === 0 ? at + 1 : run(at);
};

/** The digits of a run, or its numbers as bytes: the value of each, and where in its view it begins. */
export class Digits extends Bytes {
  places = new Int32Array(1024);

  override emptied(room: number): this {
    super.emptied(room);
    if (this.places.length < this.values.length) this.places = new Int32Array(this.values.length);
    return this;
  }
}

/** The end of a line break and of what sets the next line in: blanks, or what a form writes for several of them. */
const afterBreak = (units: Uint16Array, at: number, length: number): number => {
  let after = at;
  while (after < length && isBlank(units[after] ?? 0)) after += 1;
  let pluses = after;
  while (pluses < length && units[pluses] === plus) pluses += 1;
  return pluses - after > 1 ? pluses : after;
};

/** Adds digits from a place on, and returns where they end. Nothing else is in it: here the time is spent. */
const addDigits = ({ units, length: end }: View, at: number, valueOf: Int8Array, out: Digits): number => {
  const { values, places } = out;
  let { length } = out;
  let next = at;
  for (; next < end; next++) {
    const value = valueOf[units[next] ?? 0] ?? -1;
    if (value < 0) break;
    values[length] = value;
    places[length] = next;
    length += 1;
  }
  out.length = length;
  return next;
};

/** Reads a run of base64, broken into lines or not, and returns where it ends. */
export const readBase64 = (view: View, at: number, out: Digits): number => {
  const { units, length } = view;
  let end = addDigits(view, at, base64Digits, out.emptied(length - at));
  while (end < length && isLineEnd(units[end] ?? 0)) {
    const next = afterBreak(units, end, length);
    if (next >= length || (base64Digits[units[next] ?? 0] ?? -1) < 0) break;
    end = addDigits(view, next, base64Digits, out);
  }
  return end;
};

const mostBetweenHex = 3;

/** Reads a run of hex, in pairs or not, and returns where it ends: `5040`, `50-40`, `50 40`, `0x50, 0x40`, `\50\40`, `=50=40`. */
export const readHex = (view: View, at: number, out: Digits): number => {
  const { units, length } = view;
  let end = addDigits(view, at, hexDigits, out.emptied(length - at));
  for (let between = 0; end < length && between <= mostBetweenHex; end++) {
    const unit = units[end] ?? 0;
    if ((hexDigits[unit] ?? -1) >= 0) {
      between = 0;
      end = addDigits(view, end, hexDigits, out) - 1;
    } else if (isX(unit) && units[end - 1] === 48 && out.length > 0) out.length -= 1;
    else if (isBetweenHex(unit)) between += 1;
    else break;
  }
  return end;
};

const mostDigits = 5;
const mostBetween = 8;

/** The last digit of the number that begins there. */
export const endOfNumber = ({ units, length }: View, at: number): number => {
  let next = at;
  while (next < length && isDecimal(units[next] ?? 0)) next += 1;
  return next - 1;
};

/** Reads a run of numbers with something between them, and returns where it ends: `80, 64, 115`. */
export const readNumbers = (view: View, at: number, out: Digits): number => {
  const { units, length: end } = view;
  const { values, places } = out.emptied(end - at);
  let length = 0;
  let next = at;
  for (;;) {
    const begins = next;
    let value = 0;
    for (; next < end && isDecimal(units[next] ?? 0) && next - begins < mostDigits; next++)
      value = value * 10 + (units[next] ?? 0) - 48;
    if (next === begins || value > 0xffff || isDecimal(units[next] ?? 0)) break;
    values[length] = value;
    places[length] = begins;
    length += 1;
    let after = next;
    while (
      after < end &&
      after - next < mostBetween &&
      (isBlank(units[after] ?? 0) || units[after] === comma)
    )
      after += 1;
    if (after === next) break;
    next = after;
  }
  while (next < end && isDecimal(units[next] ?? 0)) next += 1;
  out.length = length;
  return next;
};
