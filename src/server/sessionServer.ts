/** A Windows server behind one session, which is opened when it is needed and opened again when it was lost. */
import type { Operation } from "../setup/operations/operation.ts";
import type { HowToRun, Server, PortEvent } from "../setup/ports.ts";
import type { ReachWords } from "../setup/reachWords.ts";
import type { Machine } from "../setup/machine.ts";
import { type Target } from "../setup/target.ts";
import type { Redactor } from "./redaction/redact.ts";
import type { RequestHow } from "./sentRequest.ts";
import { AskAgain } from "./askAgain.ts";
import type { Session, SessionStart } from "./session.ts";

/** One request is sent to so many sessions that others end: more than there are that wait together. */
const mostSessions = 20;

export interface ServerParts {
  readonly target: Target;
  readonly where: string;
  readonly reachWords: ReachWords;
  /** Told what every new session met, before anything is asked of it; what it throws ends the session. */
  readonly met?: (seen: Machine) => Promise<void>;
  /** How to start a session now; settings may have changed since the last one. */
  readonly start: () => Promise<Omit<SessionStart, "redactor">>;
  /** Or how it is loaded, when the first session is opened. */
  readonly redactor: Redactor | (() => Promise<Redactor>);
}

export class SessionServer implements Server {
  readonly target: Target;
  readonly where: string;
  readonly reachWords: ReachWords;
  readonly #parts: ServerParts;
  #computer: string | undefined;
  #session: Promise<Session> | undefined;

  constructor(parts: ServerParts) {
    this.#parts = parts;
    this.target = parts.target;
    this.where = parts.where;
    this.reachWords = parts.reachWords;
  }

  get computer(): string | undefined {
    return this.#computer;
  }

  /**
   * What the session prints and fails with is masked already; results and events are where all ports are: `setup/engine/carried.ts`.
   * A request whose session another one ended is sent to the next: nothing came of it.
   */
  readonly run = async <A, R>(operation: Operation<A, R>, args: A, how: HowToRun = {}): Promise<unknown> => {
    for (let left = mostSessions; ; left--) {
      const session = await this.#open(how.signal);
      try {
        return await session.request(
          {
            op: operation.name,
            args,
            ...(how.whatIf === true ? { whatIf: true } : {}),
            ...(how.secrets ? { secrets: how.secrets } : {}),
          },
          {
            timeoutMs: operation.timeoutMs,
            cancellable: operation.cancellable,
            reads: !operation.changing,
            signal: how.signal,
            onEvent: (event) => {
              how.onEvent?.(this.#toldOf(event));
            },
          },
        );
      } catch (error) {
        if (!(error instanceof AskAgain)) throw error;
        if (left === 0) throw error.reason;
      }
    }
  };

  #toldOf(event: Parameters<RequestHow["onEvent"]>[0]): PortEvent {
    if (event.event === "progress") {
      const { code, params, percent, waiting } = event;
      return {
        kind: "progress",
        code,
        params,
        ...(typeof percent === "number" ? { percent } : {}),
        ...(waiting === true ? { waiting } : {}),
      };
    }
    const { what, params, before, after, undo } = event;
    return {
      kind: "change",
      change: {
        on: { port: "server", server: this.target.id },
        what,
        params,
        before,
        after,
        certainty: "exact",
        ...(undo ? { undo } : {}),
      },
    };
  }

  /** Ends the session; the next request opens a new one. */
  close(): void {
    const session = this.#session;
    this.#session = undefined;
    session?.then(
      (one) => {
        one.dispose();
      },
      () => undefined,
    );
  }

  /** Whoever asks while a session is being opened waits for that one. */
  #open(signal: AbortSignal | undefined): Promise<Session> {
    const before = this.#session ?? Promise.resolve(undefined);
    const opened = before
      .catch(() => undefined)
      .then((session) => (session?.isOpen === true ? session : this.#start(signal)));
    this.#session = opened;
    return opened;
  }

  async #start(signal: AbortSignal | undefined): Promise<Session> {
    const { met, redactor, start } = this.#parts;
    const [sessions, masking] = await Promise.all([
      import("./session.ts"),
      typeof redactor === "function" ? redactor() : redactor,
    ]);
    const session = await sessions.Session.start({ ...(await start()), redactor: masking }, signal);
    const { computer, machine } = session.ready;
    try {
      await met?.({ guid: machine, name: computer });
    } catch (error) {
      session.dispose();
      throw error;
    }
    this.#computer = computer;
    return session;
  }
}
