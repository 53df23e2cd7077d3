/**
 * What is compared of a text: its characters as `folds.ts` has them. So a secret is the same whether quotes are doubled, a line
 * is broken or a form writes `+` for a space.
 */
import { foldOf, ofAscii } from "./folds.ts";
import type { View } from "./textView.ts";

const question = "?".charCodeAt(0);

/** Units to compare. */
export interface Squeezed {
  readonly length: number;
  readonly units: Uint16Array;
  /** Where in the view each unit stood; worked out when it is first asked for. */
  readonly places: () => Int32Array;
}

/** Whether a unit is compared at all; half a character is not. */
export const isCompared = (unit: number): boolean => foldOf(unit).length > 0;

/** Marks of the tables below, which no unit that is compared has. */
const unknown = 1;
const several = 2;

/** For each unit the one that is compared of it, and 0 for nothing: filled when it is first met. */
const ofUnit = new Uint16Array(0x10000).fill(unknown);
ofUnit.set(ofAscii);
ofUnit[0xffff] = 0xffff;

/** The same for what is compared in ASCII alone: nothing of what a code page may have changed. */
const ofAsciiUnit = new Uint16Array(0x10000);
ofAsciiUnit.set(ofAscii);
ofAsciiUnit[question] = 0;

/** Where in `foldsOfSeveral` stands what is compared of a unit; 0 where that is not several. */
const severalOf = new Uint16Array(0x10000);
const foldsOfSeveral: (readonly number[])[] = [[]];

const learn = (unit: number): void => {
  const compared = foldOf(unit);
  if (compared.length > 1) severalOf[unit] = foldsOfSeveral.push(compared) - 1;
  ofUnit[unit] = compared.length > 1 ? several : (compared[0] ?? 0);
};

/** What is compared of the character that begins there, where that may be several units. */
const severalAt = ({ units, length }: View, at: number): readonly number[] => {
  const unit = units[at] ?? 0;
  if ((unit & 0xf800) !== 0xd800) return foldOf(unit);
  const low = units[at + 1] ?? 0;
  const isPair = unit < 0xdc00 && low >= 0xdc00 && low < 0xe000 && at + 1 < length;
  return isPair ? foldOf(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)) : [];
};

/** Compared units, of which there may be more than there are units in the view. */
class Compared {
  length = 0;
  units = new Uint16Array(64);
  #used = 0;

  /** Without them, and with room for so many. */
  emptied(room: number): this {
    this.length = 0;
    this.#used = Math.max(this.#used, room);
    if (this.units.length < room) this.units = new Uint16Array(room * 2);
    return this;
  }

  /** Leaves nothing of what it held. */
  clear(): void {
    this.units.fill(0, 0, this.#used);
    this.#used = 0;
  }

  /** `left`: how many units of the view are still to come. */
  add(compared: readonly number[], left: number): void {
    if (this.length + compared.length + left > this.units.length) {
      const { units } = this;
      this.units = new Uint16Array(units.length * 2);
      this.units.set(units);
    }
    for (const one of compared) {
      this.units[this.length] = one;
      this.length += 1;
    }
  }
}

/**
 * Adds characters of each of which one unit is compared, or none, from a place of the view on, and returns where another one
 * stands, or the end. Nothing else is in it: here the time is spent.
 */
const addSingle = (view: View, begin: number, of: Uint16Array, out: Compared): number => {
  const { units: read, length: end } = view;
  const { units } = out;
  let { length } = out;
  let at = begin;
  for (; at < end; at++) {
    const plain = of[read[at] ?? 0] ?? 0;
    if ((plain - 1) >>> 0 < several) break;
    units[length] = plain;
    // Without a branch: in text that nobody can foresee, the processor's wrong guesses cost more than all the rest.
    length += -plain >>> 31;
  }
  out.length = length;
  return at;
};

const tableOf = (asciiOnly: boolean): Uint16Array => (asciiOnly ? ofAsciiUnit : ofUnit);

const compare = (view: View, asciiOnly: boolean, out: Compared): Compared => {
  const { units, length } = view;
  const of = tableOf(asciiOnly);
  // A character folds to eighteen at most; few fold to more than one.
  out.emptied(length + 32);
  for (let at = addSingle(view, 0, of, out); at < length; at = addSingle(view, at, of, out)) {
    const unit = units[at] ?? 0;
    if (severalOf[unit] !== 0) {
      out.add(foldsOfSeveral[severalOf[unit] ?? 0] ?? [], length - at);
      at += 1;
    } else if ((unit & 0xf800) === 0xd800) {
      out.add(severalAt(view, at), length - at);
      at += 1;
    } else learn(unit);
  }
  return out;
};

/** Where in the view each of so many compared units stood. */
const placesIn = (view: View, asciiOnly: boolean, count: number): Int32Array => {
  const of = tableOf(asciiOnly);
  const places = new Int32Array(count);
  let next = 0;
  for (let at = 0; at < view.length; at++) {
    const plain = of[view.units[at] ?? 0] ?? 0;
    const isSeveral = plain === unknown || plain === several;
    const begin = next;
    next += isSeveral ? severalAt(view, at).length : plain === 0 ? 0 : 1;
    for (let one = begin; one < next; one++) places[one] = at;
  }
  return places;
};

/** Whether a code page may have changed something of the text: there is something beyond ASCII in it, or a `?`. */
export const isChanged = ({ units, length }: View): boolean => {
  for (let at = 0; at < length; at++) if ((units[at] ?? 0) >= 128 || units[at] === question) return true;
  return false;
};

/** `asciiOnly`: without what a code page may have changed - all beyond ASCII, and the `?` that stands for it. */
export const squeezed = (view: View, asciiOnly = false, out = new Compared()): Squeezed => {
  const { length, units } = compare(view, asciiOnly, out);
  let places: Int32Array | undefined;
  return { length, units, places: () => (places ??= placesIn(view, asciiOnly, length)) };
};

const scratch = new Compared();
/** The same, good until the next view is squeezed so: a text has many views. */
export const squeezedOnce = (view: View, asciiOnly = false): Squeezed => squeezed(view, asciiOnly, scratch);
/** Leaves nothing of the texts that were squeezed so. */
export const forgetSqueezed = (): void => {
  scratch.clear();
};
