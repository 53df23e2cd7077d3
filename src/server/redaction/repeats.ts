/** Of a text that repeats itself, so that each stretch of it is looked at once. */
import type { Units } from "./textView.ts";

/** The longest piece that is recognised, in units. */
const longestPiece = 64;

/** The length of the piece that a text repeats from its beginning to its end; 0 where it does not. */
export const pieceOf = ({ units, length }: Units): number => {
  for (let piece = 1; piece <= longestPiece && piece * 2 <= length; piece++) {
    let at = piece;
    while (at < length && units[at] === units[at - piece]) at += 1;
    if (at === length) return piece;
  }
  return 0;
};
