/** Distinguished names: read, written and compared by RFC 4514. Pure. */
import * as l10n from "@vscode/l10n";

/** One type with its value, which is what it means, not as it is written. */
export type NamePart = readonly [type: string, value: string];
/** What stands between two commas: mostly one part. */
export type RelativeName = readonly NamePart[];
/** From the entry upwards. */
export type DistinguishedName = readonly RelativeName[];

export type ReadName =
  /** Where it is no name: what was expected, in words, and at which sign, counted from 1. */
  { readonly name: DistinguishedName } | { readonly wrong: string; readonly at: number };

const typeForm = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)$/u;
const hexPair = /^[\da-f]{2}$/iu;
const escapable = ' "#+,;<=>\\';
/** Stand in a name with a `\\` before them, or as bytes. */
const unwritable = '"<>\0';
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Signs up to one of these that is not escaped, with where it stands; each sign is looked at once. */
const until = (text: string, from: number, stops: string): number => {
  let at = from;
  while (at < text.length && !stops.includes(text.charAt(at))) at += text.charAt(at) === "\\" ? 2 : 1;
  return Math.min(at, text.length);
};

/** Bytes after a `\`, which are UTF-8, and the other signs as they are; undefined where an escape is none. */
const unescaped = (written: string): string | undefined => {
  let value = "";
  for (let at = 0; at < written.length;) {
    const plain = written.charAt(at);
    if (plain !== "\\") {
      if (unwritable.includes(plain)) return undefined;
      value += plain;
      at += 1;
      continue;
    }
    const bytes: number[] = [];
    while (written.charAt(at) === "\\" && hexPair.test(written.slice(at + 1, at + 3))) {
      bytes.push(Number.parseInt(written.slice(at + 1, at + 3), 16));
      at += 3;
    }
    if (bytes.length > 0) {
      try {
        value += utf8.decode(Uint8Array.from(bytes));
      } catch {
        return undefined;
      }
    } else {
      const sign = written.charAt(at + 1);
      if (sign === "" || !escapable.includes(sign)) return undefined;
      value += sign;
      at += 2;
    }
  }
  return value;
};

/** Without the spaces around it - other white space is part of a value -, but for one at the end that is escaped. */
const trimmed = (written: string): string => {
  let [start, end] = [0, written.length];
  while (written.charAt(start) === " ") start += 1;
  while (end > start && written.charAt(end - 1) === " ") end -= 1;
  let escapes = 0;
  while (written.charAt(end - 1 - escapes) === "\\") escapes += 1;
  return written.slice(start, escapes % 2 === 1 && end < written.length ? end + 1 : end);
};

/** Bytes of the value's own encoding stand after a `#`, and are kept as they are written. */
const isWhole = (written: string): boolean =>
  !written.startsWith("#") || /^#(?:[\da-f]{2})+$/iu.test(written);

/** A distinguished name; the empty text is the root, which has none. */
export const readName = (text: string): ReadName => {
  const name: RelativeName[] = [];
  let parts: NamePart[] = [];
  for (let at = 0; at < text.length;) {
    const equals = until(text, at, "=,;+");
    const type = trimmed(text.slice(at, equals));
    if (text.charAt(equals) !== "=" || !typeForm.test(type))
      return { wrong: l10n.t("a type with an equals sign, such as CN=, was expected"), at: at + 1 };
    const end = until(text, equals + 1, ",;+");
    const written = trimmed(text.slice(equals + 1, end));
    const value = isWhole(written) ? unescaped(written) : undefined;
    if (value === undefined)
      return { wrong: l10n.t("a value was expected, with a \\ before each special sign"), at: equals + 2 };
    parts.push([type, value]);
    const separator = text.charAt(end);
    if (separator !== "+") {
      name.push(parts);
      parts = [];
    }
    at = end + 1;
    if (separator !== "" && at >= text.length)
      return { wrong: l10n.t("another part was expected after the last separator"), at };
  }
  return { name };
};

/** The name of a text; undefined where it is none. */
export const nameOf = (text: string): DistinguishedName | undefined => {
  const read = readName(text);
  return "name" in read ? read.name : undefined;
};

const escaped = (value: string): string =>
  value
    .replaceAll(/["+,;<>\\=]/gu, "\\$&")
    .replaceAll("\0", "\\00")
    .replaceAll(/^[ #]| $/gu, "\\$&");

export const writeName = (name: DistinguishedName): string =>
  name.map((parts) => parts.map(([type, value]) => `${type}=${escaped(value)}`).join("+")).join(",");

/** The same for two spellings of one name: a directory makes no difference between capitals, nor in the order of a part's parts. */
export const nameKey = (name: DistinguishedName): string =>
  JSON.stringify(
    name.map((parts) =>
      parts.map((part) => part.map((one) => one.normalize("NFC").toUpperCase())).toSorted(),
    ),
  );
/** The key of a name as text; a text that is none is like itself alone. */
export const textKey = (text: string): string => {
  const name = nameOf(text);
  return name === undefined ? text : nameKey(name);
};

/** Whether an entry stands somewhere below another, or is it. */
export const isWithin = (name: DistinguishedName, top: DistinguishedName): boolean =>
  name.length >= top.length && nameKey(name.slice(name.length - top.length)) === nameKey(top);

/** The value of a part, by its place from the entry upwards, where it is of one part of this type. */
export const valueAt = (name: DistinguishedName, place: number, type: string): string | undefined => {
  const [part, ...more] = name[place] ?? [];
  return part && more.length === 0 && part[0].toUpperCase() === type ? part[1] : undefined;
};

/** The DNS name of a domain by its entry's: RFC 2247. Undefined where it has other parts, or none. */
export const dnsOf = (name: DistinguishedName): string | undefined => {
  const labels = name.map((_, place) => valueAt(name, place, "DC"));
  return labels.length > 0 && !labels.includes(undefined) ? labels.join(".") : undefined;
};
