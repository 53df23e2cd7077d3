/**
 * What an entry holds, by the attribute's name. A value that is missing, or not of the form it must have, reads as undefined; of
 * several where one is expected, the first. Pure.
 */
import type { DirectoryEntry } from "../operations/directory.ts";
import { generalizedTime } from "./directoryTime.ts";
import { sidOf, type Sid } from "./sid.ts";

export const textsOf = ({ text }: DirectoryEntry, name: string): readonly string[] => text[name] ?? [];
export const textOf = (entry: DirectoryEntry, name: string): string | undefined => textsOf(entry, name)[0];
export const bytesIn = ({ bytes }: DirectoryEntry, name: string): readonly string[] => bytes[name] ?? [];

/** A number of 32 bits, which a directory writes with its sign. */
export const integerOf = (entry: DirectoryEntry, name: string): number | undefined => {
  const text = textOf(entry, name) ?? "";
  return /^-?\d{1,10}$/u.test(text) ? Number(text) : undefined;
};

/** TRUE and FALSE: RFC 4517, 3.3.3. */
export const booleanOf = (entry: DirectoryEntry, name: string): boolean | undefined => {
  const text = textOf(entry, name);
  return text === "TRUE" ? true : text === "FALSE" ? false : undefined;
};

/** Whether one of the values is this one; names of classes and attributes have no capitals that count. */
export const holds = (entry: DirectoryEntry, name: string, value: string): boolean =>
  textsOf(entry, name).some((one) => one.toLowerCase() === value.toLowerCase());

export const momentOf = (entry: DirectoryEntry, name: string) => generalizedTime(textOf(entry, name) ?? "");

export const sidIn = (entry: DirectoryEntry, name: string): Sid | undefined =>
  sidOf(bytesIn(entry, name)[0] ?? "");
/** Those that can be read. */
export const sidsIn = (entry: DirectoryEntry, name: string): readonly Sid[] =>
  bytesIn(entry, name).flatMap((one) => sidOf(one) ?? []);
