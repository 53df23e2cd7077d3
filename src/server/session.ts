/** One long-lived PowerShell process that speaks JSON lines. */
import { isDeepStrictEqual } from "node:util";
import { maskedAndShort, shortened } from "../setup/text/cutText.ts";
import { maskSecrets } from "../setup/text/masking.ts";
import { CancelledError, ProblemError } from "../setup/problem.ts";
import { refused } from "./operationProblem.ts";
import { keptLength, PowerShellProcess, type ProcessStart } from "./powershellProcess.ts";
import {
  readLine,
  writeHidden,
  writeRequest,
  type ReadyEvent,
  type Request,
  type SessionEvent,
} from "./protocol.ts";
import { sayError } from "../setup/told/errors.ts";
import type { Redactor } from "./redaction/redact.ts";
import { RequestTime } from "./requestTime.ts";
import { passwordsOf } from "./secrets.ts";
import * as problem from "./sessionProblem.ts";

/** How a session is started. */
export interface SessionStart extends ProcessStart {
  /** The module that runs there, with the call that starts its loop. ASCII, line ends `\n`. */
  readonly moduleText: string;
}

type Told = Extract<SessionEvent, { event: "progress" | "change" }>;

/** What a request needs beside its text. */
export interface RequestHow {
  readonly timeoutMs: number;
  /** Whether the signal may end it in the middle. */
  readonly cancellable: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent: (event: Told) => void;
  /** Called when it is its turn: until then nobody was asked anything. */
  readonly onAsked?: () => void;
}

/** Characters of a message that is shown, and of a raw text for the log. */
const messageLength = 4000;
const rawLength = 16_384;

/** How long a request may wait until the server is its own: somewhat longer than the module does (Session/Lock.ps1). */
const lockWaitMs = 30 * 60_000;

