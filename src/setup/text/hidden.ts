/** Characters that a reader does not see, or that turn what is beside them about. Pure. */

/**
 * Control and format characters - among them those that change the direction of writing (Unicode TR 36, "Bidirectional
 * text spoofing") -, whatever Unicode says may be left undrawn, line ends of its own, spaces that are not the plain one,
 * unassigned and private characters, halves of a character, and the empty Braille pattern.
 */
const hidden =
  /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Cn}\p{Co}\p{Cs}\u2800]|(?! )\p{Zs}/u;
const everyHidden =
  /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Cn}\p{Co}\p{Cs}\u2800]|(?! )\p{Zs}/gu;

/** What stands in the place of what a session hides: a secret that it knows, and what lets somebody in to an address. */
export const knownSecretMask = "********";

/** Whether a text holds a character that cannot be seen. */
export const holdsHidden = (text: string): boolean => hidden.test(text);

/** The text with each such character by its number, such as `<U+202E>`. */
export const withHiddenShown = (text: string): string =>
  text.replaceAll(
    everyHidden,
    (one) => `<U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`,
  );
