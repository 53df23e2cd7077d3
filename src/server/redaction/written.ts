/** What a step of reading - escapes taken off, or encodings decoded - makes of a view. */
import type { View } from "./textView.ts";

/** Of so few units it is quicker to write each than to call the engine for all of them. */
const few = 32;

export const fill = (of: Uint16Array | Uint8Array, value: number, begin: number, end: number): void => {
  if (end - begin >= few) of.fill(value, begin, end);
  else for (let at = begin; at < end; at++) of[at] = value;
};

/** Memory for the views of one text after the other: to ask for it and to give it back would cost more than most steps. */
export class Memory {
  units: Uint16Array;
  fresh: Uint8Array;
  used = 0;

  constructor(room: number) {
    this.units = new Uint16Array(room);
    this.fresh = new Uint8Array(room);
  }

  /** For the next text: no view of the last one is needed any more, and nothing of it is left. */
  clear(): void {
    this.units.fill(0, 0, this.used);
    this.used = 0;
  }
}

/** What a step of reading writes; where it is to note places, with the first and last unit of the view before that each is made of. */
export class Written {
  length = 0;
  units: Uint16Array;
  fresh: Uint8Array;
  first = new Int32Array(0);
  last = new Int32Array(0);
  /** Of each piece where it begins, what it is, and from where in the view before it was read. */
  readonly pieces: number[] = [];
  readonly notesPlaces: boolean;
  readonly #memory: Memory;

  constructor(notesPlaces: boolean, memory = new Memory(64)) {
    this.notesPlaces = notesPlaces;
    this.#memory = memory;
    this.units = memory.units.subarray(memory.used);
    this.fresh = memory.fresh.subarray(memory.used);
    if (notesPlaces)
      [this.first, this.last] = [new Int32Array(this.units.length), new Int32Array(this.units.length)];
  }

  add(unit: number, first: number, last: number, fresh: 0 | 1): void {
    if (this.length === this.units.length) this.makeRoom(1);
    this.units[this.length] = unit;
    this.fresh[this.length] = fresh;
    if (this.notesPlaces) {
      this.first[this.length] = first;
      this.last[this.length] = last;
    }
    this.length += 1;
  }

  /** What this step wrote apart. */
  addAll({ length, units, first, last, notesPlaces }: Written): void {
    for (let at = 0; at < length; at++)
      if (notesPlaces) this.add(units[at] ?? 0, first[at] ?? 0, last[at] ?? 0, 1);
      else this.add(units[at] ?? 0, 0, 0, 1);
  }

  /** A code point as its one or two units. */
  addPoint(point: number, first: number, last: number): void {
    if (point <= 0xffff) {
      this.add(point, first, last, 1);
      return;
    }
    this.add(0xd800 + ((point - 0x10000) >> 10), first, last, 1);
    this.add(0xdc00 + ((point - 0x10000) & 0x3ff), first, last, 1);
  }

  /** A stretch of the view before, of which nothing is decoded in this step. */
  addPart(view: View, begin: number, end: number): void {
    this.makeRoom(end - begin);
    const { length, units, fresh, first, last } = this;
    if (end - begin < few)
      for (let at = begin, next = length; at < end; at++, next++) {
        units[next] = view.units[at] ?? 0;
        fresh[next] = 0;
      }
    else {
      units.set(view.units.subarray(begin, end), length);
      fresh.fill(0, length, length + end - begin);
    }
    if (this.notesPlaces)
      for (let at = begin, next = length; at < end; at++, next++) {
        first[next] = at;
        last[next] = at;
      }
    this.length += end - begin;
  }

  makeRoom(more: number): void {
    if (this.length + more <= this.units.length) return;
    const memory = this.#memory;
    const capacity = Math.max(memory.units.length, this.units.length * 2, this.length + more);
    const { units, fresh, first, last } = this;
    // What was written before stays where it is.
    memory.units = new Uint16Array(capacity);
    memory.units.set(units);
    memory.fresh = new Uint8Array(capacity);
    memory.fresh.set(fresh);
    memory.used = 0;
    ({ units: this.units, fresh: this.fresh } = memory);
    if (!this.notesPlaces) return;
    this.first = new Int32Array(capacity);
    this.first.set(first);
    this.last = new Int32Array(capacity);
    this.last.set(last);
  }

  /** What is written from here on can be read again by itself, as this and from there. */
  startPiece(what: number, from: number): void {
    this.pieces.push(this.length, what, from);
  }

  /** Forgets what was written, and leaves nothing of it. */
  clear(): void {
    fill(this.units, 0, 0, this.length);
    this.length = 0;
  }

  /** What was written, for good: what is written next comes behind it. */
  done(): Pick<View, "length" | "units" | "fresh"> {
    const { length } = this;
    this.#memory.used += length;
    return { length, units: this.units.subarray(0, length), fresh: this.fresh.subarray(0, length) };
  }
}

/** Where in the list of pieces the one is that holds a unit. */
const pieceAt = (pieces: readonly number[], unit: number): number => {
  let [low, high] = [0, pieces.length / 3];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((pieces[middle * 3] ?? 0) <= unit) low = middle;
    else high = middle;
  }
  return low * 3;
};

/**
 * What a step reads in a view. Where somebody asks from where a unit came, it is read again with places: by `again` the piece in
 * which it is, or where the step knows no pieces all of it.
 */
export const readIn = (
  view: View,
  step: (view: View, out: Written) => void,
  again?: (view: View, what: number, from: number, out: Written) => void,
  memory?: Memory,
): View => {
  const written = new Written(false, memory);
  step(view, written);
  const { pieces } = written;
  let known: { readonly begin: number; readonly out: Written } | undefined;
  const placed = (unit: number) => {
    if (known && unit >= known.begin && unit < known.begin + known.out.length) return known;
    const out = new Written(true);
    const at = pieceAt(pieces, unit);
    if (again) again(view, pieces[at + 1] ?? 0, pieces[at + 2] ?? 0, out);
    else step(view, out);
    known = { begin: pieces[at] ?? 0, out };
    return known;
  };
  const placeOf = (unit: number, which: "first" | "last"): number => {
    const { begin, out } = placed(unit);
    return out[which][unit - begin] ?? 0;
  };
  return {
    ...written.done(),
    from: (unit) => view.from(placeOf(unit, "first")),
    to: (unit) => view.to(placeOf(unit, "last")),
  };
};
