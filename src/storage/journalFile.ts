/** The record of one server as a file of lines. Implements ports.ServerRecord. */
import * as l10n from "@vscode/l10n";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { constants, createReadStream, createWriteStream } from "node:fs";
import { copyFile, mkdir, open, rename, rm, stat, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { JournalEvent, NotRead } from "../setup/journal.ts";
import { readLine, writeMarked } from "../setup/journalLine.ts";
import type { RecordPart, ServerRecord } from "../setup/ports.ts";
import { ProblemError } from "../setup/problem.ts";
import { encodingOf, textOf, type Encoding } from "./encodings.ts";
import type { Guard } from "./guard.ts";
import { mostLineBytes, wholeLines } from "./journalLines.ts";
import { inWords, isMissing, patiently, theRecord } from "./onDisk.ts";

/** Of a longer file the newest part is read: that is thousands of checks. */
export const mostBytes = 64 * 1024 * 1024;

const nothing = (): RecordPart => ({
  events: [],
  notRead: { lines: 0, newer: 0, skippedBytes: 0, aside: [] },
});

const tooLong = (bytes: number): ProblemError =>
  new ProblemError({
    code: "filesUnwritten",
    happened: l10n.t("An entry for the record is too long: {0} bytes.", bytes),
    means: theRecord().means.write,
    next: [l10n.t("Look into the log for what the server told, then check again.")],
  });

/** What stands at the record's path. */
type Found =
  | { readonly kind: "nothing" }
  | { readonly kind: "noFile" }
  | { readonly kind: "file"; readonly size: number; readonly id: number };

export class JournalFile implements ServerRecord {
  readonly #file: string;
  readonly #guard: Guard;
  /** Up to where it was read, and of which file: another may have been put in its place. */
  #at = 0;
  #id: number | undefined;
  /** Sums of all lines that were read: one that stands there twice was copied, and happened once. */
  readonly #seen = new Set<string>();

  constructor(file: string, guard: Guard) {
    this.#file = file;
    this.#guard = guard;
  }

  /** @throws ProblemError where it cannot be read. */
  readonly readOn = async (): Promise<RecordPart> => {
    const part = await this.#reading(() => this.#readOn());
    if (part) return part;
    return this.#guarded(() => this.#mendedAndRead());
  };

  /** One window at a time. @throws ProblemError where it cannot be written: it stands there as before then. */
  readonly append = (event: JournalEvent): Promise<RecordPart> => {
    const line = Buffer.from(writeMarked(event, randomBytes(6).toString("hex")), "utf8");
    if (line.length > mostLineBytes) return Promise.reject(tooLong(line.length));
    return this.#guarded(async () => {
      const first = (await this.#reading(() => this.#readOn())) ?? (await this.#mendedAndRead());
      await inWords(theRecord(), "write", this.#file, () => this.#add(line));
      // What was cut off before is a line now; ours is known.
      const second = (await this.#reading(() => this.#readOn(line.length))) ?? nothing();
      this.#at += line.length;
      this.#seen.add(sumOf(line.subarray(0, -1)));
      const both = joined(first, second);
      return { ...both, events: [...both.events, event] };
    });
  };

  #guarded<T>(work: () => Promise<T>): Promise<T> {
    return this.#guard(path.basename(this.#file), work);
  }

  #reading<T>(work: () => Promise<T>): Promise<T> {
    return inWords(theRecord(), "read", this.#file, work);
  }

  /** What is new, without the last `except` bytes. Undefined where what stands there has to be put right first. */
  async #readOn(except = 0): Promise<RecordPart | undefined> {
    const found = await this.#found();
    if (found.kind === "noFile") return undefined;
    if (found.kind === "nothing") {
      this.#at = 0;
      return nothing();
    }
    if (this.#id !== found.id || found.size < this.#at) this.#at = 0;
    this.#id = found.id;
    if (found.size - except === this.#at) return nothing();
    const file = await patiently(() => open(this.#file, "r"));
    try {
      if (this.#at === 0 && (await encodingIn(file)) !== "utf-8") return undefined;
      return await this.#take(file, found.size - except);
    } finally {
      await file.close();
    }
  }

  async #take(file: FileHandle, to: number): Promise<RecordPart> {
    const events: JournalEvent[] = [];
    let [lines, newer] = [0, 0];
    const skippedBytes = this.#at === 0 ? Math.max(0, to - mostBytes) : 0;
    let isFirst = skippedBytes > 0;
    for await (const piece of wholeLines(file, Math.max(this.#at, skippedBytes), to)) {
      for (const bytes of piece.lines) {
        // The beginning of it was left out.
        const read = isFirst ? undefined : this.#line(bytes);
        isFirst = false;
        if (read === "newer") newer++;
        else if (read === "unreadable") lines++;
        else if (read) events.push(read);
      }
      this.#at = piece.next;
    }
    return { events, notRead: { lines, newer, skippedBytes, aside: [] } };
  }

  /** Undefined for a line that says nothing, or nothing new. */
  #line(bytes: Buffer | undefined): ReturnType<typeof readLine> | undefined {
    if (!bytes) return "unreadable";
    const sum = sumOf(bytes);
    if (this.#seen.has(sum)) return undefined;
    try {
      const text = textOf(bytes, "utf-8").trim();
      if (text === "") return undefined;
      this.#seen.add(sum);
      return readLine(text);
    } catch {
      this.#seen.add(sum);
      return "unreadable";
    }
  }

  async #found(): Promise<Found> {
    try {
      const at = await stat(this.#file);
      return at.isFile() ? { kind: "file", size: at.size, id: at.ino } : { kind: "noFile" };
    } catch (error) {
      if (isMissing(error)) return { kind: "nothing" };
      throw error;
    }
  }

  /** Adds a line, with an end to what a crash left without one. Where it cannot be written whole, nothing of it stays. */
  async #add(line: Buffer): Promise<void> {
    await mkdir(path.dirname(this.#file), { recursive: true });
    const file = await patiently(() => open(this.#file, "a+"));
    try {
      const { size } = await file.stat();
      try {
        await file.appendFile((await isTorn(file, size)) ? Buffer.concat([lineEnd, line]) : line);
        await file.sync();
      } catch (error) {
        await file.truncate(size).catch(() => undefined);
        throw error;
      }
    } finally {
      await file.close();
    }
  }

  /** What is no file, and what was saved in another encoding, is kept beside; the latter is written anew as it should be. */
  async #mendedAndRead(): Promise<RecordPart> {
    const aside = `${this.#file}.${randomUUID()}.unreadable`;
    const isKept = await inWords(theRecord(), "write", this.#file, () => this.#mend(aside));
    const part = (await this.#reading(() => this.#readOn())) ?? nothing();
    return joined({ events: [], notRead: { ...nothing().notRead, aside: isKept ? [aside] : [] } }, part);
  }

  /** False where another window has done it meanwhile. */
  async #mend(aside: string): Promise<boolean> {
    const found = await this.#found();
    if (found.kind === "nothing") return false;
    if (found.kind === "noFile" || found.size > mostBytes) {
      await patiently(() => rename(this.#file, aside));
      return true;
    }
    const file = await open(this.#file, "r");
    let encoding;
    try {
      encoding = await encodingIn(file);
    } finally {
      await file.close();
    }
    if (encoding === "utf-8") return false;
    const temporary = `${this.#file}.${randomUUID()}.new`;
    try {
      await copyFile(this.#file, aside, constants.COPYFILE_EXCL);
      await pipeline(
        createReadStream(this.#file),
        (pieces) => decoded(pieces as AsyncIterable<Buffer>, encoding),
        createWriteStream(temporary, { flush: true }),
      );
      await patiently(() => rename(temporary, this.#file));
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
    return true;
  }
}

const lineEnd = Buffer.from("\n");

const joined = (one: RecordPart, other: RecordPart): RecordPart => ({
  events: [...one.events, ...other.events],
  notRead: bothNotRead(one.notRead, other.notRead),
});
const bothNotRead = (one: NotRead, other: NotRead): NotRead => ({
  lines: one.lines + other.lines,
  newer: one.newer + other.newer,
  skippedBytes: one.skippedBytes + other.skippedBytes,
  aside: [...one.aside, ...other.aside],
});

const sumOf = (line: Buffer): string =>
  createHash("sha256")
    .update(line.at(-1) === 0x0d ? line.subarray(0, -1) : line)
    .digest("base64");

const encodingIn = async (file: FileHandle): Promise<Encoding> => {
  const beginning = Buffer.alloc(2, " ");
  await file.read(beginning, 0, beginning.length, 0);
  return encodingOf(beginning);
};

const isTorn = async (file: FileHandle, size: number): Promise<boolean> => {
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  await file.read(last, 0, 1, size - 1);
  return !last.equals(lineEnd);
};

async function* decoded(pieces: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of pieces) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}
