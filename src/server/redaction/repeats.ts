/** Of a text that repeats itself, so that each stretch of it is looked at once. */
import type { Units } from "./textView.ts";

/** The longest piece that is recognised, in units. */
const longestPiece = 64;

/** Whether the first units, so many, are one piece again and again. */
const repeats = ({ units }: Units, piece: number, length: number): boolean => {
  for (let at = piece; at < length; at++) if (units[at] !== units[at - piece]) return false;
  return true;
};

/** The length of the piece that a text repeats from its beginning to its end; 0 where it does not. */
export const pieceOf = (text: Units): number => {
  const { length } = text;
  // The shortest piece of a beginning that holds two of the longest is that of the text, or the text has none: where two
  // pieces fit into a stretch, their common divisor does (Fine and Wilf). So the text is read to its end once.
  const beginning = Math.min(length, longestPiece * 2);
  for (let piece = 1; piece <= longestPiece && piece * 2 <= length; piece++)
    if (repeats(text, piece, beginning)) return repeats(text, piece, length) ? piece : 0;
  return 0;
};
