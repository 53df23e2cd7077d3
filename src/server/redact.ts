/** Masks known secrets, and what looks like one, in text on its way out: to a log, a page, the journal. */

const masked = "********";
const minLength = 4;

/** Bearer tokens and JSON web tokens, whoever printed them. */
const tokens = /\beyJ[\w-]+\.[\w-]+\.[\w-]*|\bBearer\s+[\w.~+/=-]+/giu;

/** A character as JSON may write it, in lower-case hex digits. */
const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
const jsonOf = (secret: string): string => JSON.stringify(secret).slice(1, -1);
const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/**
 * A secret in every form in which programs write it: as it is, in JSON, in JSON as Windows PowerShell's ConvertTo-Json
 * writes it (which escapes & ' < > too), in JSON of plain ASCII as the session's, in XML, in an address.
 */
const formsOf = (secret: string): readonly string[] => {
  const json = jsonOf(secret);
  const powerShell = json.replace(/[&'<>]/gu, escaped);
  // By code unit: beyond the basic plane JSON escapes the two halves.
  const ascii = powerShell.replace(/[^ -~]/g, escaped);
  return [
    secret,
    json,
    powerShell,
    ascii,
    ascii.replace(/\\u([0-9a-f]{4})/gu, (_, digits: string) => `\\u${digits.toUpperCase()}`),
    secret.replace(/[&<>"']/gu, (char) => entities[char] ?? char),
    // Half a character outside of the basic plane has no address form; a buffer replaces it.
    encodeURIComponent(Buffer.from(secret).toString()),
  ];
};

/**
 * A masking function and how to tell it a secret. Longest first, so that a secret that contains another is masked
 * whole. Very short secrets are not searched for: they would mask ordinary words.
 */
export const redactor = () => {
  const secrets = new Set<string>();
  let longestFirst: readonly string[] = [];
  const redact = (text: string): string => {
    let clean = text;
    for (const secret of longestFirst) clean = clean.replaceAll(secret, masked);
    return clean.replace(tokens, masked);
  };
  const redactIn = (value: unknown): unknown => {
    if (typeof value === "string") return redact(value);
    if (Array.isArray(value)) return value.map(redactIn);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, redactIn(one)]));
  };
  return {
    keep: (secret: string): void => {
      if (secret.length < minLength) return;
      for (const form of formsOf(secret)) secrets.add(form);
      longestFirst = [...secrets].sort((a, b) => b.length - a.length);
    },
    redact,
    /** The same plain data with every text in it masked. */
    redactAll: <T>(value: T): T => redactIn(value) as T,
  };
};
export type Redactor = ReturnType<typeof redactor>;
