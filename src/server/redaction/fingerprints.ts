/**
 * Recognises texts without keeping them: of each one its length, two sums under random numbers of this process, and half of a
 * third, of its last units, are kept. A view is gone through once, whatever is looked for: only where the last units may be those
 * of a text the whole stretch is compared.
 */
import { randomBytes } from "node:crypto";
import type { Units } from "./textView.ts";

const randomNumbers = (count: number): Int32Array => {
  const bytes = randomBytes(count * 4);
  return new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};

/** One sum: a random number for each unit, and an odd factor for each place. */
interface Sum {
  readonly ofUnit: Int32Array;
  readonly factor: number;
}
const newSum = (): Sum => ({ ofUnit: randomNumbers(0x10000), factor: (randomNumbers(1)[0] ?? 0) | 1 });
const one = newSum();
const other = newSum();

const powerOf = ({ factor }: Sum, length: number): number => {
  let power = 1;
  for (let turn = 0; turn < length; turn++) power = Math.imul(power, factor);
  return power;
};

const sumOf = ({ ofUnit, factor }: Sum, units: Uint16Array, from: number, to: number): number => {
  let sum = 0;
  for (let at = from; at < to; at++) sum = (Math.imul(sum, factor) + (ofUnit[units[at] ?? 0] ?? 0)) | 0;
  return sum;
};

/** The units at the end by which a stretch is chosen; what is shorter is not recognised. */
export const endLength = 4;

/** What a text is recognised by. `before` and `after`: how many units of it stood at its ends and are not compared. */
export interface Fingerprint {
  readonly length: number;
  readonly one: number;
  readonly other: number;
  /** Sixteen bits, of the last units. */
  readonly end: number;
  readonly before: number;
  readonly after: number;
}

export const fingerprintOf = ({ units, length }: Units, before: number, after: number): Fingerprint => ({
  length,
  one: sumOf(one, units, 0, length),
  other: sumOf(other, units, 0, length),
  end: sumOf(one, units, Math.max(0, length - endLength), length) >>> 16,
  before,
  after,
});

interface Sought {
  readonly print: Fingerprint;
  readonly power: number;
  readonly otherPower: number;
}

/** Fingerprints as they are searched for. */
export interface Fingerprints {
  /** A bit for each end, whether it is one: few enough to be at hand while a text is read. */
  readonly ends: Int32Array;
  /** For each end the place in `ending` of those that have it; 0 for none. */
  readonly byEnd: Uint16Array;
  readonly ending: readonly (readonly Sought[])[];
}

export const fingerprintsOf = (prints: readonly Fingerprint[]): Fingerprints => {
  const ends = new Int32Array(0x10000 / 32);
  const byEnd = new Uint16Array(0x10000);
  const ending: Sought[][] = [[]];
  for (const print of prints) {
    const sought = { print, power: powerOf(one, print.length), otherPower: powerOf(other, print.length) };
    ends[print.end >>> 5] = (ends[print.end >>> 5] ?? 0) | (1 << (print.end & 31));
    const alike = ending[byEnd[print.end] ?? 0];
    if (alike && byEnd[print.end] !== 0) alike.push(sought);
    else byEnd[print.end] = ending.push([sought]) - 1;
  }
  return { ends, byEnd, ending };
};

/** The sums of a view up to each place. */
const sumsUpTo = ({ ofUnit, factor }: Sum, units: Uint16Array, length: number): Int32Array => {
  const upTo = new Int32Array(length + 1);
  let sum = 0;
  for (let at = 0; at < length; at++) {
    sum = (Math.imul(sum, factor) + (ofUnit[units[at] ?? 0] ?? 0)) | 0;
    upTo[at + 1] = sum;
  }
  return upTo;
};

/** Of four units the sum is that of two pairs. */
const factorOfPair = Math.imul(one.factor, one.factor);

/**
 * Behind which unit, from `begin` on, the last four may be those of a text that is sought; more than `length` where none are.
 * Nothing else is in it: nearly all the time of a search is spent here.
 */
const nextEnd = ({ units, length }: Units, begin: number, ends: Int32Array): number => {
  const { ofUnit, factor } = one;
  // The sums of the last unit, of the last pair, and of the pair before that: each pair begins a unit behind the one before it.
  let last = ofUnit[units[begin - 2] ?? 0] ?? 0;
  let pair = sumOf(one, units, begin - 3, begin - 1);
  let before = sumOf(one, units, begin - 4, begin - 2);
  let at = begin - 1;
  for (; at < length; at++) {
    const next = ofUnit[units[at] ?? 0] ?? 0;
    const both = (Math.imul(last, factor) + next) | 0;
    const end = (Math.imul(before, factorOfPair) + both) >>> 16;
    if ((((ends[end >>> 5] ?? 0) >>> end) & 1) !== 0) break;
    last = next;
    before = pair;
    pair = both;
  }
  return at + 1;
};

/**
 * Sums of stretches of a view. The first ones are taken as they are; where that comes to more than the view, the sums up to each
 * place are taken once, and a stretch is the difference of two of them: no text costs more than its length.
 */
const stretchesOf = (sum: Sum, { units, length }: Units) => {
  let left = length;
  let upTo: Int32Array | undefined;
  return (from: number, to: number, power: number): number => {
    left -= to - from;
    if (left >= 0) return sumOf(sum, units, from, to);
    upTo ??= sumsUpTo(sum, units, length);
    return ((upTo[to] ?? 0) - Math.imul(upTo[from] ?? 0, power)) | 0;
  };
};

/** Calls `found` with where each recognised stretch begins. */
export const search = (
  view: Units,
  { ends, byEnd, ending }: Fingerprints,
  found: (at: number, print: Fingerprint) => void,
): void => {
  const { units, length } = view;
  if (ending.length === 1 || length < endLength) return;
  const [oneOf, otherOf] = [stretchesOf(one, view), stretchesOf(other, view)];
  for (let at = nextEnd(view, endLength, ends); at <= length; at = nextEnd(view, at + 1, ends)) {
    const end = sumOf(one, units, at - endLength, at) >>> 16;
    for (const { print, power, otherPower } of ending[byEnd[end] ?? 0] ?? []) {
      const from = at - print.length;
      if (from < 0 || oneOf(from, at, power) !== print.one) continue;
      if (otherOf(from, at, otherPower) === print.other) found(from, print);
    }
  }
};
