/** Encodings in which editors and Windows PowerShell save a text that was UTF-8 before. */

export type Encoding = "utf-8" | "utf-16le" | "utf-16be";

/** By a byte order mark, or by where zeros stand: every file of ours begins with an ASCII letter or sign. */
export const encodingOf = (beginning: Uint8Array): Encoding => {
  const [first, second] = beginning;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== undefined && second !== 0))
    return "utf-16be";
  return "utf-8";
};

/** The text without its byte order mark. @throws TypeError where it is not in that encoding. */
export const textOf = (bytes: Uint8Array, encoding = encodingOf(bytes)): string =>
  new TextDecoder(encoding, { fatal: true }).decode(bytes);
