/** One long-lived PowerShell process that speaks JSON lines. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { maskSecrets } from "../setup/masking.ts";
import { CancelledError, ProblemError } from "../setup/problem.ts";
import { sessionEnvironment, sessionFolder } from "./environment.ts";
import { lineSplitter } from "./lines.ts";
import { maskedAndShort, shortened } from "../setup/cutText.ts";
import { Printed } from "./printed.ts";
import { readLine, writeRequest, type ReadyEvent, type Request, type SessionEvent } from "./protocol.ts";
import type { Redactor } from "./redact.ts";
import { passwordsOf } from "./secrets.ts";
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
  /** Masks everything that leaves the session. */
  readonly redactor: Redactor;
}

type Told = Extract<SessionEvent, { event: "progress" | "change" }>;

/** What a request needs beside its text. */
export interface RequestHow {
  readonly timeoutMs: number;
  /** Whether the signal may end it in the middle. */
  readonly cancellable: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent: (event: Told) => void;
}

interface Waiting {
  /** What it waits for, in words. */
  readonly what: string;
  readonly take: (line: string) => void;
  readonly fail: (error: Error) => void;
}

/** Printed lines kept to explain an end that came unexpectedly, and how much of each. */
const keptLines = 40;
const keptLength = 2000;
/** Characters of a line in the log, of a message that is shown, and of a raw text for the log. */
const loggedLength = 16_384;
const messageLength = 4000;
const rawLength = 16_384;

/**
 * How long a request may wait until the server is its own: somewhat longer than the module does (Lock.ps1). That time is not
 * the operation's, and is given once.
 */
const lockWaitMs = 30 * 60_000;

/** How long the last output of a process or of an operation is waited for; what it started may keep its output open. */
const lastOutputMs = 500;

