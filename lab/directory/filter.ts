/** Filters of a search (RFC 4511, section 4.5.1.7) with Active Directory's own matching rules. */
import { elementsIn, partOf, type Element } from "./ber.ts";
import type { Directory } from "./directory.ts";
import { textOf, textsOf, valuesOf, type Entry } from "./entry.ts";
import { keyOf, relativeNames } from "./names.ts";
import { isBytes, isName } from "./schema.ts";
import { sidBytes } from "./sids.ts";

export type Filter =
  | { readonly op: "and" | "or"; readonly of: readonly Filter[] }
  | { readonly op: "not"; readonly of: Filter }
  | { readonly op: "present"; readonly attribute: string }
  | { readonly op: "equals" | "atLeast" | "atMost"; readonly attribute: string; readonly value: Buffer }
  | { readonly op: "substrings"; readonly attribute: string; readonly parts: Substrings }
  | { readonly op: "rule"; readonly rule: string; readonly attribute: string; readonly value: Buffer };

interface Substrings {
  readonly initial: string;
  readonly any: readonly string[];
  readonly final: string;
}

const comparisons: Readonly<Record<number, "equals" | "atLeast" | "atMost">> = {
  0xa3: "equals",
  0xa5: "atLeast",
  0xa6: "atMost",
  // approxMatch: Active Directory takes it for equality (MS-ADTS, 3.1.1.3.1.3.1).
  0xa8: "equals",
};

const readSubstrings = (content: Buffer): Filter => {
  const [type, list] = elementsIn(content);
  if (!type || !list) throw new Error("Substrings without an attribute or without parts.");
  const parts = elementsIn(list.content);
  const of = (tag: number) => parts.filter((part) => part.tag === tag).map((part) => part.content.toString());
  return {
    op: "substrings",
    attribute: type.content.toString(),
    parts: { initial: of(0x80)[0] ?? "", any: of(0x81), final: of(0x82)[0] ?? "" },
  };
};

const readRule = (content: Buffer): Filter => {
  const parts = elementsIn(content);
  const of = (tag: number) => parts.find((part) => part.tag === tag)?.content ?? Buffer.alloc(0);
  return { op: "rule", rule: of(0x81).toString(), attribute: of(0x82).toString(), value: of(0x83) };
};

/** Throws where it is none. Recursion ends with the bytes: each part is shorter than what it is in. */
export const readFilter = ({ tag, content }: Element): Filter => {
  if (tag === 0xa0 || tag === 0xa1)
    return { op: tag === 0xa0 ? "and" : "or", of: elementsIn(content).map(readFilter) };
  if (tag === 0xa2) return { op: "not", of: readFilter(partOf(elementsIn(content), 0)) };
  if (tag === 0xa4) return readSubstrings(content);
  if (tag === 0x87) return { op: "present", attribute: content.toString() };
  if (tag === 0xa9) return readRule(content);
  const op = comparisons[tag];
  if (!op) throw new Error(`No kind of filter has the tag ${tag}.`);
  const parts = elementsIn(content);
  return { op, attribute: partOf(parts, 0).content.toString(), value: partOf(parts, 1).content };
};

const plain = (text: string): string => text.normalize("NFC").toLowerCase();

/** `person` stands for the class's object in the schema, `CN=Person,CN=Schema,...` (MS-ADTS, 3.1.1.3.1.3.1). */
const namesCategory = (held: string, wanted: string): boolean => {
  const withoutDashes = (text: string) => plain(text).replaceAll("-", "");
  const category = withoutDashes(wanted) === "user" ? "person" : withoutDashes(wanted);
  return withoutDashes(relativeNames(held)?.[0]?.value ?? "") === category;
};

/** Whether two values of an attribute are the same one, by its syntax. */
export const areEqual = (attribute: string, held: Buffer, wanted: Buffer): boolean => {
  if (isBytes(attribute)) return held.equals(sidBytes(wanted.toString()) ?? wanted);
  const [one, other] = [held.toString(), wanted.toString()];
  if (attribute.toLowerCase() === "objectcategory" && !other.includes("=")) return namesCategory(one, other);
  if (isName(attribute)) return keyOf(one) !== undefined && keyOf(one) === keyOf(other);
  return plain(one) === plain(other);
};

const isNumber = (text: string): boolean => /^-?\d{1,20}$/u.test(text);

/** Numbers by their size, everything else - times among it - by its characters. */
const order = (held: string, wanted: string): number => {
  if (isNumber(held) && isNumber(wanted)) return Number(BigInt(held) - BigInt(wanted));
  return plain(held) < plain(wanted) ? -1 : plain(held) > plain(wanted) ? 1 : 0;
};

const hasParts = (held: string, { initial, any, final }: Substrings): boolean => {
  const text = plain(held);
  if (!text.startsWith(plain(initial))) return false;
  let at = initial.length;
  for (const part of any) {
    const found = text.indexOf(plain(part), at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - final.length >= at && text.endsWith(plain(final));
};

type Rule = (entry: Entry, attribute: string, value: string, directory: Directory) => boolean;

const bits =
  (holds: (held: bigint, mask: bigint) => boolean): Rule =>
  (entry, attribute, value) => {
    const held = textOf(entry, attribute);
    return held !== undefined && isNumber(held) && isNumber(value) && holds(BigInt(held), BigInt(value));
  };

/** MS-ADTS, 3.1.1.3.4.4 "LDAP matching rules". */
const rules: Readonly<Record<string, Rule>> = {
  "1.2.840.113556.1.4.803": bits((held, mask) => (held & mask) === mask),
  "1.2.840.113556.1.4.804": bits((held, mask) => (held & mask) !== 0n),
  "1.2.840.113556.1.4.1941": (entry, attribute, value, directory) =>
    directory.leadsTo(entry, attribute, value),
};

/** An attribute that the entry has not matches nothing, so that `not` finds such entries too, as Active Directory does. */
export const matches = (filter: Filter, entry: Entry, directory: Directory): boolean => {
  switch (filter.op) {
    case "and":
      return filter.of.every((one) => matches(one, entry, directory));
    case "or":
      return filter.of.some((one) => matches(one, entry, directory));
    case "not":
      return !matches(filter.of, entry, directory);
    case "present":
      // Every object has a class; the RootDSE, which is none, is found by this as well (MS-ADTS, 3.1.1.3.2).
      return filter.attribute.toLowerCase() === "objectclass" || valuesOf(entry, filter.attribute).length > 0;
    case "equals":
      return valuesOf(entry, filter.attribute).some((one) => areEqual(filter.attribute, one, filter.value));
    case "atLeast":
      return textsOf(entry, filter.attribute).some((one) => order(one, filter.value.toString()) >= 0);
    case "atMost":
      return textsOf(entry, filter.attribute).some((one) => order(one, filter.value.toString()) <= 0);
    case "substrings":
      return textsOf(entry, filter.attribute).some((one) => hasParts(one, filter.parts));
    case "rule": {
      // One that is not known is no error: it is undefined, and so finds nothing (RFC 4511, section 4.5.1.7).
      const rule = rules[filter.rule];
      return rule?.(entry, filter.attribute, filter.value.toString(), directory) ?? false;
    }
  }
};
