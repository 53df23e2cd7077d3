/** LDIF (RFC 2849): entries written for ldbadd, and read from what ldapsearch prints. */

export type Value = string | number | Buffer;
/** Attributes of an entry to be written, each with one value or several. */
export type Attributes = Readonly<Record<string, Value | readonly Value[]>>;

/** An entry as a server gives it. An attribute that it does not have is not there. */
export interface Entry {
  readonly dn: string;
  /** Values as text; of bytes that are no text, what UTF-8 makes of them. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly bytes: Readonly<Record<string, readonly Buffer[]>>;
}

/** What may stand there as it is: RFC 2849, SAFE-STRING, without control characters. */
const isSafe = (text: string): boolean => /^(?![ :<])[ -~]*(?<! )$/u.test(text);

const line = (name: string, value: Value): string => {
  if (Buffer.isBuffer(value)) return `${name}:: ${value.toString("base64")}\n`;
  const text = String(value);
  return isSafe(text) ? `${name}: ${text}\n` : `${name}:: ${Buffer.from(text).toString("base64")}\n`;
};

const isSeveral = (value: Value | readonly Value[]): value is readonly Value[] => Array.isArray(value);
const lines = (name: string, value: Value | readonly Value[]): string =>
  (isSeveral(value) ? value : [value]).map((one) => line(name, one)).join("");

/** An entry to be added. */
export const added = (dn: string, attributes: Attributes): string =>
  `${line("dn", dn)}${Object.entries(attributes)
    .map(([name, value]) => lines(name, value))
    .join("")}\n`;

/** An entry to be changed: values are added to its attributes, or take the place of those it has. */
export const changed = (dn: string, how: "add" | "replace", attributes: Attributes): string =>
  `${line("dn", dn)}changetype: modify\n${Object.entries(attributes)
    .map(([name, value]) => `${how}: ${name}\n${lines(name, value)}-\n`)
    .join("")}\n`;

/** An entry to be deleted. */
export const deleted = (dn: string): string => `${line("dn", dn)}changetype: delete\n\n`;

const read = (text: string): readonly [string, Buffer] => {
  const [, name = "", isBase64, value = ""] = /^([^:]+):(:?) ?(.*)$/su.exec(text) ?? [];
  return [name, Buffer.from(value, isBase64 === ":" ? "base64" : "utf8")];
};

const readEntry = (block: string): Entry[] => {
  const read1 = block.split("\n").filter((one) => one !== "" && !one.startsWith("#"));
  const [first, ...rest] = read1.map(read);
  if (first?.[0] !== "dn") return [];
  const bytes: Record<string, Buffer[]> = {};
  for (const [name, value] of rest) (bytes[name] ??= []).push(value);
  const values = Object.fromEntries(
    Object.entries(bytes).map(([name, all]) => [name, all.map((one) => one.toString("utf8"))]),
  );
  return [{ dn: first[1].toString("utf8"), values, bytes }];
};

/** The entries of a text; what else is in it, referrals and comments, is left out. */
export const readLdif = (text: string): Entry[] =>
  // A line that begins with a space goes on with the one before.
  text.replaceAll("\r\n", "\n").replaceAll("\n ", "").split("\n\n").flatMap(readEntry);
