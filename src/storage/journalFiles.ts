/** The journals as files: one for each server. Implements ports.Records. */
import { appendFile, mkdir, open, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { readEvents, writeEvent, type JournalEvent } from "../setup/journal.ts";
import type { Records } from "../setup/ports.ts";
import type { ServerId } from "../setup/target.ts";
import type { Guard } from "./guard.ts";

const missing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

/** Writes in the order of the calls, one window at a time. @throws what the file system throws: a record that cannot be kept stops the work. */
export class JournalFiles implements Records {
  readonly #folder: string;
  /** How long each is of which everything was read or written here, in bytes. */
  readonly #known = new Map<ServerId, number>();
  #queue: Promise<void> = Promise.resolve();

  readonly #guard: Guard;

  constructor(folder: string, guard: Guard) {
    this.#folder = folder;
    this.#guard = guard;
  }

  fileOf(server: ServerId): string {
    return path.join(this.#folder, `${server}.jsonl`);
  }

  /** What was recorded until now. A line that a crash cut off is left out. */
  readonly read = async (server: ServerId): Promise<readonly JournalEvent[]> => {
    try {
      const bytes = await readFile(this.fileOf(server));
      this.#known.set(server, bytes.length);
      return readEvents(bytes.toString("utf8"));
    } catch (error) {
      if (!missing(error)) throw error;
      this.#known.set(server, 0);
      return [];
    }
  };

  readonly hasMore = async (server: ServerId): Promise<boolean> =>
    (await this.#bytesOf(server)) !== (this.#known.get(server) ?? 0);

  readonly append = (server: ServerId, event: JournalEvent): Promise<void> => {
    const file = this.fileOf(server);
    const done = this.#queue.then(() =>
      this.#guard(path.basename(file), async () => {
        await mkdir(this.#folder, { recursive: true });
        const isAllKnown = !(await this.hasMore(server));
        await this.#endTornLine(file);
        await appendFile(file, writeEvent(event), { encoding: "utf8", flush: true });
        if (isAllKnown) this.#known.set(server, await this.#bytesOf(server));
      }),
    );
    this.#queue = done.catch(() => undefined);
    return done;
  };

  async #bytesOf(server: ServerId): Promise<number> {
    try {
      return (await stat(this.fileOf(server))).size;
    } catch (error) {
      if (missing(error)) return 0;
      throw error;
    }
  }

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
