/** The journals as files: one for each server. Implements ports.Records. */
import { appendFile, mkdir, open, readFile } from "node:fs/promises";
import path from "node:path";
import { readEvents, writeEvent, type JournalEvent } from "../setup/journal.ts";
import type { Records } from "../setup/ports.ts";
import type { ServerId } from "../setup/target.ts";

const missing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

/** Writes in the order of the calls. @throws what the file system throws: a record that cannot be kept stops the work. */
export class JournalFiles implements Records {
  readonly #folder: string;
  #queue: Promise<void> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  fileOf(server: ServerId): string {
    return path.join(this.#folder, `${server}.jsonl`);
  }

  /** What was recorded until now. A line that a crash cut off is left out. */
  readonly read = async (server: ServerId): Promise<readonly JournalEvent[]> => {
    try {
      return readEvents(await readFile(this.fileOf(server), "utf8"));
    } catch (error) {
      if (missing(error)) return [];
      throw error;
    }
  };

  readonly append = (server: ServerId, event: JournalEvent): Promise<void> => {
    const done = this.#queue.then(async () => {
      const file = this.fileOf(server);
      await mkdir(this.#folder, { recursive: true });
      await this.#endTornLine(file);
      await appendFile(file, writeEvent(event), { encoding: "utf8", flush: true });
    });
    this.#queue = done.catch(() => undefined);
    return done;
  };

  /** After a crash in the middle of a line the next event must begin on a line of its own. */
  async #endTornLine(name: string): Promise<void> {
    const file = await open(name, "a+");
    try {
      const { size } = await file.stat();
      if (size === 0) return;
      const last = Buffer.alloc(1);
      await file.read(last, 0, 1, size - 1);
      if (last.toString() !== "\n") await file.appendFile("\n");
    } finally {
      await file.close();
    }
  }
}
