/**
 * The practice server's running programs. One that a session starts is a real process, a child of that session's
 * PowerShell as on Windows: whoever ends the whole tree of a session ends it in the middle. One that a task starts under
 * SYSTEM is the machine's own, and so is nobody's child.
 */
import path from "node:path";
import type { StateFile } from "./state.ts";

export interface Program {
  readonly file: string;
  readonly line: string;
  /** The file's name, as process lists show it. */
  readonly name: string;
  /** SID of the user it runs as. */
  readonly owner: string;
  readonly startedAt: string;
}

interface Known extends Program {
  readonly began: Promise<void>;
  readonly ended: Promise<number>;
  readonly begin: () => void;
  readonly end: (exitCode: number) => void;
  /** Ends its process, where it has one. */
  stop: (exitCode: number) => void;
}

/** Process ids of practice programs begin here, far from any real one. */
const firstId = 900_000;
/** And those of processes that others run. */
const firstOther = 800_000;
const othersBegan = "2026-01-01T00:00:00.000Z";
/** The exit code of a process that was ended. */
const wasEnded = 1;

/** A promise that is resolved from outside. */
const later = <T>() => {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((take) => {
    resolve = take;
  });
  return { promise, resolve };
};

export class Processes {
  readonly #state: StateFile;
  readonly #known = new Map<number, Known>();
  /** What a program does, with its exit code; it stops where the program is not running any more. */
  readonly #does: (program: Program, isRunning: () => boolean) => Promise<number>;
  #lastId = firstId;

  constructor(state: StateFile, does: (program: Program, isRunning: () => boolean) => Promise<number>) {
    this.#state = state;
    this.#does = does;
  }

  /** Takes a program that will begin as soon as its process is there. */
  prepare(file: string, line: string, owner: string): number {
    const id = ++this.#lastId;
    const began = later<undefined>();
    const ended = later<number>();
    this.#known.set(id, {
      file,
      line,
      name: path.win32.basename(file),
      owner,
      startedAt: new Date().toISOString(),
      began: began.promise,
      ended: ended.promise,
      begin: () => {
        began.resolve(undefined);
      },
      end: ended.resolve,
      stop: () => undefined,
    });
    return id;
  }

  /** Its process is there: it does what it does. `stop` ends the process. */
  begin(id: number, stop: (exitCode: number) => void = () => undefined): void {
    const program = this.#at(id);
    program.stop = stop;
    this.#state.change((now) => {
      now.programs[id] = program.name;
    });
    program.begin();
    void this.#does(program, () => this.runs(id)).then((exitCode) => {
      this.end(id, exitCode);
    });
  }

  /** It has ended, by itself or in the middle. */
  end(id: number, exitCode = wasEnded): void {
    const program = this.#at(id);
    if (!this.runs(id)) return;
    this.#state.change((now) => {
      now.programs = Object.fromEntries(Object.entries(now.programs).filter(([one]) => one !== String(id)));
    });
    program.end(exitCode);
    program.stop(exitCode);
  }

  /** Ends every program of this name; without a name every one. */
  endAll(name?: string): void {
    for (const [id, program] of this.#known) if (name === undefined || program.name === name) this.end(id);
  }

  runs(id: number): boolean {
    return String(id) in this.#state.now.programs;
  }

  began(id: number): Promise<void> {
    return this.#at(id).began;
  }

  ended(id: number): Promise<number> {
    return this.#at(id).ended;
  }

  /** Those of these files that run, the one that has been running longest first, and those that others run. */
  of(
    files: readonly string[],
  ): { id: number; path: string; line: string; owner: string; startedAt: string }[] {
    const own = [...this.#known].filter(([id]) => this.runs(id));
    const others = this.#state.now.others.map(
      ({ path: file, line, owner }, index) =>
        [firstOther + index, { file, line, owner, startedAt: othersBegan }] as const,
    );
    return [...others, ...own]
      .filter(([, { file }]) => files.includes(file))
      .map(([id, { file, line, owner, startedAt }]) => ({
        id,
        path: file,
        line: `"${file}" ${line}`.trim(),
        owner,
        startedAt,
      }));
  }

  /** Whether this very process still runs. */
  isThere(id: number, startedAt: string): boolean {
    if (id < firstId) return id - firstOther < this.#state.now.others.length;
    return this.runs(id) && this.#at(id).startedAt === startedAt;
  }

  /** Waits for a program, at most `timeoutMs`. One that hangs does not keep the practice waiting. */
  async wait(id: number, timeoutMs: number): Promise<{ exited: boolean; exitCode: number }> {
    // What others run goes on for good.
    if (id < firstId) return { exited: false, exitCode: 0 };
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, this.#state.now.next.hangs ? 0 : timeoutMs, undefined);
    });
    const exitCode = await Promise.race([this.ended(id), late]);
    clearTimeout(timer);
    return { exited: exitCode !== undefined, exitCode: exitCode ?? 0 };
  }

  #at(id: number): Known {
    const program = this.#known.get(id);
    if (!program) throw new Error(`No program ${id}`);
    return program;
  }
}
