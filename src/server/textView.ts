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

  #grow(): void {
    const capacity = Math.max(64, this.units.length * 2);
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
  const view = new ViewBuilder(text.length);
  for (let at = 0; at < text.length; at++) view.add(text.charCodeAt(at), at, at + 1, 1);
  return view;
};

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
  readonly values: Uint16Array;
  readonly from: Int32Array;
  readonly to: Int32Array;

  constructor(capacity: number) {
    this.values = new Uint16Array(capacity);
    this.from = new Int32Array(capacity);
    this.to = new Int32Array(capacity);
  }

  add(value: number, from: number, to: number): void {
    this.values[this.length] = value;
    this.from[this.length] = from;
    this.to[this.length] = to;
    this.length += 1;
  }
}

/** The code point of the UTF-8 sequence at a place and its length; of one that is none, the byte itself. */
const pointAt = ({ values, length }: Bytes, at: number): readonly [point: number, length: number] => {
  const lead = values[at] ?? 0;
  const size = sequenceLength(lead);
  if (size === 1 || at + size > length) return [lead, 1];
  let point = lead & (0x7f >> size);
  for (let next = at + 1; next < at + size; next++) {
    const byte = values[next] ?? 0;
    if (byte >> 6 !== 2) return [lead, 1];
    point = (point << 6) | (byte & 0x3f);
  }
  return point > 0x10ffff ? [lead, 1] : [point, size];
};

/**
 * Bytes as text: UTF-8 where they are, else each byte as the character of its number. UTF-16 of Western letters comes out
 * as these with zeros between.
 */
export const addBytes = (out: ViewBuilder, bytes: Bytes): void => {
  for (let at = 0; at < bytes.length;) {
    const unit = bytes.values[at] ?? 0;
    if (unit < 0x80) {
      // Of UTF-16 every second byte of a Western letter: without them it is the text again.
      if (unit > 0) out.add(unit, bytes.from[at] ?? 0, bytes.to[at] ?? 0, 1);
      at += 1;
      continue;
    }
    const [point, length] = pointAt(bytes, at);
    out.addPoint(point, bytes.from[at] ?? 0, bytes.to[at + length - 1] ?? 0);
    at += length;
  }
};
