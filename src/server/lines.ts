/**
 * Complete lines out of chunks; each chunk is looked at once. A line longer than `maxLength` is given up in pieces, so that
 * garbage cannot fill the memory.
 */
export const lineSplitter = (
  take: (line: string) => void,
  maxLength = 16 * 1024 * 1024,
): ((chunk: string) => void) => {
  let pieces: string[] = [];
  let held = 0;
  const give = () => {
    const line = pieces.join("");
    pieces = [];
    held = 0;
    return line;
  };
  const hold = (piece: string) => {
    pieces.push(piece);
    held += piece.length;
  };
  return (chunk) => {
    let begins = 0;
    for (let end = chunk.indexOf("\n"); end >= 0; end = chunk.indexOf("\n", begins)) {
      hold(chunk.slice(begins, end));
      begins = end + 1;
      const line = give();
      take(line.endsWith("\r") ? line.slice(0, -1) : line);
    }
    hold(chunk.slice(begins));
    if (held > maxLength) take(give());
  };
};
