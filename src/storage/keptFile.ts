/** One value in one JSON file, written whole or not at all, by one window at a time. Implements ports.Kept. */
import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Kept } from "../setup/ports.ts";
import type { Guard } from "./guard.ts";

const missing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

/** What a file is read and written as. `parse` throws where a text is no such value. */
export interface KeptForm<T> {
  readonly empty: () => T;
  readonly parse: (text: string) => T;
}

export class KeptFile<T> implements Kept<T> {
  readonly #file: string;
  readonly #form: KeptForm<T>;
  readonly #guard: Guard;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(file: string, form: KeptForm<T>, guard: Guard) {
    this.#file = file;
    this.#form = form;
    this.#guard = guard;
  }

  /** What cannot be read as such a value is no value: it must not keep the product from starting. */
  readonly read = async (): Promise<T> => {
    const text = await this.#text();
    if (text === undefined) return this.#form.empty();
    try {
      return this.#form.parse(text);
    } catch {
      return this.#form.empty();
    }
  };

  /** What another window may have written meanwhile; undefined where nothing is there that can be read. */
  readonly peek = async (): Promise<T | undefined> => {
    const text = await this.#text();
    try {
      return text === undefined ? undefined : this.#form.parse(text);
    } catch {
      return undefined;
    }
  };

  readonly update = (change: (now: T) => T): Promise<T> => {
    const done = this.#queue.then(() =>
      this.#guard(path.basename(this.#file), async () => {
        const changed = change(await this.#readToChange());
        await this.#write(`${JSON.stringify(changed, null, 2)}\n`);
        return changed;
      }),
    );
    this.#queue = done.catch(() => undefined);
    return done;
  };

  /** What cannot be read is kept beside the file before another value takes its place. */
  async #readToChange(): Promise<T> {
    const text = await this.#text();
    if (text === undefined) return this.#form.empty();
    try {
      return this.#form.parse(text);
    } catch {
      await rename(this.#file, `${this.#file}.${randomUUID()}.unreadable`);
      return this.#form.empty();
    }
  }

  async #text(): Promise<string | undefined> {
    try {
      return await readFile(this.#file, "utf8");
    } catch (error) {
      if (missing(error)) return undefined;
      throw error;
    }
  }

  /** Under a name of its own first: another window may write at the same time. */
  async #write(text: string): Promise<void> {
    await mkdir(path.dirname(this.#file), { recursive: true });
    const temporary = `${this.#file}.${randomUUID()}.new`;
    try {
      await writeFile(temporary, text, { encoding: "utf8", flush: true });
      await rename(temporary, this.#file);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }
}
