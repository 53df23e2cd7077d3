/** Masks known secrets, and what looks like one, in text on its way to a log. */

const masked = "********";
const minLength = 4;

/** Bearer tokens and JSON web tokens, whoever printed them. */
const tokens = /\beyJ[\w-]+\.[\w-]+\.[\w-]*|\bBearer\s+[\w.~+/=-]+/giu;

/**
 * A masking function and how to tell it a secret. Longest first, so that a secret that contains another is masked
 * whole. Very short secrets are not searched for: they would mask ordinary words.
 */
export const redactor = () => {
  const secrets = new Set<string>();
  return {
    keep: (secret: string): void => {
      if (secret.length < minLength) return;
      secrets.add(secret);
      secrets.add(JSON.stringify(secret).slice(1, -1));
    },
    redact: (text: string): string => {
      let clean = text;
      for (const secret of [...secrets].sort((a, b) => b.length - a.length))
        clean = clean.replaceAll(secret, masked);
      return clean.replace(tokens, masked);
    },
  };
};
export type Redactor = ReturnType<typeof redactor>;