export class Session {
  readonly #process: PowerShellProcess;
  readonly #redactor: Redactor;
  #ready: ReadyEvent | undefined;
  #lastId = 0;
  #isClosedForOne = false;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(start: ProcessStart) {
    this.#redactor = start.redactor;
    this.#process = new PowerShellProcess(start);
  }

  /**
   * Starts a session in three writes, each awaited: Windows PowerShell 5.1 reads ahead, and whatever is sent early is lost.
   * @throws ProblemError of `Launch.problems`, or `constrainedLanguage`; CancelledError when the signal
   *   ended it. Nothing is left running then.
   */
  static async start(start: SessionStart, signal?: AbortSignal): Promise<Session> {
    if (signal?.aborted === true) throw new CancelledError();
    const session = Session.#spawned(start);
    const cancel = () => {
      session.#process.fail(new CancelledError());
    };
    signal?.addEventListener("abort", cancel);
    try {
      await session.#begin(start);
      return session;
    } catch (error) {
      session.dispose();
      if (error instanceof ProblemError && ["sessionEnded", "sessionSilent"].includes(error.problem.code))
        throw new ProblemError(
          start.problems.notBegun(session.#process.printed || (error.problem.raw ?? "")),
        );
      throw error;
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
  }

  /** @throws ProblemError `Launch.problems.noProgram` where the command cannot even be tried. */
  static #spawned(start: SessionStart): Session {
    try {
      return new Session(start);
    } catch (error) {
      throw new ProblemError(start.problems.noProgram(start.command[0] ?? "", String(error)));
    }
  }

  get ready(): ReadyEvent {
    if (!this.#ready) throw new Error("The session has not begun.");
    return this.#ready;
  }

  /** Whether it was closed for what one request came to: no answer in its time, or one that cannot be understood. */
  get isClosedForOne(): boolean {
    return this.#isClosedForOne;
  }

  get isOpen(): boolean {
    return this.#process.ended === undefined;
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
        if (forgets.length > 0)
          this.#process.forgetSoon(() => {
            for (const forget of forgets) forget();
          });
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
    this.#process.end(new ProblemError(problem.ended(undefined, "closed", "")));
  }

  async #begin({ moduleText, startTimeoutMs }: SessionStart): Promise<void> {
    const { mark } = this.#process;
    const say = (text: string) => this.#process.exchange(text, startTimeoutMs, "PowerShell");
    const mode = (await say(`'${mark}' + $ExecutionContext.SessionState.LanguageMode\n`)).slice(mark.length);
    if (mode !== "FullLanguage") throw new ProblemError(problem.constrained(shortened(mode, keptLength)));
    await say(
      `$Mark='${mark}'; $In=New-Object IO.StreamReader([Console]::OpenStandardInput()); ` +
        `[Console]::Out.WriteLine($Mark+'go'); $c=New-Object char[] ([int]$In.ReadLine()); ` +
        `$null=$In.ReadBlock($c,0,$c.Length); $Module=New-Object String (,$c); try { . ([scriptblock]::Create($Module)) } catch { [Console]::Error.WriteLine($_); exit 1 }; exit 0\n`,
    );
    const answer = await say(`${moduleText.length}\n${moduleText}`);
    const ready = readLine(answer, mark);
    if (ready?.event !== "ready")
      throw new ProblemError(problem.badAnswer("ready", this.#masked(answer, rawLength)));
    this.#ready = ready;
  }

  /** A text of the server's as it may be shown or logged. */
  #masked(text: string, length: number): string {
    return maskedAndShort((one) => maskSecrets(this.#redactor.redact(one)), text, length);
  }

  /** An error of ours in the reader's language; undefined where it is none. */
  #sayError(code: string, params: Readonly<Record<string, string>>): string | undefined {
    const shown = Object.entries(params).map(([name, value]) => [name, this.#masked(value, messageLength)]);
    return sayError(code, Object.fromEntries(shown) as Record<string, string>);
  }

  /** The parameters of a sentence, as they may be shown. */
  #shownParams(params: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(params).map(([name, value]) => [
        name,
        maskedAndShort((one) => this.#redactor.redact(one), value, messageLength),
      ]),
    );
  }

  #told(event: Told): Told {
    if (event.event === "progress")
      return {
        ...event,
        params: this.#shownParams(event.params),
      };
    const { params, before, after, undo, ...others } = event;
    // An undo that holds a secret could only be kept with it, so it is not kept.
    const isKept = undo && isDeepStrictEqual(this.#redactor.redactAll(undo.args), undo.args);
    return { ...others, ...this.#redactor.redactAll({ params, before, after }), ...(isKept ? { undo } : {}) };
  }

  async #ask(request: Request, how: RequestHow): Promise<unknown> {
    const { op } = request;
    if (this.#process.ended) throw this.#process.ended;
    if (how.signal?.aborted === true) throw new CancelledError();
    const line = writeRequest(request);
    return new Promise((resolve, reject) => {
      const end = (error: Error) => {
        this.#isClosedForOne = error instanceof ProblemError;
        this.#process.fail(error);
        this.dispose();
      };
      const time = new RequestTime({ own: how.timeoutMs, waiting: lockWaitMs }, (limitMs) => {
        end(new ProblemError(problem.silent(op, limitMs, !how.cancellable)));
      });
      // While it waits it may be ended, whatever it is: nothing has been done.
      const cancel = () => {
        if (how.cancellable || time.isWaiting) end(new CancelledError());
      };
      const settle = (act: () => void) => {
        time.stop();
        how.signal?.removeEventListener("abort", cancel);
        this.#process.answered();
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
      this.#process.listen({
        what: op,
        take: (answer) => {
          const event = readLine(answer, this.#process.mark);
          if (!event || event.event === "garbled" || event.event === "ready" || event.id !== request.id) {
            end(new ProblemError(problem.badAnswer(op, this.#masked(answer, rawLength))));
          } else if (event.event === "result") {
            const value = this.#redactor.redactValues(event.value);
            settle(() => {
              if (unheard) reject(unheard);
              else resolve(value);
            });
          } else if (event.event === "error") {
            const { code, params, cause, message, exception, position } = event;
            const raw = this.#masked(
              [code, message, exception, position].filter(Boolean).join("\n"),
              rawLength,
            );
            const own = params ? this.#sayError(code, params) : undefined;
            const why =
              typeof cause === "string"
                ? this.#masked(cause, messageLength)
                : cause && this.#sayError(cause.code, cause.params);
            const words =
              own === undefined ? this.#masked(message, messageLength) : [own, why].filter(Boolean).join(" ");
            const said = refused(op, code, words, raw);
            settle(() => {
              reject(new ProblemError(said));
            });
          } else if (event.event === "hide") {
            this.#process.write(writeHidden(event.text, this.#redactor.redact));
          } else {
            if (event.event === "progress") {
              time.sawWaiting(event.waiting === true);
              // Whoever cancelled before it waited is heard now.
              if (how.signal?.aborted === true) cancel();
            }
            tell(event);
          }
        },
        fail: (error) => {
          settle(() => {
            // The end of the session says more when it names what it was doing.
            const lost = error instanceof ProblemError && error.problem.code === "sessionEnded";
            const { exit, printed } = this.#process;
            reject(lost ? new ProblemError(problem.ended(op, exit, printed, !how.cancellable)) : error);
          });
        },
      });
      how.onAsked?.();
      this.#process.write(line);
    });
  }
}
