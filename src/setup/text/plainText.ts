/**
 * Text for surfaces that interpret what they show: VS Code makes links and commands of `[words](target)`, icons of
 * `$(name)` - in notifications, prompts, titles, lists, trees and the status bar - and draws right-to-left and invisible
 * characters as they ask for. Of a text that others wrote, only the words may arrive there.
 */

/** What stands in the place of an invisible character: that there was one is to be seen. */
const invisible = "\u{FFFD}";

/** How long a line of a surface may be, in characters. */
export const lineLength = 400;

/** Under the u flag \p{Cs} is half a character without its other half. */
const unseen = /[\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]/gu;

/** A text for a surface that interprets nothing, the page: each character is to be seen. Line ends and tabs stay. */
export const visibleText = (text: string): string =>
  text.replace(unseen, invisible).replace(/[^\P{Cc}\n\t]/gu, " ");

/** A command that a person copies: what is pasted is one line, and what is seen. */
export const plainCommand = (text: string): string =>
  text.replace(unseen, invisible).replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ");

/**
 * One line without links, commands, icons, control, invisible and direction characters, at most `maxLength` characters.
 * Line ends become spaces, as other control characters do.
 */
export const plainText = (text: string, maxLength = lineLength): string => {
  // Cut first: what is thrown away costs nothing. Each character can become two.
  const cut = text.length > 2 * maxLength ? text.slice(0, 2 * maxLength) : text;
  const seen = cut
    .replace(unseen, invisible)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ")
    .replace(/\](?=\()/gu, "] ")
    .replace(/\$(?=\()/gu, "$ ");
  const characters = Array.from(seen);
  return characters.length > maxLength || cut.length < text.length
    ? `${characters.slice(0, maxLength - 1).join("")}…`
    : seen;
};

/** Several lines, each as `plainText` makes it; of more than `maxLines` the first. */
export const plainLines = (text: string, maxLines = 200, maxLength = lineLength): string => {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/u, maxLines + 1);
  return lines
    .slice(0, maxLines)
    .map((line) => plainText(line, maxLength))
    .concat(lines.length > maxLines ? ["…"] : [])
    .join("\n");
};

/**
 * Words inside a paragraph or a cell of Markdown: plain, and no mark-up, formulas between dollar signs included. VS Code's
 * preview makes links of bare addresses too, and in older versions of escaped ones, others of what begins with www: a comment,
 * which is not drawn, divides them.
 */
export const markdownText = (text: string, maxLength = 2000): string =>
  plainText(text, maxLength)
    .replace(/[\\`*_[\]<>&#~|$]/gu, "\\$&")
    .replace(/@|(?<=\/)\/|(?<=www)\./giu, "<!---->$&");

/** A block of Markdown that shows every line as it is, whatever mark-up it holds. */
export const markdownBlock = (text: string, maxLength = 4000): string =>
  text
    .split(/\r\n|[\n\r\u2028\u2029]/u)
    .map((line) => `    ${plainText(line, maxLength)}`.trimEnd())
    .join("\n");
