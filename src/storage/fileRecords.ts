/** The journal and the plan as files below one folder. Implements ports.Records. */
import { appendFile, mkdir, open, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { readEvents, writeEvent, type JournalEvent } from "../setup/journal.ts";
import { emptyPlan, parsePlan, type SetupPlan } from "../setup/plan.ts";
import type { Records } from "../setup/ports.ts";

const missing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

const textOf = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (missing(error)) return undefined;
    throw error;
  }
};

/** Reads and writes in the order of the calls. @throws what the file system throws: a record that cannot be kept stops the work. */
export class FileRecords implements Records {
  readonly #folder: string;
  #queue: Promise<void> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  get journalFile(): string {
    return path.join(this.#folder, "journal.jsonl");
  }

  get #planFile(): string {
    return path.join(this.#folder, "plan.json");
  }

  /** What was recorded until now. A line that a crash cut off is left out. */
  async read(): Promise<{ events: readonly JournalEvent[]; plan: SetupPlan }> {
    const [journal = "", plan] = await Promise.all([textOf(this.journalFile), textOf(this.#planFile)]);
    return { events: readEvents(journal), plan: this.#planOf(plan) };
  }

  readonly append = (event: JournalEvent): Promise<void> =>
    this.#inOrder(async () => {
      await mkdir(this.#folder, { recursive: true });
      await this.#endTornLine();
      await appendFile(this.journalFile, writeEvent(event), { encoding: "utf8", flush: true });
    });

  readonly savePlan = (plan: SetupPlan): Promise<void> =>
    this.#inOrder(async () => {
      await mkdir(this.#folder, { recursive: true });
      const temporary = `${this.#planFile}.new`;
      await writeFile(temporary, `${JSON.stringify(plan, null, 2)}\n`, { encoding: "utf8", flush: true });
      await rename(temporary, this.#planFile);
    });

  /** A plan that an older version wrote, or somebody edited, must not keep the product from starting. */
  #planOf(text: string | undefined): SetupPlan {
    if (text === undefined) return emptyPlan();
    try {
      return parsePlan(JSON.parse(text), this.#planFile);
    } catch {
      return emptyPlan();
    }
  }

  /** After a crash in the middle of a line the next event must begin on a line of its own. */
  async #endTornLine(): Promise<void> {
    const file = await open(this.journalFile, "a+");
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

  #inOrder(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }
}
