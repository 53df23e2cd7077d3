/** Practice programs: bytes that end in a note of what they would be. Nothing in them can run. */
import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";

export interface ProgramNote {
  readonly kind: "installer" | "program";
  readonly product: string;
  readonly version: string;
  /** Empty for a file that nobody signed. */
  readonly signer: string;
}

const mark = "\nPRACTICE PROGRAM ";
const longestNote = 1000;

/** The same bytes every time, so that its hash is always the same. */
export const programBytes = (note: ProgramNote, sizeBytes: number): Buffer => {
  const body = Buffer.alloc(sizeBytes);
  for (let at = 0; at < sizeBytes; at++) body[at] = (at * 31 + (at >> 8)) & 0xff;
  // As every program of Windows begins (PE format).
  body.write("MZ");
  return Buffer.concat([body, Buffer.from(mark + JSON.stringify(note))]);
};

/** What a file is noted to be; undefined for any other file. */
export const noteOf = (file: string): ProgramNote | undefined => {
  if (!existsSync(file)) return undefined;
  const opened = openSync(file, "r");
  try {
    const { size } = fstatSync(opened);
    const end = Buffer.alloc(Math.min(size, longestNote));
    readSync(opened, end, 0, end.length, size - end.length);
    const text = end.toString("latin1");
    const at = text.lastIndexOf(mark);
    return at < 0 ? undefined : (JSON.parse(text.slice(at + mark.length)) as ProgramNote);
  } finally {
    closeSync(opened);
  }
};
