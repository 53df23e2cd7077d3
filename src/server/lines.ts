/** Complete lines out of chunks. A line longer than `maxLength` is given up in pieces, so that garbage cannot fill the memory. */
export const lineSplitter = (
  take: (line: string) => void,
  maxLength = 16 * 1024 * 1024,
): ((chunk: string) => void) => {
  let rest = "";
  return (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) take(line.endsWith("\r") ? line.slice(0, -1) : line);
    if (rest.length > maxLength) {
      take(rest);
      rest = "";
    }
  };
};
