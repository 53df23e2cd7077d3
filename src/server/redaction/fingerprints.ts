/**
 * Recognises texts without keeping them: of each one its length, two sums under random numbers of this process, and half of a
 * third, of its last units, are kept. The sums of a view are taken once, whatever is looked for: that of any stretch is the
 * difference of two of them. Only where the last units may be those of a text the whole stretch is compared.
 */
import { randomBytes } from "node:crypto";
import type { Units } from "./textView.ts";

const randomNumbers = (count: number): Uint32Array => {
  const bytes = randomBytes(count * 4);
  return new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};

/** One sum: a random number for each unit, and an odd factor for each place. */
interface Sum {
  readonly ofUnit: Uint32Array;
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
const powerOfEnd = powerOf(one, endLength);

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
  /** For each end the place in `ending` of those that have it; 0 for none. */
  readonly byEnd: Uint16Array;
  readonly ending: readonly (readonly Sought[])[];
}

export const fingerprintsOf = (prints: readonly Fingerprint[]): Fingerprints => {
  const byEnd = new Uint16Array(0x10000);
  const ending: Sought[][] = [[]];
  for (const print of prints) {
    const sought = { print, power: powerOf(one, print.length), otherPower: powerOf(other, print.length) };
    const alike = ending[byEnd[print.end] ?? 0];
    if (alike && byEnd[print.end] !== 0) alike.push(sought);
    else byEnd[print.end] = ending.push([sought]) - 1;
  }
  return { byEnd, ending };
};

/** The sums of a view up to each place, and used for one view after the other. */
class Sums {
  of = new Int32Array(1024);
  begun(length: number): Int32Array {
    if (this.of.length <= length) this.of = new Int32Array(length * 2);
    this.of[0] = 0;
    return this.of;
  }
}
const sums = new Sums();
const otherSums = new Sums();

const filled = ({ ofUnit, factor }: Sum, { units, length }: Units): Int32Array => {
  const of = otherSums.begun(length);
  let sum = 0;
  for (let at = 0; at < length; at++) {
    sum = (Math.imul(sum, factor) + (ofUnit[units[at] ?? 0] ?? 0)) | 0;
    of[at + 1] = sum;
  }
  return of;
};

/** Calls `found` with where each recognised stretch begins. */
export const search = (
  view: Units,
  { byEnd, ending }: Fingerprints,
  found: (at: number, print: Fingerprint) => void,
): void => {
  if (ending.length === 1) return;
  const { units, length } = view;
  const { ofUnit, factor } = one;
  const of = sums.begun(length);
  let others: Int32Array | undefined;
  let sum = 0;
  for (let at = 1; at <= length; at++) {
    sum = (Math.imul(sum, factor) + (ofUnit[units[at - 1] ?? 0] ?? 0)) | 0;
    of[at] = sum;
    if (at < endLength) continue;
    const alike = byEnd[(sum - Math.imul(of[at - endLength] ?? 0, powerOfEnd)) >>> 16] ?? 0;
    if (alike === 0) continue;
    for (const { print, power, otherPower } of ending[alike] ?? []) {
      const from = at - print.length;
      if (from < 0 || ((sum - Math.imul(of[from] ?? 0, power)) | 0) !== print.one) continue;
      others ??= filled(other, view);
      const rest = Math.imul(others[from] ?? 0, otherPower);
      if ((((others[at] ?? 0) - rest) | 0) === print.other) found(from, print);
    }
  }
};
