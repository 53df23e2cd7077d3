/** What a text holds as base64 (both alphabets), as hex and as decimal numbers of bytes, each wherever it may begin. */
import { hexDigit } from "./escapes.ts";
import { addBytes, Bytes, separator, ViewBuilder, type View } from "./textView.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const base64Digit = new Int8Array(128).fill(-1);
for (const [value, unit] of Buffer.from(alphabet).entries()) base64Digit[unit] = value;
base64Digit["-".charCodeAt(0)] = 62;
base64Digit["_".charCodeAt(0)] = 63;

const hexDigits = Int8Array.from({ length: 128 }, (_, unit) => hexDigit(unit));

const digitOf = (unit: number): number => (unit < 128 ? (base64Digit[unit] ?? -1) : -1);
const isLineEnd = (unit: number): boolean => unit === 10 || unit === 13;
const isBlank = (unit: number): boolean => unit === 32 || unit === 9 || isLineEnd(unit);
const isDecimal = (unit: number): boolean => unit >= 48 && unit <= 57;

/** Of what a unit may be a digit. */
const base64 = 1;
const hex = 2;
const decimal = 4;
const kinds = Uint8Array.from(
  { length: 0x10000 },
  (_, unit) =>
    (digitOf(unit) < 0 ? 0 : base64) | (hexDigit(unit) < 0 ? 0 : hex) | (isDecimal(unit) ? decimal : 0),
);

/** Bytes that were read as text often hold no digit of anything, and there are many of them. */
const hasDigits = ({ units, length }: View): boolean => {
  for (let at = 0; at < length; at++) if (kinds[units[at] ?? 0] !== 0) return true;
  return false;
};

const addPiece = (out: ViewBuilder, bytes: Bytes): void => {
  addBytes(out, bytes);
  out.add(separator, 0, 0, 1);
};

/** Places in a view, of which a text of any size has room. */
class Places {
  length = 0;
  at = new Int32Array(256);
  add(place: number): void {
    if (this.length === this.at.length) {
      const more = new Int32Array(this.at.length * 2);
      more.set(this.at);
      this.at = more;
    }
    this.at[this.length] = place;
    this.length += 1;
  }
}

/** Used for one run after the other: a text has many. */
const scratch = { digits: new Places(), values: new Places(), begun: new Places(), ended: new Places() };
const emptied = (places: Places): Places => {
  places.length = 0;
  return places;
};

const read = new Bytes(1024);

/** The digits at `places`, `bits` each, read from one of them on. They are good until the next ones are read. */
const bytesFrom = (
  { units, from, to }: View,
  { at: places, length }: Places,
  first: number,
  bits: number,
  digits: Int8Array,
): Bytes => {
  const bytes = read.emptied(Math.ceil((length * bits) / 8));
  const { values, from: begun, to: ended } = bytes;
  let count = 0;
  let held = 0;
  let heldBits = 0;
  let begins = first;
  for (let at = first; at < length; at++) {
    const place = places[at] ?? 0;
    if (heldBits === 0) begins = place;
    held = (held << bits) | (digits[units[place] ?? 0] ?? 0);
    heldBits += bits;
    if (heldBits < 8) continue;
    heldBits -= 8;
    values[count] = (held >> heldBits) & 255;
    begun[count] = from[begins] ?? 0;
    ended[count] = to[place] ?? 0;
    count += 1;
    held &= (1 << heldBits) - 1;
    begins = place;
  }
  bytes.length = count;
  return bytes;
};

/** Where a run of digits ends, and the places of its digits. */
interface Digits {
  readonly places: Places;
  readonly next: number;
  readonly fresh: boolean;
}

/** The end of a line break and of what sets the next line in: blanks, or what a form writes for several of them. */
const afterBreak = (units: Uint16Array, at: number, length: number): number => {
  let after = at;
  while (after < length && isBlank(units[after] ?? 0)) after += 1;
  let pluses = after;
  while (pluses < length && units[pluses] === 43) pluses += 1;
  return pluses - after > 1 ? pluses : after;
};

