/** What a bundle of logs would hold, as a page to look through before it is made. Pure. */
import * as l10n from "@vscode/l10n";
import { knownSecretMask } from "../text/hidden.ts";
import { leftOutReason } from "./leftOut.ts";
import type { LogPreview } from "../operations/logs.ts";
import { lineLength, plainLines, plainText } from "../text/plainText.ts";

/** So many lines of an entry are shown: more than the server sends of the lines that logs have. */
const mostLines = 1000;

const told = ({ text, complete, unread }: LogPreview["parts"][number]): string =>
  unread !== undefined
    ? l10n.t("It could not be read: {0}", plainText(unread, lineLength))
    : text.trim() === ""
      ? l10n.t("It is empty.")
      : complete
        ? l10n.t("The whole of it:")
        : l10n.t("A part of it; the rest is masked in the same way:");

/** A text page: what is hidden and what is not, the entries, what is left out and why, then what is in each. */
export const logPreview = ({ parts, left }: LogPreview, hideNames: boolean): string =>
  [
    l10n.t("This is what others would read. Nothing is written yet."),
    hideNames
      ? l10n.t(
          "Known forms of tokens, passwords, addresses, tenants and users are hidden: look before you pass it on.",
        )
      : l10n.t(
          "Known forms of tokens, passwords and addresses are hidden, tenants and users are not: look before you pass it on.",
        ),
    // The session hides what was typed here in the page, and in what the server writes into the file.
    ...(parts.some(({ text }) => text.includes(knownSecretMask))
      ? [
          l10n.t(
            "Where {0} stands, something is hidden that is, or may be, a password or token typed here. The file does not hold it either.",
            knownSecretMask,
          ),
        ]
      : []),
    parts.map(({ entry }) => `  ${plainText(entry)}`).join("\n"),
    ...left.map((one) =>
      [
        leftOutReason(one),
        ...one.entries.map((entry) => `  ${plainText(entry)}`),
        ...(one.count > one.entries.length
          ? [`  ${l10n.t("and {0} more", one.count - one.entries.length)}`]
          : []),
      ].join("\n"),
    ),
    ...parts.map((part) =>
      [
        `==== ${plainText(part.entry)} ====`,
        told(part),
        "",
        part.unread === undefined ? plainLines(part.text, mostLines, 5 * lineLength) : "",
      ]
        .join("\n")
        .trimEnd(),
    ),
    "",
  ].join("\n\n");
