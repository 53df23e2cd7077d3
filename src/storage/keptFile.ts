/** One value in one JSON file, written whole or not at all, by one window at a time. Implements ports.KeptValue. */
import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import type { KeptValue } from "../setup/ports.ts";
import { isProblem, ProblemError, type Problem } from "../setup/problem.ts";
import type { Guard } from "./guard.ts";
import { textOf } from "./encodings.ts";
import { inWords, isMissing, patiently, valueNotRead, type OurValue } from "./onDisk.ts";

/** More than any value of ours has. What is larger is not read. */
const mostBytes = 16 * 1024 * 1024;
/** The one version that is written and read. */
const version = 1;

/** What a file is read and written as. `parse` throws where what it holds is no such value. */
export interface KeptForm<T> {
  readonly empty: () => T;
  readonly parse: (json: unknown) => T;
  /** What the file is to whoever reads of it. */
  readonly about: () => OurValue;
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

export class KeptFile<T> implements KeptValue<T> {
  readonly #file: string;
  readonly #form: KeptForm<T>;
  readonly #guard: Guard;
  readonly #damaged: (problem: Problem) => void;
  #queue: Promise<unknown> = Promise.resolve();
  #isSaid = false;

  /** `damaged` is told once where what is there cannot be read. */
  constructor(
    file: string,
    form: KeptForm<T>,
    guard: Guard,
    damaged: (problem: Problem) => void = () => undefined,
  ) {
    this.#file = file;
    this.#form = form;
    this.#guard = guard;
    this.#damaged = damaged;
  }

  /**
   * What cannot be read as such a value is no value: it must not keep the product from starting.
   * @throws ProblemError `newerVersion`, or what the disk says.
   */
  readonly read = async (): Promise<T> => {
    const kept = await this.#kept();
    if (kept === "unreadable") this.#say();
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
        const kept = await this.#kept();
        if (kept === "unreadable") this.#say();
        const changed = change(typeof kept === "string" ? this.#form.empty() : kept.value);
        await this.#write(`${JSON.stringify(changed, null, 2)}\n`, kept === "unreadable");
        return changed;
      }),
    );
    this.#queue = done.catch(() => undefined);
    return done;
  };

  async #kept(): Promise<{ readonly value: T } | "nothing" | "unreadable"> {
    const bytes = await inWords(this.#form.about(), "read", this.#file, () => this.#bytes());
    if (typeof bytes === "string") return bytes;
    try {
      const json: unknown = JSON.parse(textOf(bytes));
      if (isNewer(json)) throw newer(path.basename(this.#file));
      return { value: this.#form.parse(json) };
    } catch (error) {
      if (isProblem(error, "newerVersion")) throw error;
      return "unreadable";
    }
  }

  async #bytes(): Promise<Buffer | "nothing" | "unreadable"> {
    try {
      const at = await stat(this.#file);
      // Of what is no file - a folder, a pipe - reading may never end.
      return at.isFile() && at.size <= mostBytes ? await readFile(this.#file) : "unreadable";
    } catch (error) {
      if (isMissing(error)) return "nothing";
      throw error;
    }
  }

  #say(): void {
    if (this.#isSaid) return;
    this.#isSaid = true;
    this.#damaged(valueNotRead(this.#form.about(), this.#file));
  }

  #writing<R>(work: () => Promise<R>): Promise<R> {
    return inWords(this.#form.about(), "write", this.#file, () => patiently(work));
  }

  /**
   * Under a name of its own first: another window may write at the same time. What stands there and cannot be read is kept
   * beside before another value takes its place.
   */
  async #write(text: string, keepsOld: boolean): Promise<void> {
    await this.#writing(() => mkdir(path.dirname(this.#file), { recursive: true }));
    const temporary = `${this.#file}.${randomUUID()}.new`;
    try {
      await this.#writing(() => writeFile(temporary, text, { encoding: "utf8", flush: true }));
      if (keepsOld) await this.#writing(() => rename(this.#file, `${this.#file}.${randomUUID()}.unreadable`));
      await this.#writing(() => rename(temporary, this.#file));
    } catch (error) {
      // What keeps it from being deleted says no more than what kept it from being written.
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
  }
}
