/** Bytes as text. */
import { viewOfUnits, type View } from "./textView.ts";
import { fill, readIn, type Written } from "./written.ts";

/** Bytes; values above 255 are units already. */
export class Bytes {
  length = 0;
  values = new Uint16Array(1024);
  #used = 0;

  /** Without its bytes, and with room for so many, and for three to look at behind them. */
  emptied(room: number): this {
    this.length = 0;
    this.#used = Math.max(this.#used, room);
    if (this.values.length < room + 3) this.values = new Uint16Array(room * 2 + 3);
    return this;
  }

  /** Leaves nothing of what it held in memory that is used again. */
  clear(): void {
    fill(this.values, 0, 0, this.#used);
    this.#used = 0;
    this.length = 0;
  }
}

/** Of a byte, or of a digit of it, a unit of the view that it was read in. */
type UnitAt = (at: number) => number;

/** How long a UTF-8 sequence is that begins with this byte; 1 where none does. */
const sequenceLength = (lead: number): number =>
  lead >= 0xf0 && lead <= 0xf4 ? 4 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xc2 && lead < 0xe0 ? 2 : 1;

/** The code point of the UTF-8 sequence of several bytes that begins there, or -1 where none does. */
const sequenceAt = ({ values, length }: Bytes, at: number): number => {
  const size = sequenceLength(values[at] ?? 0);
  if (size === 1 || at + size > length) return -1;
  let point = (values[at] ?? 0) & (0x7f >> size);
  for (let next = at + 1; next < at + size; next++) {
    const byte = values[next] ?? 0;
    if (byte >> 6 !== 2) return -1;
    point = (point << 6) | (byte & 0x3f);
  }
  return point > 0x10ffff ? -1 : point;
};

/** Notes of which units of the view before the characters of the bytes are made, the first of which is at `begin`. */
const notePlaces = (out: Written, begin: number, bytes: Bytes, first: UnitAt, last: UnitAt): void => {
  let unit = begin;
  for (let at = 0; at < bytes.length;) {
    const sequence = sequenceAt(bytes, at);
    const lead = bytes.values[at] ?? 0;
    const next = at + (sequence < 0 ? 1 : sequenceLength(lead));
    const point = sequence < 0 ? lead : sequence;
    const end = unit + (point === 0 ? 0 : point > 0xffff ? 2 : 1);
    for (; unit < end; unit++) {
      out.first[unit] = first(at);
      out.last[unit] = last(next - 1);
    }
    at = next;
  }
};

/**
 * Writes bytes as text, without places. The inner loop takes bytes that are each a character, has one branch and nothing else in
 * it: here the time is spent where what is decoded is no text.
 */
const addUnits = (out: Written, bytes: Bytes): void => {
  const { values, length: end } = bytes;
  const { units } = out;
  let { length } = out;
  for (let at = 0; ;) {
    let lead = values[at] ?? 0;
    for (; at < end; at++) {
      const next = values[at + 1] ?? 0;
      // None of these is negative where the byte is from 0xc2 to 0xf4 and the next one from 0x80 to 0xbf.
      if (((lead - 0xc2) | (0xf4 - lead) | (next - 0x80) | (0xbf - next)) >= 0) break;
      units[length] = lead;
      // Of UTF-16 every second byte of a Western letter is zero: without them it is the text again.
      length += -lead >>> 31;
      lead = next;
    }
    if (at >= end) break;
    if (lead < 0xe0 && at + 1 < end) {
      units[length] = ((lead & 0x1f) << 6) | ((values[at + 1] ?? 0) & 0x3f);
      length += 1;
      at += 2;
      continue;
    }
    const sequence = (values[at + 2] ?? 0) >> 6 === 2 ? sequenceAt(bytes, at) : -1;
    const point = sequence < 0 ? lead : sequence;
    units[length] = point > 0xffff ? 0xd800 + ((point - 0x10000) >> 10) : point;
    length += -point >>> 31;
    if (point > 0xffff) {
      units[length] = 0xdc00 + (point & 0x3ff);
      length += 1;
    }
    at += sequence < 0 ? 1 : sequenceLength(lead);
  }
  out.length = length;
};

/**
 * Bytes as text: UTF-8 where they are, else each byte as the character of its number. UTF-16 of Western letters comes out
 * as these with zeros between. `first` and `last`: of which units of the view before a byte is made.
 */
export const addBytes = (out: Written, bytes: Bytes, first: UnitAt, last: UnitAt): void => {
  out.makeRoom(bytes.length);
  const begin = out.length;
  addUnits(out, bytes);
  fill(out.fresh, 1, begin, out.length);
  if (out.notesPlaces) notePlaces(out, begin, bytes, first, last);
};

/** Bytes as a decoded text shows them. */
export const viewOfBytes = (bytes: Uint8Array): View =>
  readIn(viewOfUnits(Uint16Array.from(bytes)), ({ units, length }, out) => {
    const read = new Bytes().emptied(length);
    read.values.set(units);
    read.length = length;
    addBytes(
      out,
      read,
      (at) => at,
      (at) => at,
    );
  });
