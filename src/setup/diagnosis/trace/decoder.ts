/** Bytes of a log, in pieces cut anywhere, to text: UTF-8, or UTF-16 with its mark or, as some tools write it, without. */

/** So many bytes tell how a file is written. */
const needed = 64;

/** By the mark of the file, or by the zeros of a UTF-16 text without one. */
const encodingOf = (first: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" => {
  if (first[0] === 0xff && first[1] === 0xfe) return "utf-16le";
  if (first[0] === 0xfe && first[1] === 0xff) return "utf-16be";
  const zeros = (from: 0 | 1) => first.filter((byte, at) => at % 2 === from && byte === 0).length;
  if (zeros(1) * 4 > first.length) return "utf-16le";
  return zeros(0) * 4 > first.length ? "utf-16be" : "utf-8";
};

/** Gives text for each piece of bytes, and what is left at the end. Bytes that are no text become U+FFFD. */
export const textPieces = (): {
  readonly take: (bytes: Uint8Array) => string;
  readonly end: () => string;
} => {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let first = new Uint8Array();
  const begin = (): string => {
    decoder = new TextDecoder(encodingOf(first.subarray(0, needed)));
    return decoder.decode(first, { stream: true });
  };
  return {
    take: (bytes) => {
      if (decoder) return decoder.decode(bytes, { stream: true });
      const more = new Uint8Array(first.length + bytes.length);
      more.set(first);
      more.set(bytes, first.length);
      first = more;
      return first.length < needed ? "" : begin();
    },
    end: () => (decoder ? "" : begin()) + (decoder?.decode() ?? ""),
  };
};
