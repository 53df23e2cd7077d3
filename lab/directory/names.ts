/** Distinguished names (RFC 4514): read, compared and written. */

/** One name with its type and its value, as they are without escapes. */
export interface RelativeName {
  readonly type: string;
  readonly value: string;
}

/** What of a value is written with a backslash before it (RFC 4514, section 2.4). */
export const escapeName = (value: string): string =>
  value
    .replaceAll(/[\\,+"<>;=]/gu, "\\$&")
    .replaceAll("\0", "\\00")
    .replace(/^[ #]/u, "\\$&")
    .replace(/ $/u, "\\ ");

/** Takes a run of escapes apart: `\2c` is a byte of UTF-8, `\,` the character. */
const unescaped = (text: string): string =>
  text.replaceAll(
    /(?:\\[0-9a-f]{2})+|\\(?<plain>.)/gisu,
    (found: string, plain?: string) =>
      plain ?? Buffer.from(found.replaceAll("\\", ""), "hex").toString("utf8"),
  );

/** Without the spaces at its end, but one that a backslash stands before. */
const withoutSpaces = (value: string): string => {
  let end = value.length;
  while (value[end - 1] === " ") end -= 1;
  const rest = value.slice(0, end);
  const isEscaped = end < value.length && /(?:^|[^\\])(?:\\\\)*\\$/u.test(rest);
  return isEscaped ? `${rest} ` : rest;
};

/** The pieces between commas that no backslash stands before. */
const pieces = (dn: string): string[] => dn.match(/(?:\\.|[^\\,])+/gsu) ?? [];

/** The names from the entry upwards; undefined where the text is no distinguished name. */
export const relativeNames = (dn: string): readonly RelativeName[] | undefined => {
  if (dn === "") return [];
  const found = pieces(dn);
  if (found.length - 1 + found.reduce((sum, piece) => sum + piece.length, 0) !== dn.length) return undefined;
  const names = found.map((piece) => {
    // Spaces beside the signs are not of the name; of those at its end only the ones without a backslash.
    const parts = /^ *(?<type>[a-z][a-z0-9-]*|\d+(?:\.\d+)+) *= *(?<value>.*)$/isu.exec(piece);
    const { type, value } = parts?.groups ?? {};
    const trimmed = value === undefined ? "" : withoutSpaces(value);
    return type === undefined || trimmed === "" ? undefined : { type, value: unescaped(trimmed) };
  });
  return names.every((name) => name !== undefined) ? names : undefined;
};

/** By which two spellings of one name are equal; undefined where the text is no distinguished name. */
export const keyOf = (dn: string): string | undefined =>
  relativeNames(dn)
    ?.map(({ type, value }) => `${type}=${value}`.toLowerCase().replaceAll("\n", "\\0a"))
    .join("\n");

/** Whether the entry of one key is that of the other, or stands below it. */
export const isWithin = (key: string, above: string): boolean =>
  above === "" || key === above || key.endsWith(`\n${above}`);

/** The key of what stands directly above. */
export const parentOf = (key: string): string => {
  const end = key.indexOf("\n");
  return end === -1 ? "" : key.slice(end + 1);
};

/** `DC=contoso,DC=com` as a DNS name; empty where the name has no such part. */
export const dnsNameOf = (dn: string): string =>
  (relativeNames(dn) ?? [])
    .filter(({ type }) => type.toLowerCase() === "dc")
    .map(({ value }) => value)
    .join(".");

/** The distinguished name of a domain. */
export const domainDn = (dns: string): string =>
  dns
    .split(".")
    .map((part) => `DC=${escapeName(part)}`)
    .join(",");
