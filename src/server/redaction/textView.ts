/**
 * A text as something reads it: its UTF-16 units once escapes or an encoding are taken off. What is found in a view can be
 * masked in the text that was really written, since each unit knows where it came from - worked out only where it is asked,
 * for in most texts nothing is found.
 */
export interface View {
  readonly length: number;
  readonly units: Uint16Array;
  /** 1 for a unit that the last step decoded: what holds none of them was there to see a step before. */
  readonly fresh: Uint8Array;
  /** Where a unit begins and ends in the original text. */
  readonly from: (at: number) => number;
  readonly to: (at: number) => number;
}

/** Between pieces that do not belong together; no secret holds it. */
export const separator = 0xffff;

/** Units as they are. */
export const viewOfUnits = (units: Uint16Array): View => ({
  length: units.length,
  units,
  fresh: new Uint8Array(units.length).fill(1),
  from: (at) => at,
  to: (at) => at + 1,
});

/** The text as it is. */
export const viewOf = (text: string): View => {
  const units = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at++) units[at] = text.charCodeAt(at);
  return viewOfUnits(units);
};

/** A stretch of a view. */
export const partOf = (view: View, begin: number, end: number): View => ({
  length: end - begin,
  units: view.units.subarray(begin, end),
  fresh: view.fresh.subarray(begin, end),
  from: (at) => view.from(begin + at),
  to: (at) => view.to(begin + at),
});

/** Units with their number; a typed array may be longer than what it holds. */
export type Units = Pick<View, "length" | "units">;

/** Units as a text. */
export const textOf = ({ units, length }: Units): string =>
  Buffer.from(units.buffer, units.byteOffset, length * 2).toString("utf16le");
