/** One long-lived PowerShell process that speaks JSON lines. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { randomBytes } from "node:crypto";
import { CancelledError, ProblemError } from "../setup/problem.ts";
import { sessionEnvironment, sessionFolder } from "./environment.ts";
import { lineSplitter } from "./lines.ts";
import { readLine, writeRequest, type ReadyEvent, type Request, type SessionEvent } from "./protocol.ts";
import * as problem from "./sessionProblem.ts";

/** How a session is started. */
export interface SessionStart {
  /** Program and arguments; no shell takes part. */
  readonly command: readonly string[];
  /** The module that runs there, with the call that starts its loop. ASCII, line ends `\n`. */
  readonly moduleText: string;
  readonly startTimeoutMs: number;
  /** Takes what the session prints beside its events. */
  readonly log: (line: string) => void;
}

/** What a request needs beside its text. */
export interface RequestHow {
  readonly timeoutMs: number;
  /** Whether the signal may end it in the middle. */
  readonly cancellable: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent: (event: Extract<SessionEvent, { event: "progress" | "change" }>) => void;
}

interface Waiting {
  readonly take: (line: string) => void;
  readonly fail: (error: Error) => void;
}

/** Printed lines kept to explain an end that came unexpectedly. */
const keptLines = 40;

/** How long the last output of a process that has ended is waited for: what it started may keep its output open. */
const lastOutputMs = 500;

