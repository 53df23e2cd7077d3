/** Texts of any characters at all, for properties. */
import fc from "fast-check";

/** The code points beside the surrogates: below these there are 0xd800, above them the rest. */
const surrogates = { first: 0xd800, count: 0x800 };

/**
 * Every character of Unicode, each as often. What fast-check's own unit `binary` makes, which looks a character up in a
 * table of all of them: making that takes a process seconds.
 */
const anyCharacter = fc.nat(0x10ffff - surrogates.count).map(
  (at) => String.fromCodePoint(at < surrogates.first ? at : at + surrogates.count),
  (character) => {
    const point = typeof character === "string" ? character.codePointAt(0) : undefined;
    if (point === undefined || character !== String.fromCodePoint(point)) throw new Error("No character.");
    return point < surrogates.first ? point : point - surrogates.count;
  },
);

export const anyText = (lengths: { readonly minLength?: number; readonly maxLength?: number } = {}) =>
  fc.string({ ...lengths, unit: anyCharacter });