export class Session {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #mark: string;
  readonly #redactor: Redactor;
  readonly #lines: string[] = [];
  readonly #streams: readonly Printed[];
  #ready: ReadyEvent | undefined;
  #waiting: Waiting | undefined;
  #ended: Error | undefined;
  #lastId = 0;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(start: SessionStart) {
    const [program = "", ...args] = start.command;
    this.#mark = `@${randomBytes(12).toString("hex")}@`;
    this.#redactor = start.redactor;
    this.#child = spawn(program, args, {
      stdio: "pipe",
      windowsHide: true,
      // A group of its own: a signal to VS Code's group is not for what an installation or PowerShell itself is doing. On
      // Windows there are no such signals, and it would open a console.
      detached: process.platform !== "win32",
      env: sessionEnvironment(process.env, process.platform),
      cwd: sessionFolder(process.env, process.platform),
    });
    const say = (line: string) => {
      this.#lines.push(shortened(line, keptLength));
      if (this.#lines.length > keptLines) this.#lines.shift();
      start.log(shortened(line, loggedLength));
    };
    const output = new Printed(this.#redactor, this.#guarded(say));
    const errors = new Printed(this.#redactor, this.#guarded(say));
    this.#streams = [output, errors];
    const take = this.#guarded((line: string) => {
      if (line.startsWith(this.#mark) && this.#waiting) this.#waiting.take(line);
      else if (line !== "") output.take(line);
    });
    const { stdin, stdout, stderr } = this.#child;
    stdout.setEncoding("utf8").on("data", this.#guarded(lineSplitter(take)));
    stderr.setEncoding("utf8").on("data", this.#guarded(lineSplitter(this.#guarded(errors.take))));
    this.#child.on("error", (error) => {
      this.#end(new ProblemError(problem.noPowerShell(program, error.message)));
    });
    const ended = this.#guarded(() => {
      this.#end(new ProblemError(problem.ended(undefined, this.#exit, this.#printed)));
      this.#child.kill("SIGKILL");
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

  /**
   * Starts a session in three writes, each awaited: Windows PowerShell 5.1 reads ahead, and whatever is sent early is lost.
   * @throws ProblemError `noPowerShell`, `sessionNotStarted` or `constrainedLanguage`; CancelledError when the signal
   *   ended it. Nothing is left running then.
   */
  static async start(start: SessionStart, signal?: AbortSignal): Promise<Session> {
    if (signal?.aborted === true) throw new CancelledError();
    const session = Session.#spawned(start);
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
        throw new ProblemError(problem.notStarted(session.#printed || (error.problem.raw ?? "")));
      throw error;
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
  }

  /** @throws ProblemError `noPowerShell` where the command cannot even be tried. */
  static #spawned(start: SessionStart): Session {
    try {
      return new Session(start);
    } catch (error) {
      throw new ProblemError(problem.noPowerShell(start.command[0] ?? "", String(error)));
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
   * Secrets are masked in all that comes back; they are known until a moment after the answer, for what is printed late.
   * @throws ProblemError; CancelledError when the signal ended it. A cancelled or silent session is ended.
   */
  request(request: Omit<Request, "id">, how: RequestHow): Promise<unknown> {
    const answer = this.#queue.then(async () => {
      const forgets = passwordsOf(request).map((password) => this.#redactor.keep(password));
      try {
        return await this.#ask({ id: ++this.#lastId, ...request }, how);
      } finally {
        if (forgets.length > 0) this.#forgetSoon(forgets);
      }
    });
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
    if (mode !== "FullLanguage") throw new ProblemError(problem.constrained(shortened(mode, keptLength)));
    await say(
      `$Mark='${this.#mark}'; $In=New-Object IO.StreamReader([Console]::OpenStandardInput()); ` +
        `[Console]::Out.WriteLine($Mark+'go'); $c=New-Object char[] ([int]$In.ReadLine()); ` +
        `$null=$In.ReadBlock($c,0,$c.Length); try { . ([scriptblock]::Create(-join $c)) } catch { [Console]::Error.WriteLine($_); exit 1 }; exit 0\n`,
    );
    const answer = await say(`${moduleText.length}\n${moduleText}`);
    const ready = readLine(answer, this.#mark);
    if (ready?.event !== "ready") throw new ProblemError(problem.badAnswer("ready", this.#raw(answer)));
    this.#ready = ready;
  }

  /** The last lines that it printed, masked. */
  get #printed(): string {
    for (const stream of this.#streams) stream.flush();
    return this.#lines.join("\n");
  }

  /** A message as it may be shown. */
  #message(text: string): string {
    return maskedAndShort((one) => maskSecrets(this.#redactor.redact(one)), text, messageLength);
  }

  /** A text as it may be logged. */
  #raw(text: string): string {
    return maskedAndShort((one) => maskSecrets(this.#redactor.redact(one)), text, rawLength);
  }

  #told(event: Told): Told {
    if (event.event === "progress")
      return {
        ...event,
        message: maskedAndShort((one) => this.#redactor.redact(one), event.message, messageLength),
      };
    const { target, before, after, undo, ...others } = event;
    // An undo that holds a secret could only be kept with it, so it is not kept.
    const isKept = undo && isDeepStrictEqual(this.#redactor.redactAll(undo.args), undo.args);
    return { ...others, ...this.#redactor.redactAll({ target, before, after }), ...(isKept ? { undo } : {}) };
  }

  /** Once what an operation still prints has arrived. */
  #forgetSoon(forgets: readonly (() => void)[]): void {
    const forget = this.#guarded(() => {
      for (const stream of this.#streams) stream.forget();
      for (const one of forgets) one();
    });
    setTimeout(forget, lastOutputMs).unref();
  }

  /**
   * A handler of a stream, a timer or an event. Nobody waits for it, so what it throws ends the session, and with that the
   * request that is waiting.
   */
  #guarded<A extends unknown[]>(handler: (...args: A) => void): (...args: A) => void {
    return (...args) => {
      try {
        handler(...args);
      } catch (error) {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        this.#end(
          new ProblemError(
            problem.badAnswer(this.#waiting?.what ?? "PowerShell", shortened(text, keptLength)),
          ),
        );
        this.#child.kill("SIGKILL");
      }
    };
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
      this.#child.stdin.write(text);
    });
  }

  async #ask(request: Request, how: RequestHow): Promise<unknown> {
    const { op } = request;
    if (this.#ended) throw this.#ended;
    if (how.signal?.aborted === true) throw new CancelledError();
    const line = writeRequest(request);
    return new Promise((resolve, reject) => {
      const end = (error: Error) => {
        this.#fail(error);
        this.dispose();
      };
      let lock: "not waited for" | "waited for" | "had" = "not waited for";
      const cancel = () => {
        if (how.cancellable || lock === "waited for") end(new CancelledError());
      };
      const within = (timeoutMs: number) =>
        setTimeout(() => {
          end(new ProblemError(problem.silent(op, timeoutMs, !how.cancellable)));
        }, timeoutMs);
      let timer = within(how.timeoutMs);
      /** While it waits it may be ended, and its own time does not run. */
      const sawWaiting = (isWaiting: boolean) => {
        if (lock !== (isWaiting ? "not waited for" : "waited for")) return;
        clearTimeout(timer);
        timer = within(isWaiting ? lockWaitMs : how.timeoutMs);
        lock = isWaiting ? "waited for" : "had";
        // Whoever cancelled before it waited is heard now.
        if (isWaiting && how.signal?.aborted === true) cancel();
      };
      const settle = (act: () => void) => {
        clearTimeout(timer);
        how.signal?.removeEventListener("abort", cancel);
        this.#waiting = undefined;
        act();
      };
      // Who listens may fail; the operation goes on, and ends with that.
      let unheard: Error | undefined;
      const tell = (event: Told) => {
        const told = this.#told(event);
        try {
          how.onEvent(told);
        } catch (error) {
          unheard ??= error instanceof Error ? error : new Error(String(error));
        }
      };
      how.signal?.addEventListener("abort", cancel);
      this.#wait({
        what: op,
        take: (answer) => {
          const event = readLine(answer, this.#mark);
          if (!event || event.event === "garbled" || event.event === "ready" || event.id !== request.id) {
            end(new ProblemError(problem.badAnswer(op, this.#raw(answer))));
          } else if (event.event === "result") {
            const value = this.#redactor.redactValues(event.value);
            settle(() => {
              if (unheard) reject(unheard);
              else resolve(value);
            });
          } else if (event.event === "error") {
            const { code, message, exception, position } = event;
            const raw = this.#raw([code, message, exception, position].filter(Boolean).join("\n"));
            const refused = problem.refused(op, code, this.#message(message), raw);
            settle(() => {
              reject(new ProblemError(refused));
            });
          } else {
            if (event.event === "progress") sawWaiting(event.waiting === true);
            tell(event);
          }
        },
        fail: (error) => {
          settle(() => {
            // The end of the session says more when it names what it was doing.
            const lost = error instanceof ProblemError && error.problem.code === "sessionEnded";
            reject(
              lost ? new ProblemError(problem.ended(op, this.#exit, this.#printed, !how.cancellable)) : error,
            );
          });
        },
      });
      this.#child.stdin.write(line);
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
