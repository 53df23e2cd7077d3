/** Long texts of others, cut. Pure. */
import * as l10n from "@vscode/l10n";

/** A word may be this long and still be left out whole. */
const longestWord = 4096;

/**
 * The beginning of a text that is longer than `longest` characters, and how much is left out, so that nobody takes it for
 * all. It ends between two words where it can: of half a secret nobody would see that it is one.
 */
export const cutText = (text: string, longest: number): string => {
  if (text.length <= longest) return text;
  let end = longest;
  while (end > 0 && longest - end < longestWord && /\S/u.test(text.charAt(end))) end -= 1;
  if (/\S/u.test(text.charAt(end))) end = longest;
  return `${text.slice(0, end)}\n${l10n.t("... and {0} characters more.", text.length - end)}`;
};

/** A text of a bounded length. */
export const shortened = (text: string, length: number, mark = " [...]"): string =>
  text.length <= length ? text : `${text.slice(0, length)}${mark}`;

/**
 * A text of others, masked and of a bounded length, at a cost that is bounded too. It is cut before it is masked; what stands
 * right before that cut may be half of a secret, and goes as well.
 */
export const maskedAndShort = (
  mask: (text: string) => string,
  text: string,
  length: number,
  mark = " [...]",
): string => {
  if (text.length <= length * 2) return shortened(mask(text), length, mark);
  const clean = mask(text.slice(0, length * 2));
  return `${clean.slice(0, Math.max(0, Math.min(length, clean.length - length / 2)))}${mark}`;
};
