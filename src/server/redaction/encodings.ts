/** What a text holds as base64, as hex and as decimal numbers of bytes, each wherever it may begin. */
import { addBytes, Bytes } from "./bytes.ts";
import {
  base64,
  decimal,
  Digits,
  eachRun,
  endOfNumber,
  hasRuns,
  hex,
  isHexValue,
  readBase64,
  readHex,
  readNumbers,
} from "./digits.ts";
import { separator, type View } from "./textView.ts";
import { fill, readIn, type Memory, type Written } from "./written.ts";

/** Used for one run after the other: a text has many. */
const digits = new Digits();
const bytes = new Bytes();

/** Leaves nothing of the texts that were decoded. */
export const forgetDecoded = (): void => {
  digits.clear();
  bytes.clear();
};

/** The bytes of base64 digits, read from one of them on: of four digits three. */
const fromBase64 = ({ values: of, length }: Digits, first: number): void => {
  const count = Math.max(0, length - first);
  const { values } = bytes.emptied(count + 3);
  // The last digits may be less than four: what stands behind them makes no byte that is counted.
  fill(of, 0, length, length + 3);
  for (let at = first, next = 0; at < length; at += 4, next += 3) {
    const bits =
      ((of[at] ?? 0) << 18) | ((of[at + 1] ?? 0) << 12) | ((of[at + 2] ?? 0) << 6) | (of[at + 3] ?? 0);
    values[next] = (bits >> 16) & 255;
    values[next + 1] = (bits >> 8) & 255;
    values[next + 2] = bits & 255;
  }
  bytes.length = (count * 6) >> 3;
};

/** The bytes of hex digits, read from one of them on. */
const fromHex = ({ values: of, length }: Digits, first: number): void => {
  const count = Math.max(0, length - first) >> 1;
  const { values } = bytes.emptied(count);
  for (let next = 0, at = first; next < count; next++, at += 2)
    values[next] = ((of[at] ?? 0) << 4) | (of[at + 1] ?? 0);
  bytes.length = count;
};

/** Adds the bytes of digits of which each has so many bits, read from one of them on. */
const addDecoded = (out: Written, { places }: Digits, first: number, bits: number): void => {
  const placeOf = (bit: number): number => places[first + Math.floor(bit / bits)] ?? 0;
  addBytes(
    out,
    bytes,
    (byte) => placeOf(byte * 8),
    (byte) => placeOf(byte * 8 + 7),
  );
};

/** Base64 digits of so many bytes. */
const digitsOf64 = (bytes: number): number => Math.ceil((bytes * 8) / 6);

const isFresh = ({ fresh }: View, from: number, to: number): boolean => {
  for (let at = from; at < to; at++) if (fresh[at] === 1) return true;
  return false;
};

/** Reads the run of digits that begins there, and returns where it ends. */
const readRun = (view: View, kind: number, at: number): number => {
  if (kind === base64) return readBase64(view, at, digits);
  return kind === hex ? readHex(view, at, digits) : readNumbers(view, at, digits);
};

/**
 * So many digits of base64 of which each is one of hex are hex: of any three bytes that these encode as base64 the first is no
 * digit, no capital and none of the letters a to g, and of all digits only a third is one of hex.
 */
const longestByChance = 64;
const isHexAlone = ({ values, length }: Digits): boolean => {
  if (length < longestByChance) return false;
  for (let at = 0; at < length; at++) if (!isHexValue(values[at] ?? 0)) return false;
  return true;
};

/** Adds what the run holds that was read, where the first of its bytes begins with one of its first digits. */
const addRun = (view: View, kind: number, first: number, out: Written): void => {
  if (kind === base64) {
    fromBase64(digits, first);
    addDecoded(out, digits, first, 6);
  } else if (kind === hex) {
    fromHex(digits, first);
    addDecoded(out, digits, first, 4);
  } else {
    const { places } = digits;
    addBytes(
      out,
      digits,
      (number) => places[number] ?? 0,
      (number) => endOfNumber(view, places[number] ?? 0),
    );
  }
  out.add(separator, 0, 0, 1);
};

/** Each kind with the digits of so many bytes, the units that they take at least, and with which of them a byte may begin. */
const kindsOf = (least: number) => [
  // First what is never more than the text: of numbers it is always known whether they are a secret.
  { kind: decimal, count: least, shortest: least * 2 - 1, firsts: 1 },
  { kind: base64, count: digitsOf64(least), shortest: digitsOf64(least), firsts: 4 },
  { kind: hex, count: least * 2, shortest: least * 2, firsts: 2 },
];

const decodeIn = (view: View, least: number, most: number, out: Written): void => {
  for (const { kind, count, shortest, firsts } of kindsOf(least))
    eachRun(view, kind, shortest, (at) => {
      if (out.length > most) return view.length;
      const next = readRun(view, kind, at);
      if (digits.length < count || !isFresh(view, at, next)) return next;
      if (kind === base64 && isHexAlone(digits)) return next;
      for (let first = 0; first < firsts && out.length <= most; first++) {
        out.startPiece(kind | (first << 3), at);
        addRun(view, kind, first, out);
      }
      return next;
    });
};

const decodeAgain = (view: View, what: number, at: number, out: Written): void => {
  const kind = what & (base64 | hex | decimal);
  readRun(view, kind, at);
  addRun(view, kind, what >> 3, out);
};

/**
 * Everything that may be an encoding of at least `least` bytes, decoded; undefined where there is nothing. It ends a little
 * behind `most` units.
 */
export const decoded = (view: View, least: number, most: number, memory?: Memory): View | undefined => {
  const shortest = Math.min(...kindsOf(least).map((kind) => kind.shortest));
  // Most of what was decoded is no text and has none of these: so it is looked through once, not once for each kind.
  if (!hasRuns(view, shortest)) return undefined;
  const read = readIn(
    view,
    (text, out) => {
      decodeIn(text, least, most, out);
    },
    decodeAgain,
    memory,
  );
  return read.length > 0 ? read : undefined;
};
