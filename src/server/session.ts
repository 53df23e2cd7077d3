/** One long-lived PowerShell process that speaks JSON lines. */
import { CancelledError, ProblemError } from "../setup/problem.ts";
import { shortened } from "../setup/text/cutText.ts";
import { AskAgain } from "./askAgain.ts";
import { SentRequest, type RequestHow } from "./sentRequest.ts";
import { keptLength, PowerShellProcess, type ProcessStart } from "./powershellProcess.ts";
import { readLine, writeHidden, writeRequest, type ReadyEvent, type Request } from "./protocol.ts";
import type { Redactor } from "./redaction/redact.ts";
import { passwordsOf } from "./secrets.ts";
import * as problem from "./sessionProblem.ts";
import { rawText } from "./shownError.ts";
import { Turns, type Turn } from "./turns.ts";

/** How a session is started. */
export interface SessionStart extends ProcessStart {
  /** The module that runs there, with the call that starts its loop. ASCII, line ends `\n`. */
  readonly moduleText: string;
}

export class Session {
  readonly #process: PowerShellProcess;
  readonly #redactor: Redactor;
  readonly #elevate: () => string;
  #ready: ReadyEvent | undefined;
  #lastId = 0;
  #isClosedForOne = false;
  readonly #turns = new Turns();
  /** What was sent and has no answer yet, by its number, in the order in which it was sent. */
  readonly #asked = new Map<number, SentRequest>();

  private constructor(start: ProcessStart) {
    this.#redactor = start.redactor;
    this.#elevate = start.elevate;
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

  get isOpen(): boolean {
    return this.#process.ended === undefined;
  }

  /**
   * Sends one request when it is its turn, and waits for its result.
   * Secrets are masked in what is printed and in errors; they are known until a moment after the answer, for what is printed late.
   * Results and events are masked by whoever asks, as those of every port.
   * @throws ProblemError; CancelledError when the signal ended it; AskAgain. A cancelled or silent session is ended.
   */
  async request(request: Omit<Request, "id">, how: RequestHow): Promise<unknown> {
    // Before it has its turn: one that cannot be sent keeps nobody waiting.
    const passwords = passwordsOf(request);
    const turn = await this.#turns.take(how.reads);
    const forgets = passwords.map((password) => this.#redactor.keep(password));
    try {
      return await this.#ask({ id: ++this.#lastId, ...request }, how, turn);
    } finally {
      turn.end();
      if (forgets.length > 0)
        this.#process.forgetSoon(() => {
          for (const forget of forgets) forget();
        });
    }
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
      throw new ProblemError(problem.badLine("ready", rawText(this.#redactor, answer)));
    this.#ready = ready;
  }

  async #ask(request: Request, how: RequestHow, turn: Turn): Promise<unknown> {
    const { ended } = this.#process;
    if (ended) throw this.#isClosedForOne ? new AskAgain(ended) : ended;
    if (how.signal?.aborted === true) throw new CancelledError();
    const line = writeRequest(request);
    return new Promise((resolve, reject) => {
      const over = () => {
        this.#asked.delete(request.id);
        if (this.#asked.size === 0) this.#process.answered();
      };
      const asked = new SentRequest(request, how, {
        redactor: this.#redactor,
        elevate: this.#elevate,
        turn,
        end: (error) => {
          this.#endFor(asked, error);
        },
        hide: (text) => {
          this.#process.write(writeHidden(text, this.#redactor.redact));
        },
        resolve: (value) => {
          over();
          resolve(value);
        },
        reject: (error) => {
          over();
          reject(error);
        },
      });
      this.#asked.set(request.id, asked);
      this.#process.listen({ what: request.op, take: this.#take, fail: this.#fail });
      this.#process.write(line);
    });
  }

  /** A marked line. What cannot be understood is taken for the answer to what was sent last: the others are asked again. */
  readonly #take = (line: string): void => {
    const event = readLine(line, this.#process.mark);
    const asked = event && "id" in event ? this.#asked.get(event.id) : undefined;
    if (event && "id" in event && asked?.take(event) === true) return;
    const blamed = asked ?? [...this.#asked.values()].at(-1);
    if (blamed)
      this.#endFor(blamed, new ProblemError(problem.badLine(blamed.op, rawText(this.#redactor, line))));
  };

  /** The end of the process says more where it names what that was doing. */
  readonly #fail = (error: Error): void => {
    const lost = error instanceof ProblemError && error.problem.code === "sessionEnded";
    const { exit, printed } = this.#process;
    for (const asked of this.#asked.values())
      asked.fail(lost ? new ProblemError(problem.ended(asked.op, exit, printed, asked.goesOn)) : error);
  };

  /** Ends the session for what one request came to. Those beside it only read. */
  #endFor(one: SentRequest, error: Error): void {
    this.#isClosedForOne = error instanceof ProblemError;
    one.fail(error);
    for (const other of this.#asked.values()) other.fail(this.#isClosedForOne ? new AskAgain(error) : error);
    this.dispose();
  }
}
