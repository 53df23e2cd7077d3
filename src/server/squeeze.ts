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
}

/** Whether a unit is compared at all. */
export const isCompared = (unit: number): boolean => (unit < 128 ? ofAscii[unit] !== 0 : fold(unit) !== "");

/** `asciiOnly`: without what a code page may have changed - all beyond ASCII, and the `?` that stands for it. */
export const squeezed = (view: View, asciiOnly = false): Squeezed => {
  // A character folds to eighteen at most; few fold to more than one.
  let capacity = view.length + 32;
  let units = new Uint16Array(capacity);
  let places = new Int32Array(capacity);
  let length = 0;
  const add = (unit: number, place: number) => {
    if (length === capacity) {
      capacity *= 2;
      const more = new Uint16Array(capacity);
      more.set(units);
      units = more;
      const morePlaces = new Int32Array(capacity);
      morePlaces.set(places);
      places = morePlaces;
    }
    units[length] = unit;
    places[length] = place;
    length += 1;
  };
  for (let at = 0; at < view.length; at++) {
    const unit = view.units[at] ?? 0;
    if (unit < 128) {
      const plain = ofAscii[unit] ?? 0;
      if (plain !== 0 && !(asciiOnly && unit === 63)) add(plain, at);
      continue;
    }
    if (asciiOnly) continue;
    const low = view.units[at + 1] ?? 0;
    const isPair = unit >= 0xd800 && unit < 0xdc00 && low >= 0xdc00 && low < 0xe000 && at + 1 < view.length;
    const point = isPair ? 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00) : unit;
    const plain = point === 0xffff ? "\uffff" : fold(point);
    for (let part = 0; part < plain.length; part++) {
      const one = plain.charCodeAt(part);
      if (one >= 128) add(one, at);
      else if (ofAscii[one] !== 0) add(ofAscii[one] ?? 0, at);
    }
    if (isPair) at += 1;
  }
  return { length, units, places };
};
