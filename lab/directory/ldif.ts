/** Entries as LDIF (RFC 2849): what `ldbsearch` and `ldapsearch` print, and what a fixture is written in. */
import type { Attribute, Entry } from "./entry.ts";

/** Characters of a line. */
const fold = 76;

/** What may stand there as it is: SAFE-STRING, and no space at its end. */
const isSafe = (text: string): boolean => /^(?:[!-9;=-~][ -~]*)?$/u.test(text) && !text.endsWith(" ");

const line = (name: string, value: Buffer): string => {
  const text = value.toString("latin1");
  const whole = isSafe(text) ? `${name}: ${text}` : `${name}:: ${value.toString("base64")}`;
  const rest = whole.slice(fold).match(/.{1,75}/gu) ?? [];
  return [whole.slice(0, fold), ...rest].join("\n ");
};

export const toLdif = (entries: readonly Entry[]): string =>
  entries
    .map(({ dn, attributes }) =>
      [
        line("dn", Buffer.from(dn)),
        ...attributes.flatMap(({ name, values }) => values.map((value) => line(name, value))),
        "",
      ].join("\n"),
    )
    .join("\n");

const readLine = (text: string): { name: string; value: Buffer } => {
  const parts = /^(?<name>[^:]+):(?<encoded>:?) *(?<value>.*)$/su.exec(text)?.groups;
  if (parts?.name === undefined || parts.value === undefined) throw new Error(`No line of LDIF: ${text}`);
  return { name: parts.name, value: Buffer.from(parts.value, parts.encoded === ":" ? "base64" : "utf8") };
};

/** Reads entries only: of changes and of values that stand in other files it knows nothing. */
export const fromLdif = (text: string): Entry[] =>
  text
    .replaceAll("\r\n", "\n")
    .replaceAll("\n ", "")
    .split(/\n{2,}/u)
    .flatMap((record) => {
      const lines = record
        .split("\n")
        .filter((one) => one !== "" && !one.startsWith("#") && !/^version:/iu.test(one))
        .map(readLine);
      const [first, ...rest] = lines;
      if (first?.name.toLowerCase() !== "dn") return [];
      const attributes: (Attribute & { values: Buffer[] })[] = [];
      for (const { name, value } of rest) {
        const held = attributes.find((one) => one.name.toLowerCase() === name.toLowerCase());
        if (held) held.values.push(value);
        else attributes.push({ name, values: [value] });
      }
      return [{ dn: first.value.toString("utf8"), attributes }];
    });
