/** How programs write a text that they are given: one function for each form. */

/** Secrets as people choose them, with what programs write in another way. */
export const plainSecrets: readonly string[] = [
  "Correct-Horse7",
  "P@ssw0rd!2026",
  "Kan4ry!(x)*'\u00fc z",
  `a"b\\c$d&e<f>'g%41+h`,
  "\u043f\u0430\u0440\u043e\u043b\u044c-2026",
];

type Form = (text: string) => string;

const units = (text: string): number[] => Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");
const bytes = (text: string): number[] => [...Buffer.from(text)];

/** .NET's Uri.EscapeDataString: all but letters, digits and `-._~`. */
const dotNetPercent: Form = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/gu, (char) => `%${hex(char.charCodeAt(0), 2).toUpperCase()}`);
const escapedUnits = (text: string, which: RegExp, write: (unit: number) => string): string =>
  text.replace(which, (char) => units(char).map(write).join(""));
const xml: Form = (text) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&apos;");
const points = (text: string, write: (point: number) => string): string =>
  Array.from(text)
    .map((char) => (/[A-Za-z0-9 ]/u.test(char) ? char : write(char.codePointAt(0) ?? 0)))
    .join("");
const utf16 = (text: string): Buffer => Buffer.from(text, "utf16le");
const everySo = (text: string, length: number, between: string): string =>
  (text.match(new RegExp(`[^]{1,${length}}`, "gu")) ?? []).join(between);

/** Forms that can hold each other. */
export const encodings: Readonly<Record<string, Form>> = {
  plain: (text) => text,
  "percent by JavaScript": encodeURIComponent,
  "percent by .NET": dotNetPercent,
  "percent in lower case": (text) => dotNetPercent(text).replace(/%../gu, (one) => one.toLowerCase()),
  "percent of every byte": (text) =>
    bytes(text)
      .map((byte) => `%${hex(byte, 2)}`)
      .join(""),
  form: (text) => dotNetPercent(text).replaceAll("%20", "+"),
  json: (text) => JSON.stringify(text),
  "json of ASCII": (text) => escapedUnits(JSON.stringify(text), /[^ -~]/g, (unit) => `\\u${hex(unit, 4)}`),
  "json by System.Text.Json": (text) =>
    escapedUnits(
      JSON.stringify(text).replaceAll('\\"', "\\u0022"),
      /[^ -~]|[&'<>+`]/g,
      (unit) => `\\u${hex(unit, 4).toUpperCase()}`,
    ),
  "json with slashes": (text) => JSON.stringify({ a: [text] }).replaceAll("/", "\\/"),
  xml,
  "decimal entities": (text) => points(text, (point) => `&#${point};`),
  "hex entities": (text) => points(text, (point) => `&#x${hex(point, 1)};`),
  base64: (text) => Buffer.from(text).toString("base64"),
  "base64 for addresses": (text) => Buffer.from(text).toString("base64url"),
  "base64 of UTF-16": (text) => utf16(text).toString("base64"),
  "base64 in lines": (text) => everySo(Buffer.from(text).toString("base64"), 20, "\r\n    "),
  hex: (text) => Buffer.from(text).toString("hex"),
  "hex by BitConverter": (text) =>
    bytes(text)
      .map((byte) => hex(byte, 2).toUpperCase())
      .join("-"),
  "backslashes before signs": (text) => text.replace(/["'\\$`]/gu, "\\$&"),
  "backticks before signs": (text) => text.replace(/["'$`]/gu, "`$&"),
  "doubled quotes": (text) => text.replaceAll("'", "''").replaceAll('"', '""'),
};

/** And those that change the text so that only a person would take it for the same, or that stand alone. */
export const secretForms: Readonly<Record<string, Form>> = {
  ...encodings,
  "json in json": (text) => JSON.stringify(JSON.stringify({ a: JSON.stringify(text) })),
  "Basic, UTF-8": (text) => `Basic ${Buffer.from(`CONTOSO\\ada:${text}`).toString("base64")}`,
  "Basic, UTF-16": (text) => `Basic ${utf16(`ad:${text}`).toString("base64")}`,
  "in a longer base64, one byte on": (text) => Buffer.from(`a${text}bc`).toString("base64"),
  "in a longer base64, two bytes on": (text) => Buffer.from(`ab${text}c`).toString("base64"),
  "numbers of bytes": (text) => bytes(text).join(", "),
  "numbers of bytes, one in a line": (text) => bytes(text).join("\r\n"),
  "numbers of bytes in hex": (text) =>
    bytes(text)
      .map((byte) => `0x${hex(byte, 2)}`)
      .join(", "),
  "percent of UTF-16 units": (text) =>
    units(text)
      .map((unit) => `%u${hex(unit, 4)}`)
      .join(""),
  "bytes of C": (text) =>
    bytes(text)
      .map((byte) => `\\x${hex(byte, 2)}`)
      .join(""),
  "octal bytes of C": (text) =>
    bytes(text)
      .map((byte) => `\\${byte.toString(8).padStart(3, "0")}`)
      .join(""),
  "bytes in LDAP": (text) =>
    bytes(text)
      .map((byte) => `\\${hex(byte, 2)}`)
      .join(""),
  "bytes in quoted-printable": (text) =>
    bytes(text)
      .map((byte) => `=${hex(byte, 2).toUpperCase()}`)
      .join(""),
  "code points of JavaScript": (text) => points(text, (point) => `\\u{${hex(point, 1)}}`),
  "decimal entities without semicolons": (text) =>
    Array.from(text)
      .map((char) => `&#${char.codePointAt(0) ?? 0}`)
      .join(""),
  "hex entities without semicolons": (text) =>
    Array.from(text)
      .map((char) => `&#x${hex(char.codePointAt(0) ?? 0, 1)}`)
      .join(""),
  CLIXML: (text) =>
    units(text)
      .map((unit) => `_x${hex(unit, 4)}_`)
      .join(""),
  "upper case": (text) => text.toUpperCase(),
  "lower case": (text) => text.toLowerCase(),
  "broken in two": (text) => `${text.slice(0, 6)}\r\n${text.slice(6)}`,
  "broken and set in": (text) => everySo(text, 5, "\n     | "),
  "letters with commas": (text) =>
    Array.from(text)
      .map((char) => `"${char}"`)
      .join(", "),
};
