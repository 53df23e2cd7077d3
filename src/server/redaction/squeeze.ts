/**
 * What is compared of a text: its characters in one case, without accents, white space, and the signs that quote, escape,
 * wrap or separate. So a secret is the same whether quotes are doubled, a line is broken or a form writes `+` for a space.
 */
import type { View } from "./textView.ts";

/** Quotes and their escapes, what a console puts before a wrapped line, and what stands between the items of a list. */
const left = new Set(Buffer.from(`"'\`\\^+|,`));

/** For each ASCII character what is compared of it; 0 for nothing. */
const ofAscii = Uint8Array.from({ length: 128 }, (_, unit) => {
  if (unit <= 32 || unit === 127 || left.has(unit)) return 0;
  return unit >= 65 && unit <= 90 ? unit + 32 : unit;
});

const folded = new Map<number, string>();
/** White space, controls, formats, half characters, accents, typographic quotes, and what stands for an unreadable byte. */
const nothing = /[\p{Z}\p{C}\p{M}\u2018-\u201f\ufffd]/gu;

const fold = (point: number): string => {
  const known = folded.get(point);
  if (known !== undefined) return known;
  const char = String.fromCodePoint(point).normalize("NFKD");
  const plain = char.toUpperCase().toLowerCase().normalize("NFKD").replace(nothing, "");
  // A text may hold every character there is.
  if (folded.size > 5000) folded.clear();
  folded.set(point, plain);
  return plain;
};

/** Units to compare, each with its place in the view. */
export interface Squeezed {
  readonly length: number;
  readonly units: Uint16Array;
  readonly places: Int32Array;
  /** Whether a code page may have changed something of the text: there is something beyond ASCII in it, or a `?`. */
  readonly isChanged: boolean;
}

/** Whether a unit is compared at all. */
export const isCompared = (unit: number): boolean => (unit < 128 ? ofAscii[unit] !== 0 : fold(unit) !== "");

/** Marks of the table below, which no unit that is compared has. */
const unknown = 1;
const several = 2;

/** For each unit the one that is compared of it, and 0 for nothing: filled when it is first met. */
const ofUnit = new Uint16Array(0x10000).fill(unknown);
ofUnit.set(ofAscii);
ofUnit[0xffff] = 0xffff;

const severalOf = new Map<number, readonly number[]>();

const comparedOf = (plain: string): number[] =>
  Array.from({ length: plain.length }, (_, at) => plain.charCodeAt(at))
    .map((unit) => (unit < 128 ? (ofAscii[unit] ?? 0) : unit))
    .filter((unit) => unit !== 0);

const learned = (unit: number): number => {
  const compared = comparedOf(fold(unit));
  if (compared.length > 1) severalOf.set(unit, compared);
  const value = compared.length > 1 ? several : (compared[0] ?? 0);
  ofUnit[unit] = value;
  return value;
};

/** What is compared of the character that begins there. */
const severalAt = ({ units, length }: View, at: number): readonly number[] => {
  const unit = units[at] ?? 0;
  const known = severalOf.get(unit);
  if (known) return known;
  const low = units[at + 1] ?? 0;
  const isPair = unit < 0xdc00 && low >= 0xdc00 && low < 0xe000 && at + 1 < length;
  return isPair ? comparedOf(fold(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00))) : [];
};

/** Compared units and their places, of which there may be more than there are units in the view. */
class Compared implements Squeezed {
  length = 0;
  isChanged = false;
  units: Uint16Array;
  places: Int32Array;

  constructor(capacity: number) {
    this.units = new Uint16Array(capacity);
    this.places = new Int32Array(capacity);
  }

  /** `left`: how many units of the view are still to come. */
  add(compared: readonly number[], place: number, left: number): void {
    if (this.length + compared.length + left > this.units.length) {
      const { units, places } = this;
      this.units = new Uint16Array(units.length * 2);
      this.places = new Int32Array(units.length * 2);
      this.units.set(units);
      this.places.set(places);
    }
    for (const one of compared) {
      this.units[this.length] = one;
      this.places[this.length] = place;
      this.length += 1;
    }
  }
}

/** From a place of the view on to the next character of which several units are compared, or to the end. Returns where that is. */
const addSingle = (view: View, begin: number, asciiOnly: boolean, out: Compared): number => {
  const { units: read, length: end } = view;
  const { units, places } = out;
  let { length } = out;
  let at = begin;
  let changed = 0;
  for (; at < end; at++) {
    const unit = read[at] ?? 0;
    if (unit >= 128 || unit === 63) {
      changed = 1;
      if (asciiOnly) continue;
    }
    let plain = ofUnit[unit] ?? 0;
    if (plain === unknown) plain = (unit & 0xf800) === 0xd800 ? several : learned(unit);
    if (plain === several) break;
    units[length] = plain;
    places[length] = at;
    if (plain !== 0) length += 1;
  }
  out.length = length;
  out.isChanged ||= changed === 1;
  return at;
};

/** `asciiOnly`: without what a code page may have changed - all beyond ASCII, and the `?` that stands for it. */
export const squeezed = (view: View, asciiOnly = false): Squeezed => {
  const { length: end } = view;
  // A character folds to eighteen at most; few fold to more than one.
  const out = new Compared(end + 32);
  for (let at = addSingle(view, 0, asciiOnly, out); at < end; at = addSingle(view, at + 1, asciiOnly, out))
    out.add(severalAt(view, at), at, end - at);
  return out;
};
