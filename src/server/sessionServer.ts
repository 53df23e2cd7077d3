/** A Windows server behind one session, which is opened when it is needed and opened again when it was lost. */
import * as v from "valibot";
import type { Operation } from "../setup/operations.ts";
import type { HowToRun, Server } from "../setup/ports.ts";
import { ProblemError } from "../setup/problem.ts";
import type { Redactor } from "./redact.ts";
import { Session, type SessionStart } from "./session.ts";
import * as problem from "./sessionProblem.ts";

export interface ServerParts {
  /** What to call it until a session has told the computer's own name. */
  readonly name: string;
  readonly isThisMachine: boolean;
  /** How to start a session now; settings may have changed since the last one. */
  readonly start: () => Promise<SessionStart>;
  readonly redactor: Redactor;
}

export class SessionServer implements Server {
  readonly isThisMachine: boolean;
  readonly #parts: ServerParts;
  #computer: string | undefined;
  #session: Promise<Session> | undefined;

  constructor(parts: ServerParts) {
    this.#parts = parts;
    this.isThisMachine = parts.isThisMachine;
  }

  /** The computer's own name, once a session has answered. */
  get name(): string {
    return this.#computer ?? this.#parts.name;
  }

  readonly run = async <A, R>(operation: Operation<A, R>, args: A, how: HowToRun = {}): Promise<R> => {
    const { redactor } = this.#parts;
    for (const { password } of Object.values(how.secrets ?? {}).flat()) redactor.keep(password);
    const session = await this.#open(how.signal);
    const value = await this.#masked(() =>
      session.request(
        {
          op: operation.name,
          args,
          ...(how.whatIf === true ? { whatIf: true } : {}),
          ...(how.secrets ? { secrets: how.secrets } : {}),
        },
        {
          timeoutMs: operation.timeoutMs,
          cancellable: operation.cancellable,
          signal: how.signal,
          onEvent: (event) => {
            if (event.event === "progress")
              how.onEvent?.({
                kind: "progress",
                message: redactor.redact(event.message),
                ...(typeof event.percent === "number" ? { percent: event.percent } : {}),
              });
            else
              how.onEvent?.({
                kind: "change",
                change: {
                  on: this.name,
                  target: event.target,
                  before: event.before,
                  after: event.after,
                  ...(event.undo ? { undo: event.undo } : {}),
                },
              });
          },
        },
      ),
    );
    // With -WhatIf nothing happened, so there is no result to hold against the schema.
    if (how.whatIf === true) return value as R;
    const parsed = v.safeParse(operation.result, value);
    if (parsed.success) return parsed.output;
    const wrong = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? ""}: ${issue.message}`).join("\n");
    throw new ProblemError(problem.badAnswer(operation.name, wrong));
  };

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

  /** What an error says goes to the page and the journal: a cmdlet may have put into it what it was given. */
  async #masked<R>(work: () => Promise<R>): Promise<R> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const { redact } = this.#parts.redactor;
      const { raw, ...said } = error.problem;
      throw new ProblemError({
        ...said,
        happened: redact(said.happened),
        means: redact(said.means),
        next: said.next.map(redact),
        ...(raw === undefined ? {} : { raw: redact(raw) }),
      });
    }
  }

  async #open(signal: AbortSignal | undefined): Promise<Session> {
    const before = await this.#session?.catch(() => undefined);
    if (before?.isOpen === true) return before;
    const opening = this.#parts.start().then((start) => Session.start(start, signal));
    this.#session = opening;
    const session = await opening;
    this.#computer = session.ready.computer;
    return session;
  }
}
