/**
 * Bytes as a directory gives them. What is not there reads as undefined: whoever reads takes bytes from outside, of which any may
 * be missing.
 */

/** From base 64; undefined where it is none. */
export const bytesOf = (base64: string): Uint8Array | undefined => {
  try {
    return Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
  } catch {
    return undefined;
  }
};

/** Whether a text is bytes in base 64, padded to its end (RFC 4648 4). By no expression with a group: a long text is too much for one. */
export const isBase64 = (text: string): boolean => {
  const padding = /={0,2}$/u.exec(text.slice(-2))?.[0].length ?? 0;
  return text.length % 4 === 0 && !/[^A-Za-z0-9+/]/u.test(text.slice(0, text.length - padding));
};

export const base64Of = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));

/** A number of so many bytes, the least of them first. */
const littleEndian = (bytes: Uint8Array, at: number, length: number): number | undefined => {
  if (at < 0 || at + length > bytes.length) return undefined;
  return bytes.subarray(at, at + length).reduceRight((all, one) => all * 256 + one, 0);
};
export const uint16 = (bytes: Uint8Array, at: number): number | undefined => littleEndian(bytes, at, 2);
export const uint32 = (bytes: Uint8Array, at: number): number | undefined => littleEndian(bytes, at, 4);

/** Two digits for each byte. */
export const hexOf = (bytes: Iterable<number>): string =>
  Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
