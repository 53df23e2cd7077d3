/** One request that was sent: its time, its cancel, what is told meanwhile, and what comes of it. */
import { CancelledError, ProblemError } from "../setup/problem.ts";
import type { Request, SessionEvent } from "./protocol.ts";
import type { Redactor } from "./redaction/redact.ts";
import { RequestTime } from "./requestTime.ts";
import * as problem from "./sessionProblem.ts";
import { shownError, type Told } from "./shownError.ts";
import type { ProcessStart } from "./powershellProcess.ts";
import type { Turn } from "./turns.ts";

/** What a request needs beside its text. */
export interface RequestHow {
  readonly timeoutMs: number;
  /** Whether the signal may end it in the middle. */
  readonly cancellable: boolean;
  /** It changes nothing: it may be asked beside one that waits, and once more of another session. */
  readonly reads: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent: (event: Told) => void;
}

/** How a request reaches its session. */
interface AskedOf extends Pick<ProcessStart, "elevate"> {
  readonly redactor: Redactor;
  readonly turn: Turn;
  /** Ends the session because of this request. */
  readonly end: (error: Error) => void;
  /** Sends the answer to a text that is to be hidden. */
  readonly hide: (text: string) => void;
  /** Its answer is there. */
  readonly resolve: (value: unknown) => void;
  /** It failed. */
  readonly reject: (error: Error) => void;
}

/** What a session may say of one request. */
export type OfRequest = Extract<SessionEvent, { id: number }>;

/** How long a request may wait until the server is its own: somewhat longer than the module does (Session/Lock.ps1). */
export const lockWaitMs = 30 * 60_000;

export class SentRequest {
  readonly op: string;
  readonly #how: RequestHow;
  readonly #of: AskedOf;
  readonly #time: RequestTime;
  /** It waits for the server, as it told; others are worked on while it waits for something else. */
  readonly #waits = { forLock: false, forOthers: false };
  /** Who listens may fail; the operation goes on, and ends with that. */
  #unheard: Error | undefined;

  constructor({ op }: Pick<Request, "op">, how: RequestHow, of: AskedOf) {
    this.op = op;
    this.#how = how;
    this.#of = of;
    this.#time = new RequestTime({ own: how.timeoutMs, waiting: lockWaitMs }, (limitMs) => {
      of.end(new ProblemError(problem.silent(op, limitMs, this.goesOn)));
    });
    how.signal?.addEventListener("abort", this.#cancel);
  }

  /** Whether what it began goes on when its session ends. */
  get goesOn(): boolean {
    return !this.#how.cancellable;
  }

  /** @returns whether this can be said of it at all */
  take(event: OfRequest): boolean {
    const { turn, hide } = this.#of;
    if (event.event === "result") {
      this.#stop();
      if (this.#unheard) this.#of.reject(this.#unheard);
      else this.#of.resolve(event.value);
    } else if (event.event === "error") {
      this.fail(shownError(this.#of, this.op, event));
    } else if (event.event === "hide") {
      hide(event.text);
    } else if (event.event === "waits") {
      // What changes something has the session alone.
      if (!this.#how.reads) return false;
      turn.waits((isAtWork) => {
        this.#waits.forOthers = isAtWork;
        this.#sawWaiting();
      });
    } else {
      if (event.event === "progress") {
        this.#waits.forLock = event.waiting === true;
        this.#sawWaiting();
        // Whoever cancelled before it waited is heard now.
        if (this.#how.signal?.aborted === true) this.#cancel();
      }
      this.#tell(event);
    }
    return true;
  }

  fail(error: Error): void {
    this.#stop();
    this.#of.reject(error);
  }

  /** While it waits it may be ended, whatever it is: nothing has been done. */
  readonly #cancel = (): void => {
    if (this.#how.cancellable || this.#time.isWaiting) this.#of.end(new CancelledError());
  };

  #sawWaiting(): void {
    this.#time.sawWaiting(this.#waits.forLock || this.#waits.forOthers);
  }

  #stop(): void {
    this.#time.stop();
    this.#how.signal?.removeEventListener("abort", this.#cancel);
  }

  #tell(event: Told): void {
    try {
      this.#how.onEvent(event);
    } catch (error) {
      this.#unheard ??= error instanceof Error ? error : new Error(String(error));
    }
  }
}
