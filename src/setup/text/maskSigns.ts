/**
 * Signs that secrets are recognised by, as addresses, XML and JSON write them, and the sign: where one is found, secrets
 * are looked for once more. Pure.
 */
import { form, type MaskForm } from "./maskForm.ts";

const { raw } = String;

/** A sign in an address, an entity or a text of JSON. */
const written = (hex: string, ...names: readonly string[]): string =>
  [
    `%${hex}`,
    ...names.map((name) => `&${name};`),
    `&#0{0,9}${parseInt(hex, 16)};`,
    `&#x0{0,9}${hex};`,
    raw`\\u00${hex}`,
    raw`\\x${hex}`,
  ].join("|");
const signs = [
  ["<", "3c", "lt"],
  [">", "3e", "gt"],
  ['"', "22", "quot"],
  ["'", "27", "apos"],
  ["=", "3d", "equals"],
  [":", "3a", "colon"],
  ["/", "2f", "sol"],
  ["@", "40", "commat"],
  ["[", "5b", "lsqb", "lbrack"],
  ["]", "5d", "rsqb", "rbrack"],
  ["{", "7b", "lcub", "lbrace"],
  ["}", "7d", "rcub", "rbrace"],
  [",", "2c", "comma"],
  [" ", "20"],
] as const;

export const signForms: readonly MaskForm[] = [
  // First what the others begin with, encoded however often.
  form(raw`%(?:25)+(?=[2-7][\da-f])`, "%"),
  form(raw`(?:${written("26", "amp")})(?:amp;)*(?=[a-z]{2,8};|#x?\d)`, "&"),
  ...signs.map(([sign, hex, ...names]) => form(written(hex, ...names), sign)),
];
