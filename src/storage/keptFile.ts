/** One value in one JSON file, written whole or not at all, by one window at a time. Implements ports.Kept. */
import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import type { Kept } from "../setup/ports.ts";
import { isProblem, ProblemError } from "../setup/problem.ts";
import type { Guard } from "./guard.ts";

const missing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

/** More than any value of ours has. What is larger is not read. */
const mostBytes = 16 * 1024 * 1024;
/** The one version that is written and read. */
const version = 1;

/** What a file is read and written as. `parse` throws where what it holds is no such value. */
export interface KeptForm<T> {
  readonly empty: () => T;
  readonly parse: (json: unknown) => T;
}

/** A newer version of the extension may be at work with it in another window. */
const newer = (file: string): ProblemError =>
  new ProblemError({
    code: "newerVersion",
    happened: l10n.t("A newer version of this extension has written {0}.", file),
    means: l10n.t("This one cannot read it, and leaves it as it is: nothing of it is used or changed."),
    next: [l10n.t("Update the extension in this window, and reload the window.")],
  });

const isNewer = (json: unknown): boolean =>
  typeof json === "object" &&
  json !== null &&
  "version" in json &&
  typeof json.version === "number" &&
  json.version > version;

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

  /**
   * What cannot be read as such a value is no value: it must not keep the product from starting.
   * @throws ProblemError `newerVersion`, and what the file system throws.
   */
  readonly read = async (): Promise<T> => {
    const kept = await this.#kept();
    return typeof kept === "string" ? this.#form.empty() : kept.value;
  };

  /** What another window may have written meanwhile; undefined where nothing is there that can be read. Throws as `read`. */
  readonly peek = async (): Promise<T | undefined> => {
    const kept = await this.#kept();
    return typeof kept === "string" ? undefined : kept.value;
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
    const kept = await this.#kept();
    if (kept === "unreadable") await rename(this.#file, `${this.#file}.${randomUUID()}.unreadable`);
    return typeof kept === "string" ? this.#form.empty() : kept.value;
  }

  async #kept(): Promise<{ readonly value: T } | "nothing" | "unreadable"> {
    let text: string;
    try {
      if ((await stat(this.#file)).size > mostBytes) return "unreadable";
      text = await readFile(this.#file, "utf8");
    } catch (error) {
      if (missing(error)) return "nothing";
      throw error;
    }
    try {
      const json: unknown = JSON.parse(text);
      if (isNewer(json)) throw newer(path.basename(this.#file));
      return { value: this.#form.parse(json) };
    } catch (error) {
      if (isProblem(error, "newerVersion")) throw error;
      return "unreadable";
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
