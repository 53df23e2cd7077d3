/**
 * Names that may be others than they look like: letters of one script beside those of another, letters that DNS carries as
 * `xn--...`. Unicode TR 39, "Unicode Security Mechanisms", section 5.1, tells which scripts a word may mix; Microsoft's
 * naming conventions for domains know a to z, so any other letter is shown with its number. Pure.
 */
import * as l10n from "@vscode/l10n";
import punycode from "punycode/punycode.js";
import type { Evidence } from "../finding.ts";
import { withHiddenShown } from "../text/hidden.ts";

const scripts = [
  ...["Latin", "Cyrillic", "Greek", "Armenian", "Georgian", "Hebrew", "Arabic", "Cherokee", "Coptic", "Lisu"],
  ...["Devanagari", "Bengali", "Tamil", "Thai", "Ethiopic", "Tifinagh", "Nko", "Canadian_Aboriginal"],
  ...["Han", "Hiragana", "Katakana", "Bopomofo", "Hangul"],
].map((name) => ({ name, has: new RegExp(`^\\p{Script=${name}}$`, "u") }));

/** Those that are written together, and with Latin letters. */
const togetherInAsia = new Set(["Latin", "Han", "Hiragana", "Katakana", "Bopomofo", "Hangul"]);

const isCommon = /^[\p{Script=Common}\p{Script=Inherited}]$/u;

/** The script of a character by Unicode's name; undefined where it belongs to none or to all. */
const scriptOf = (one: string): string | undefined =>
  isCommon.test(one) ? undefined : (scripts.find(({ has }) => has.test(one))?.name ?? "?");

const mixes = (text: string): readonly string[] => {
  const found = [...new Set(Array.from(text).flatMap((one) => scriptOf(one) ?? []))];
  return found.length > 1 && !found.every((one) => togetherInAsia.has(one)) ? found : [];
};

/** At most so many letters are named one by one. */
const mostLetters = 12;

const foreignLetters = (text: string): readonly string[] => [
  ...new Set(Array.from(text).filter((one) => (one.codePointAt(0) ?? 0) > 127)),
];

const numbered = (letters: readonly string[]): string =>
  letters
    .slice(0, mostLetters)
    .map((one) => {
      const number = (one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
      const script = scriptOf(one);
      return [withHiddenShown(one), `U+${number}`, ...(script === undefined ? [] : [script])].join(" ");
    })
    .concat(letters.length > mostLetters ? ["..."] : [])
    .join(", ");

/** What a name stands for where parts of it are written as `xn--...`; what stands for nothing is left as it is. */
const meant = (name: string): string =>
  name
    .split(".")
    .map((part) => {
      if (!/^xn--/iu.test(part)) return part;
      try {
        return punycode.toUnicode(part.toLowerCase());
      } catch {
        return part;
      }
    })
    .join(".");

/** What may deceive in a DNS name, as rows to compare; none where it holds ASCII alone and stands for nothing else. */
export const doubtsOfHost = (name: string): readonly Evidence[] => {
  const said = meant(name);
  const letters = foreignLetters(said);
  const coded = punycode.toASCII(name.toLowerCase());
  const mixed = said.split(".").flatMap((part) => {
    const found = mixes(part);
    return found.length > 0 ? [`${withHiddenShown(part)}: ${found.join(", ")}`] : [];
  });
  return [
    ...(said === name ? [] : [{ name: l10n.t("Stands for"), value: withHiddenShown(said) }]),
    ...(mixed.length > 0 ? [{ name: l10n.t("Scripts in one word"), value: mixed.join("; ") }] : []),
    ...(letters.length > 0 ? [{ name: l10n.t("Letters other than a to z"), value: numbered(letters) }] : []),
    ...(coded === name.toLowerCase() ? [] : [{ name: l10n.t("In DNS"), value: coded }]),
    ...(said === name && /(?:^|\.)xn--/iu.test(name)
      ? [{ name: l10n.t("Stands for"), value: l10n.t("nothing: a part that begins with xn-- is not valid") }]
      : []),
  ];
};

/** The words of an account's name that mix scripts, with these. */
const mixedWords = (name: string): readonly string[] =>
  name.split(/[\s\\._$-]+/u).flatMap((word) => {
    const found = mixes(word);
    return found.length > 0 ? [`${word}: ${found.join(", ")}`] : [];
  });

/**
 * What may deceive in the name of a managed service account: any letter other than a to z. AD takes them; whoever names a
 * service for Windows seldom uses one, and a name in one foreign script can look like another one, too.
 */
export const doubtsOfManagedAccount = (name: string): readonly Evidence[] => {
  const mixed = mixedWords(name);
  const letters = foreignLetters(name);
  return [
    ...(mixed.length > 0 ? [{ name: l10n.t("Scripts in one word"), value: mixed.join("; ") }] : []),
    ...(letters.length > 0 ? [{ name: l10n.t("Letters other than a to z"), value: numbered(letters) }] : []),
  ];
};

/** What may deceive in a user's name: scripts mixed in one word, and what its domain may hide. */
export const doubtsOfUser = (name: string): readonly Evidence[] => {
  const at = name.lastIndexOf("@");
  const mixed = mixedWords(at < 0 ? name : name.slice(0, at));
  return [
    ...(mixed.length > 0
      ? [
          { name: l10n.t("Scripts in one word"), value: mixed.join("; ") },
          { name: l10n.t("Letters other than a to z"), value: numbered(foreignLetters(name)) },
        ]
      : []),
    ...(at < 0 ? [] : doubtsOfHost(name.slice(at + 1))),
  ];
};
