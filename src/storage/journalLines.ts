/** The lines of a file, read in pieces: never more of it at hand than one line. */
import type { FileHandle } from "node:fs/promises";

/** Longer than any entry: a session tells no more than 16 MiB at once. What is longer is no line of ours. */
export const mostLineBytes = 16 * 1024 * 1024;

const pieceBytes = 256 * 1024;
const lineEnd = 0x0a;

export interface ReadLine {
  /** Without its end; undefined where it is too long. */
  readonly bytes: Buffer | undefined;
  /** Where the next one begins. */
  readonly next: number;
}

/** Whole lines only, from one place to another: what has no end yet is somebody's who is still writing it. */
export async function* wholeLines(file: FileHandle, from: number, to: number): AsyncGenerator<ReadLine> {
  const piece = Buffer.allocUnsafe(Math.min(pieceBytes, Math.max(to - from, 1)));
  let parts: Buffer[] = [];
  let length = 0;
  for (let at = from; at < to;) {
    const { bytesRead } = await file.read(piece, 0, Math.min(piece.length, to - at), at);
    if (bytesRead === 0) return;
    const read = piece.subarray(0, bytesRead);
    for (let start = 0; start < bytesRead;) {
      const end = read.indexOf(lineEnd, start);
      const stop = end < 0 ? bytesRead : end;
      length += stop - start;
      if (length <= mostLineBytes) parts.push(Buffer.from(read.subarray(start, stop)));
      else parts = [];
      if (end >= 0) {
        yield { bytes: length <= mostLineBytes ? Buffer.concat(parts) : undefined, next: at + end + 1 };
        parts = [];
        length = 0;
      }
      start = stop + 1;
    }
    at += bytesRead;
  }
}
