/**
 * The process behind a session. Its lines that bear the mark go to whoever waits for one; what it prints beside them goes
 * to the log, masked. Its end is told once, to whoever waits then.
 */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { randomBytes } from "node:crypto";
import { shortened } from "../setup/text/cutText.ts";
import { ProblemError } from "../setup/problem.ts";
import { lineSplitter } from "./lines.ts";
import { Printed } from "./redaction/printed.ts";
import type { Redactor } from "./redaction/redact.ts";
import * as problem from "./sessionProblem.ts";
import type { Launch } from "./transports/transport.ts";

/** How a process is started, and where goes what it prints. */
export interface ProcessStart extends Launch {
  /** What somebody does next whose session may not do something there. */
  readonly elevate: () => string;
  /** Takes what is printed beside the marked lines. */
  readonly log: (line: string) => void;
  /** Masks everything that leaves the session. */
  readonly redactor: Redactor;
}

interface Listener {
  /** What it waits for, in words. */
  readonly what: string;
  /** Takes a marked line. */
  readonly take: (line: string) => void;
  readonly fail: (error: Error) => void;
}

/** Printed lines kept to explain an end that came unexpectedly, and how much of each. */
const keptLines = 40;
export const keptLength = 2000;
/** Characters of a line in the log. */
const loggedLength = 16_384;

/** How long the last output of a process or of an operation is waited for; what it started may keep its output open. */
const lastOutputMs = 500;

export class PowerShellProcess {
  /** Random: no cmdlet that prints can fake it. */
  readonly mark = `@${randomBytes(12).toString("hex")}@`;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: string[] = [];
  readonly #streams: readonly Printed[];
  #listener: Listener | undefined;
  #ended: Error | undefined;

  /** @throws whatever Node says of a command that cannot even be tried. */
  constructor({ command, environment, folder, problems, log, redactor }: ProcessStart) {
    const [program = "", ...args] = command;
    this.#child = spawn(program, args, {
      stdio: "pipe",
      windowsHide: true,
      // A group of its own: a signal to VS Code's group is not for what an installation or PowerShell itself is doing. On
      // Windows there are no such signals, and it would open a console.
      detached: process.platform !== "win32",
      env: environment,
      cwd: folder,
    });
    const say = (line: string) => {
      this.#lines.push(shortened(line, keptLength));
      if (this.#lines.length > keptLines) this.#lines.shift();
      log(shortened(line, loggedLength));
    };
    const output = new Printed(redactor, this.#guarded(say));
    const errors = new Printed(redactor, this.#guarded(say));
    this.#streams = [output, errors];
    const take = this.#guarded((line: string) => {
      if (line.startsWith(this.mark) && this.#listener) this.#listener.take(line);
      else if (line !== "") output.take(line);
    });
    const { stdin, stdout, stderr } = this.#child;
    stdout.setEncoding("utf8").on("data", this.#guarded(lineSplitter(take)));
    stderr.setEncoding("utf8").on("data", this.#guarded(lineSplitter(this.#guarded(errors.take))));
    this.#child.on("error", (error) => {
      this.#end(new ProblemError(problems.noProgram(program, error.message)));
    });
    const ended = this.#guarded(() => {
      this.end(new ProblemError(problem.ended(undefined, this.exit, this.printed)));
    });
    const endsSoon = () => {
      setTimeout(ended, lastOutputMs).unref();
    };
    this.#child.on("close", ended).on("exit", endsSoon);
    // Without its input or its output there will be no answer. Mostly the process has just ended: its end is what is told.
    stdin.on("error", endsSoon).on("close", endsSoon);
    stdout.on("end", endsSoon).on("error", endsSoon);
    stderr.on("error", endsSoon);
  }

  /** Why it ended; undefined while it goes on. */
  get ended(): Error | undefined {
    return this.#ended;
  }

  /** How it ended, in words. */
  get exit(): string {
    if (this.#child.killed) return "closed";
    return this.#child.signalCode ?? `exit code ${this.#child.exitCode ?? "?"}`;
  }

  /** The last lines that it printed, masked. */
  get printed(): string {
    for (const stream of this.#streams) stream.flush();
    return this.#lines.join("\n");
  }

  /** Ends it with this reason, unless it has ended already. What it started goes on. */
  end(error: Error): void {
    this.#end(error);
    this.#child.kill("SIGKILL");
  }

  /** Fails whoever waits now; the process goes on. */
  fail(error: Error): void {
    this.#listener?.fail(error);
  }

  /** Marked lines go there, until `answered` is called. Where the process has ended, it fails at once. */
  listen(listener: Listener): void {
    this.#listener = listener;
    if (this.#ended) listener.fail(this.#ended);
  }

  write(text: string): void {
    this.#child.stdin.write(text);
  }

  /** Nobody waits any more. */
  answered(): void {
    this.#listener = undefined;
  }

  /** Writes a text, and resolves with the next marked line. @throws ProblemError `sessionSilent`, or why it failed or ended */
  exchange(text: string, timeoutMs: number, what: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.fail(new ProblemError(problem.silent(what, timeoutMs)));
      }, timeoutMs);
      const settle = (act: () => void) => {
        clearTimeout(timer);
        this.answered();
        act();
      };
      this.listen({
        what,
        take: (line) => {
          settle(() => {
            resolve(line);
          });
        },
        fail: (error) => {
          settle(() => {
            reject(error);
          });
        },
      });
      this.write(text);
    });
  }

  /** Once what an operation still prints has arrived: keeps nothing of it as it was, then calls `forget`. */
  forgetSoon(forget: () => void): void {
    const forgets = this.#guarded(() => {
      for (const stream of this.#streams) stream.forget();
      forget();
    });
    setTimeout(forgets, lastOutputMs).unref();
  }

  /**
   * A handler of a stream, a timer or an event. Nobody waits for it, so what it throws ends the process, and with that the
   * request that is waiting.
   */
  #guarded<A extends unknown[]>(handler: (...args: A) => void): (...args: A) => void {
    return (...args) => {
      try {
        handler(...args);
      } catch (error) {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        const what = this.#listener?.what ?? "PowerShell";
        this.end(new ProblemError(problem.badLine(what, shortened(text, keptLength))));
      }
    };
  }

  #end(error: Error): void {
    this.#ended ??= error;
    this.fail(this.#ended);
  }
}
