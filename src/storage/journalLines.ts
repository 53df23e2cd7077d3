/** The lines of a file, read in pieces: never more of it at hand than one line. */
import type { FileHandle } from "node:fs/promises";

/** Longer than any entry: a session tells no more than 16 MiB at once. What is longer is no line of ours. */
export const mostLineBytes = 16 * 1024 * 1024;

const pieceBytes = 256 * 1024;
const lineEnd = 0x0a;

/** The lines that end in one piece of the file. */
export interface ReadLines {
  /** Without their ends, until the next piece is asked for; undefined for one that is too long. */
  readonly lines: readonly (Buffer | undefined)[];
  /** Where the first line that is not among them begins. */
  readonly next: number;
}

/** Whole lines only, from one place to another: what has no end yet is somebody's who is still writing it. */
export async function* wholeLines(file: FileHandle, from: number, to: number): AsyncGenerator<ReadLines> {
  const piece = Buffer.allocUnsafe(Math.min(pieceBytes, Math.max(to - from, 1)));
  const begun = new BegunLine();
  for (let at = from; at < to;) {
    const { bytesRead } = await file.read(piece, 0, Math.min(piece.length, to - at), at);
    if (bytesRead === 0) return;
    const read = piece.subarray(0, bytesRead);
    const lines: (Buffer | undefined)[] = [];
    let start = 0;
    for (let end; (end = read.indexOf(lineEnd, start)) >= 0; start = end + 1)
      lines.push(begun.ended(read.subarray(start, end)));
    begun.add(read.subarray(start));
    if (lines.length > 0) yield { lines, next: at + start };
    at += bytesRead;
  }
}

/** What earlier pieces hold of a line that has not ended yet. */
class BegunLine {
  #parts: Buffer[] = [];
  #length = 0;

  /** Keeps a copy: the piece is read over. */
  add(part: Buffer): void {
    this.#length += part.length;
    if (this.#length > mostLineBytes) this.#parts = [];
    else if (part.length > 0) this.#parts.push(Buffer.from(part));
  }

  /** The whole line; the next one begins. */
  ended(rest: Buffer): Buffer | undefined {
    const length = this.#length + rest.length;
    const parts = this.#parts;
    this.#parts = [];
    this.#length = 0;
    if (length > mostLineBytes) return undefined;
    return parts.length === 0 ? rest : Buffer.concat([...parts, rest]);
  }
}