/** Base64, broken into lines or not. */
const base64At = ({ units, fresh, length }: View, at: number): Digits => {
  const places = emptied(scratch.digits);
  let next = at;
  let isFresh = false;
  while (next < length) {
    if (digitOf(units[next] ?? 0) >= 0) {
      places.add(next);
      isFresh ||= fresh[next] === 1;
      next += 1;
      continue;
    }
    if (!isLineEnd(units[next] ?? 0)) break;
    const after = afterBreak(units, next, length);
    if (after >= length || digitOf(units[after] ?? 0) < 0) break;
    isFresh ||= fresh[next] === 1;
    next = after;
  }
  return { places, next: Math.max(next, at + 1), fresh: isFresh };
};

/** The backslash is LDAP's before every byte, `=` that of quoted-printable. */
const betweenHex = new Set(Buffer.from("-:,\\="));
const isBetweenHex = (unit: number): boolean => isBlank(unit) || betweenHex.has(unit);

/** Hex, in pairs or not: `5040`, `50-40`, `50 40`, `0x50, 0x40`, `\50\40`, `=50=40`. */
const hexAt = ({ units, fresh, length }: View, at: number): Digits => {
  const places = emptied(scratch.digits);
  let between = 0;
  let next = at;
  let isFresh = false;
  for (; next < length && between <= 3; next++) {
    const unit = units[next] ?? 0;
    if (hexDigit(unit) >= 0) {
      places.add(next);
      between = 0;
    } else if ((unit | 32) === 120 && units[next - 1] === 48 && places.length > 0) places.length -= 1;
    else if (isBetweenHex(unit)) between += 1;
    else break;
    isFresh ||= fresh[next] === 1;
  }
  return { places, next: Math.max(next, at + 1), fresh: isFresh };
};

/** Numbers with something between them: `80, 64, 115`. */
const numbersAt = (
  view: View,
  at: number,
  least: number,
): { readonly bytes?: Bytes; readonly next: number } => {
  const { units, length } = view;
  const values = emptied(scratch.values);
  const begun = emptied(scratch.begun);
  const ended = emptied(scratch.ended);
  let next = at;
  for (;;) {
    const begins = next;
    let value = 0;
    for (; next < length && isDecimal(units[next] ?? 0) && next - begins < 5; next++)
      value = value * 10 + (units[next] ?? 0) - 48;
    if (next === begins || value > 0xffff || isDecimal(units[next] ?? 0)) break;
    values.add(value);
    begun.add(begins);
    ended.add(next - 1);
    let after = next;
    while (after < length && after - next < 8 && (isBlank(units[after] ?? 0) || units[after] === 44))
      after += 1;
    if (after === next) break;
    next = after;
  }
  while (next < length && isDecimal(units[next] ?? 0)) next += 1;
  next = Math.max(next, at + 1);
  if (values.length < least || !view.fresh.subarray(at, next).includes(1)) return { next };
  const bytes = new Bytes(values.length);
  for (let one = 0; one < values.length; one++)
    bytes.add(values.at[one] ?? 0, view.from[begun.at[one] ?? 0] ?? 0, view.to[ended.at[one] ?? 0] ?? 0);
  return { bytes, next };
};

/**
 * Everything that may be an encoding of at least `least` bytes, decoded; undefined where there is nothing. It ends a little
 * behind `most` units.
 */
export const decoded = (view: View, least: number, most: number): View | undefined => {
  if (!hasDigits(view)) return undefined;
  const out = new ViewBuilder(64);
  const eachRun = (kind: number, run: (at: number) => number) => {
    const { units, length } = view;
    for (let at = 0; at < length && out.length <= most;)
      at = ((kinds[units[at] ?? 0] ?? 0) & kind) === 0 ? at + 1 : run(at);
  };
  // First what is never more than the text: of numbers it is always known whether they are a secret.
  eachRun(decimal, (at) => {
    const { bytes, next } = numbersAt(view, at, least);
    if (bytes) addPiece(out, bytes);
    return next;
  });
  eachRun(base64, (at) => {
    const { places, next, fresh } = base64At(view, at);
    if (fresh && places.length * 6 >= least * 8)
      for (let first = 0; first < 4 && out.length <= most; first++)
        addPiece(out, bytesFrom(view, places, first, 6, base64Digit));
    return next;
  });
  eachRun(hex, (at) => {
    const { places, next, fresh } = hexAt(view, at);
    if (fresh && places.length >= least * 2)
      for (let first = 0; first < 2 && out.length <= most; first++)
        addPiece(out, bytesFrom(view, places, first, 4, hexDigits));
    return next;
  });
  return out.length > 0 ? out : undefined;
};
