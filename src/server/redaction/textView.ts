/**
 * A text as something reads it: its UTF-16 units once escapes or an encoding are taken off, each with the span of the
 * original text that it came from. What is found in a view can so be masked in the text that was really written.
 */
export interface View {
  readonly length: number;
  readonly units: Uint16Array;
  /** Where the unit begins and ends in the original text. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** 1 for a unit that the last step decoded: what holds none of them was there to see a step before. */
  readonly fresh: Uint8Array;
}

/** Between pieces that do not belong together; no secret holds it. */
export const separator = 0xffff;

/** A view that grows. */
export class ViewBuilder implements View {
  length = 0;
  units: Uint16Array;
  from: Int32Array;
  to: Int32Array;
  fresh: Uint8Array;

  constructor(capacity: number) {
    this.units = new Uint16Array(capacity);
    this.from = new Int32Array(capacity);
    this.to = new Int32Array(capacity);
    this.fresh = new Uint8Array(capacity);
  }

  add(unit: number, from: number, to: number, fresh: 0 | 1): void {
    if (this.length === this.units.length) this.#grow();
    this.units[this.length] = unit;
    this.from[this.length] = from;
    this.to[this.length] = to;
    this.fresh[this.length] = fresh;
    this.length += 1;
  }

  /** A code point as its one or two units. */
  addPoint(point: number, from: number, to: number): void {
    if (point <= 0xffff) {
      this.add(point, from, to, 1);
      return;
    }
    this.add(0xd800 + ((point - 0x10000) >> 10), from, to, 1);
    this.add(0xdc00 + ((point - 0x10000) & 0x3ff), from, to, 1);
  }

  /** Adds a stretch of another view, of which nothing is decoded in this step. */
  addPart(view: View, begin: number, end: number): void {
    this.makeRoom(end - begin);
    const { length, units, from, to, fresh } = this;
    if (end - begin < 32) {
      for (let at = begin, next = length; at < end; at++, next++) {
        units[next] = view.units[at] ?? 0;
        from[next] = view.from[at] ?? 0;
        to[next] = view.to[at] ?? 0;
        fresh[next] = 0;
      }
      this.length += end - begin;
      return;
    }
    units.set(view.units.subarray(begin, end), length);
    from.set(view.from.subarray(begin, end), length);
    to.set(view.to.subarray(begin, end), length);
    fresh.fill(0, length, length + end - begin);
    this.length += end - begin;
  }

  makeRoom(more: number): void {
    if (this.length + more > this.units.length) this.#grow(more);
  }

  #grow(more = 1): void {
    const capacity = Math.max(64, this.units.length * 2, this.length + more);
    const grown = new ViewBuilder(capacity);
    grown.units.set(this.units);
    grown.from.set(this.from);
    grown.to.set(this.to);
    grown.fresh.set(this.fresh);
    ({ units: this.units, from: this.from, to: this.to, fresh: this.fresh } = grown);
  }
}

/** The text as it is. */
export const viewOf = (text: string): View => {
  const { length } = text;
  const view = new ViewBuilder(length);
  const { units, from, to, fresh } = view;
  for (let at = 0; at < length; at++) {
    units[at] = text.charCodeAt(at);
    from[at] = at;
    to[at] = at + 1;
  }
  fresh.fill(1);
  view.length = length;
  return view;
};

/** A stretch of a view. */
export const partOf = (view: View, begin: number, end: number): View => ({
  length: end - begin,
  units: view.units.subarray(begin, end),
  from: view.from.subarray(begin, end),
  to: view.to.subarray(begin, end),
  fresh: view.fresh.subarray(begin, end),
});

/** Units with their number; a typed array may be longer than what it holds. */
export type Units = Pick<View, "length" | "units">;

/** Units as a text. */
export const textOf = ({ units, length }: Units): string =>
  Buffer.from(units.buffer, units.byteOffset, length * 2).toString("utf16le");

/** How long a UTF-8 sequence is that begins with this byte; 1 where none does. */
const sequenceLength = (lead: number): number =>
  lead >= 0xf0 && lead <= 0xf4 ? 4 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xc2 && lead < 0xe0 ? 2 : 1;

/** Bytes with the stretch of the original text that each came from. Values above 255 are units already. */
export class Bytes {
  length = 0;
  values: Uint16Array;
  from: Int32Array;
  to: Int32Array;

  constructor(capacity: number) {
    this.values = new Uint16Array(capacity);
    this.from = new Int32Array(capacity);
    this.to = new Int32Array(capacity);
  }

  /** The same without its bytes, and with room for so many. */
  emptied(capacity: number): this {
    this.length = 0;
    if (capacity > this.values.length) {
      this.values = new Uint16Array(capacity * 2);
      this.from = new Int32Array(capacity * 2);
      this.to = new Int32Array(capacity * 2);
    }
    return this;
  }

  add(value: number, from: number, to: number): void {
    this.values[this.length] = value;
    this.from[this.length] = from;
    this.to[this.length] = to;
    this.length += 1;
  }
}

/** The code point of the UTF-8 sequence of that length at a place, or -1 where there is none. */
const pointAt = ({ values, length }: Bytes, at: number, size: number): number => {
  if (at + size > length) return -1;
  let point = (values[at] ?? 0) & (0x7f >> size);
  for (let next = at + 1; next < at + size; next++) {
    const byte = values[next] ?? 0;
    if (byte >> 6 !== 2) return -1;
    point = (point << 6) | (byte & 0x3f);
  }
  return point > 0x10ffff ? -1 : point;
};

/**
 * Bytes as text: UTF-8 where they are, else each byte as the character of its number. UTF-16 of Western letters comes out
 * as these with zeros between.
 */
export const addBytes = (out: ViewBuilder, bytes: Bytes): void => {
  out.makeRoom(bytes.length);
  const { values, from, to, length: end } = bytes;
  const { units, from: outFrom, to: outTo, fresh } = out;
  let { length } = out;
  for (let at = 0; at < end;) {
    const unit = values[at] ?? 0;
    const begins = from[at] ?? 0;
    let point = unit;
    let size = unit < 0xc2 ? 1 : sequenceLength(unit);
    if (size > 1) {
      point = pointAt(bytes, at, size);
      if (point < 0) {
        point = unit;
        size = 1;
      }
    }
    const ends = to[at + size - 1] ?? 0;
    at += size;
    // Of UTF-16 every second byte of a Western letter is zero: without them it is the text again.
    if (point === 0) continue;
    const high = point > 0xffff ? 0xd800 + ((point - 0x10000) >> 10) : point;
    units[length] = high;
    outFrom[length] = begins;
    outTo[length] = ends;
    fresh[length] = 1;
    length += 1;
    if (point <= 0xffff) continue;
    units[length] = 0xdc00 + ((point - 0x10000) & 0x3ff);
    outFrom[length] = begins;
    outTo[length] = ends;
    fresh[length] = 1;
    length += 1;
  }
  out.length = length;
};
