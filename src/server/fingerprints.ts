/**
 * Recognises texts without keeping them: of each one its length and two sums under random numbers of this process are
 * kept. The sums of every stretch of that length roll along a view, so a search takes one pass for each length there is.
 */
import { randomBytes } from "node:crypto";
import type { Units } from "./textView.ts";

const randomNumbers = (count: number): Uint32Array => {
  const bytes = randomBytes(count * 4);
  return new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};

/** One rolling sum: a random number for each unit, and an odd factor for each place. */
class Sum {
  readonly #ofUnit = randomNumbers(0x10000);
  readonly #factor = (randomNumbers(1)[0] ?? 0) | 1;

  power(length: number): number {
    let power = 1;
    for (let turn = 0; turn < length; turn++) power = Math.imul(power, this.#factor);
    return power;
  }
  /** The sum once `unit` has come in and, `power` places before, `gone` has gone out. */
  next(sum: number, unit: number, gone: number, power: number): number {
    const out = gone < 0 ? 0 : Math.imul(this.#ofUnit[gone] ?? 0, power);
    return (Math.imul(sum, this.#factor) + (this.#ofUnit[unit] ?? 0) - out) | 0;
  }
}

const one = new Sum();
const other = new Sum();

/** What a text is recognised by. `before` and `after`: how many units of it stood at its ends and are not compared. */
export interface Fingerprint {
  readonly length: number;
  readonly one: number;
  readonly other: number;
  readonly before: number;
  readonly after: number;
}

export const fingerprintOf = ({ units, length }: Units, before: number, after: number): Fingerprint => {
  let first = 0;
  let second = 0;
  for (let at = 0; at < length; at++) {
    first = one.next(first, units[at] ?? 0, -1, 0);
    second = other.next(second, units[at] ?? 0, -1, 0);
  }
  return { length, one: first, other: second, before, after };
};

/** Calls `found` with where each recognised stretch begins. */
export const search = (
  { units, length }: Units,
  known: readonly Fingerprint[],
  found: (at: number, print: Fingerprint) => void,
): void => {
  for (const size of new Set(known.map((print) => print.length))) {
    const ofSize = known.filter((print) => print.length === size);
    const power = one.power(size);
    const otherPower = other.power(size);
    let first = 0;
    let second = 0;
    for (let at = 0; at < length; at++) {
      const unit = units[at] ?? 0;
      const gone = at < size ? -1 : (units[at - size] ?? 0);
      first = one.next(first, unit, gone, power);
      second = other.next(second, unit, gone, otherPower);
      if (at < size - 1) continue;
      for (const print of ofSize)
        if (print.one === first && print.other === second) found(at - size + 1, print);
    }
  }
};