export class Session {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #mark: string;
  readonly #printed: string[] = [];
  #ready: ReadyEvent | undefined;
  #waiting: Waiting | undefined;
  #ended: Error | undefined;
  #lastId = 0;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(start: SessionStart) {
    const [program = "", ...args] = start.command;
    this.#mark = `@${randomBytes(12).toString("hex")}@`;
    this.#child = spawn(program, args, {
      stdio: "pipe",
      windowsHide: true,
      // A group of its own: a signal to VS Code's group is not for what an installation or PowerShell itself is doing. On
      // Windows there are no such signals, and it would open a console.
      detached: process.platform !== "win32",
      env: sessionEnvironment(process.env, process.platform),
      cwd: sessionFolder(process.env, process.platform),
    });
    const print = (line: string) => {
      this.#printed.push(line);
      if (this.#printed.length > keptLines) this.#printed.shift();
      start.log(line);
    };
    const take = lineSplitter((line) => {
      if (line.startsWith(this.#mark) && this.#waiting) this.#waiting.take(line);
      else if (line !== "") print(line);
    });
    this.#child.stdout.setEncoding("utf8").on("data", take);
    this.#child.stderr.setEncoding("utf8").on("data", lineSplitter(print));
    // A write to a process that has just ended; its end is what is reported.
    this.#child.stdin.on("error", () => undefined);
    this.#child.on("error", (error) => {
      this.#end(new ProblemError(problem.noPowerShell(program, error.message)));
    });
    const ended = () => {
      this.#end(new ProblemError(problem.ended(undefined, this.#exit, this.#printed.join("\n"))));
    };
    this.#child.on("close", ended);
    this.#child.on("exit", () => setTimeout(ended, lastOutputMs).unref());
  }

  /**
   * Starts a session in three writes, each awaited: Windows PowerShell 5.1 reads ahead, and whatever is sent early is lost.
   * @throws ProblemError `noPowerShell`, `sessionNotStarted` or `constrainedLanguage`; CancelledError when the signal
   *   ended it. Nothing is left running then.
   */
  static async start(start: SessionStart, signal?: AbortSignal): Promise<Session> {
    if (signal?.aborted === true) throw new CancelledError();
    const session = new Session(start);
    const cancel = () => {
      session.#fail(new CancelledError());
    };
    signal?.addEventListener("abort", cancel);
    try {
      await session.#begin(start);
      return session;
    } catch (error) {
      session.dispose();
      if (error instanceof ProblemError && ["sessionEnded", "sessionSilent"].includes(error.problem.code))
        throw new ProblemError(problem.notStarted(session.#printed.join("\n") || (error.problem.raw ?? "")));
      throw error;
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
  }

  get ready(): ReadyEvent {
    if (!this.#ready) throw new Error("The session has not begun.");
    return this.#ready;
  }

  get isOpen(): boolean {
    return this.#ended === undefined;
  }

  /**
   * Sends one request and waits for its result; requests queue up behind each other.
   * @throws ProblemError; CancelledError when the signal ended it. A cancelled or silent session is ended.
   */
  request(request: Omit<Request, "id">, how: RequestHow): Promise<unknown> {
    const answer = this.#queue.then(() => this.#ask({ id: ++this.#lastId, ...request }, how));
    this.#queue = answer.catch(() => undefined);
    return answer;
  }

  /**
   * Ends PowerShell itself, and nothing that it started: an installer, a registration or the wizard may be at work, whatever
   * this session did last. Children that only read end by themselves when their input does. Where VS Code itself is ended,
   * Windows ends PowerShell with it (the job in which libuv puts its children), and again not what PowerShell started.
   */
  dispose(): void {
    this.#end(new ProblemError(problem.ended(undefined, "closed", "")));
    this.#child.kill("SIGKILL");
  }

  get #exit(): string {
    if (this.#child.killed) return "closed";
    return this.#child.signalCode ?? `exit code ${this.#child.exitCode ?? "?"}`;
  }

  async #begin({ moduleText, startTimeoutMs }: SessionStart): Promise<void> {
    const say = (text: string) => this.#exchange(text, startTimeoutMs, "PowerShell");
    const mode = (await say(`'${this.#mark}' + $ExecutionContext.SessionState.LanguageMode\n`)).slice(
      this.#mark.length,
    );
    if (mode !== "FullLanguage") throw new ProblemError(problem.constrained(mode));
    await say(
      `$Mark='${this.#mark}'; $In=New-Object IO.StreamReader([Console]::OpenStandardInput()); ` +
        `[Console]::Out.WriteLine($Mark+'go'); $c=New-Object char[] ([int]$In.ReadLine()); ` +
        `$null=$In.ReadBlock($c,0,$c.Length); try { . ([scriptblock]::Create(-join $c)) } catch { [Console]::Error.WriteLine($_); exit 1 }; exit 0\n`,
    );
    const ready = readLine(await say(`${moduleText.length}\n${moduleText}`), this.#mark);
    if (ready?.event !== "ready") throw new ProblemError(problem.badAnswer("ready", JSON.stringify(ready)));
    this.#ready = ready;
  }

  /** Writes, and resolves with the next marked line. */
  #exchange(text: string, timeoutMs: number, what: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#fail(new ProblemError(problem.silent(what, timeoutMs)));
      }, timeoutMs);
      const settle = (act: () => void) => {
        clearTimeout(timer);
        this.#waiting = undefined;
        act();
      };
      this.#wait({
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
      this.#child.stdin.write(text);
    });
  }

  async #ask(request: Request, how: RequestHow): Promise<unknown> {
    const { op } = request;
    if (this.#ended) throw this.#ended;
    if (how.signal?.aborted === true) throw new CancelledError();
    return new Promise((resolve, reject) => {
      const cancel = () => {
        if (!how.cancellable) return;
        this.#fail(new CancelledError());
        this.dispose();
      };
      const timer = setTimeout(() => {
        this.#fail(new ProblemError(problem.silent(op, how.timeoutMs, !how.cancellable)));
        this.dispose();
      }, how.timeoutMs);
      const settle = (act: () => void) => {
        clearTimeout(timer);
        how.signal?.removeEventListener("abort", cancel);
        this.#waiting = undefined;
        act();
      };
      how.signal?.addEventListener("abort", cancel);
      this.#wait({
        take: (line) => {
          const event = readLine(line, this.#mark);
          if (!event || event.event === "garbled" || event.event === "ready" || event.id !== request.id) {
            this.#fail(new ProblemError(problem.badAnswer(op, line)));
            this.dispose();
          } else if (event.event === "result") {
            settle(() => {
              resolve(event.value);
            });
          } else if (event.event === "error") {
            const raw = [event.code, event.message, event.exception, event.position]
              .filter(Boolean)
              .join("\n");
            settle(() => {
              reject(new ProblemError(problem.refused(op, event.code, event.message, raw)));
            });
          } else how.onEvent(event);
        },
        fail: (error) => {
          settle(() => {
            // The end of the session says more when it names what it was doing.
            const lost = error instanceof ProblemError && error.problem.code === "sessionEnded";
            const printed = this.#printed.join("\n");
            reject(lost ? new ProblemError(problem.ended(op, this.#exit, printed, !how.cancellable)) : error);
          });
        },
      });
      this.#child.stdin.write(writeRequest(request));
    });
  }

  #wait(waiting: Waiting): void {
    this.#waiting = waiting;
    if (this.#ended) waiting.fail(this.#ended);
  }

  #fail(error: Error): void {
    this.#waiting?.fail(error);
  }

  #end(error: Error): void {
    this.#ended ??= error;
    this.#fail(this.#ended);
  }
}
