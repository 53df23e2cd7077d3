/**
 * The door to server, directory and cloud: looks pass, and what changes something is compared with what was shown, and written
 * ahead. There is no other way.
 */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { isDeclared, type Change } from "../change.ts";
import type { EventBody, ServerJournal } from "./journal.ts";
import type { Carriers } from "./carriers.ts";
import { leaseOf } from "./intentions.ts";
import type { Changing, Operation, Reading } from "../operations/operation.ts";
import { changesDiffer, nothingShown, notShown, type Planned } from "./planned.ts";
import type { Lease, Server } from "../ports.ts";
import { failsAlone, mayBeMade, ProblemError, type Problem } from "../problem.ts";
import type { HowToPerform, HowToRead, Step, StepContext } from "../step.ts";
import { shownName } from "../target.ts";
import { sayProgress } from "../told/progress.ts";
import type { Fact } from "../values/fact.ts";
import { json } from "../values/json.ts";

/** What the door needs of the execution whose door it is. */
export interface DoorHost {
  readonly step: Step;
  readonly server: Server;
  readonly carriers: Carriers;
  readonly note: ServerJournal["note"];
  /** Tells another window's intention that is at work from one that nobody closes any more. */
  readonly lease: Lease;
  /** Takes the raw text of problems, for the log. */
  readonly log: (problem: Problem) => void;
  /** How many events the record has. */
  readonly recorded: () => number;
  /** What was shown before a yes, where something was. */
  readonly planned: Planned | undefined;
  readonly remember: (operation: Operation, result: unknown, args: unknown) => Promise<void>;
  readonly tell: (doing: string, how?: { percent?: number | undefined; cancellable?: boolean }) => void;
  readonly signal: () => AbortSignal;
  readonly context: () => StepContext;
}

/**
 * What was told could not be written: it is made all the same. Its intention stays open, and a later look takes it into the record, even
 * where a shorter line that closes it would still find room.
 */
const madeAndUnwritten = (error: unknown): never => {
  throw error instanceof ProblemError ? new ProblemError({ ...error.problem, outcome: "notKnown" }) : error;
};

const plainArgs = v.record(v.string(), json);

export class Door {
  readonly #at: DoorHost;

  constructor(at: DoorHost) {
    this.#at = at;
  }

  /** Changes go to the journal as they are told, progress to the step's state. `of`: the intention they belong to. */
  async run<A, R, S extends string>(
    operation: Operation<A, R, S>,
    args: A,
    { of, ...how }: HowToRead<NoInfer<S>> & { readonly of?: string } = {},
  ): Promise<R> {
    const { carriers, note, remember, signal, step, tell } = this.#at;
    const { cancellable } = operation;
    const written: Promise<void>[] = [];
    const record = (event: EventBody) => {
      const one = note(step.id, event);
      // It is awaited at the end; until then a failure would be one that nobody hears.
      one.catch(() => undefined);
      written.push(one);
    };
    try {
      const result = await carriers.run(operation, args, {
        ...how,
        signal: signal(),
        onEvent: (event) => {
          if (event.kind === "progress")
            tell(sayProgress(event), {
              percent: event.percent,
              cancellable: cancellable || event.waiting === true,
            });
          else record({ ...event, ...(of === undefined ? {} : { of }), ...this.#taking });
        },
      });
      await remember(operation, result, args);
      return result;
    } finally {
      await Promise.all(written).catch(madeAndUnwritten);
    }
  }

  /** Looks, where what fails by itself is to keep nothing else from being looked at. */
  async read<A, R, S extends string>(
    operation: Reading<A, R, S>,
    args: A,
    how: HowToRead<NoInfer<S>> = {},
  ): Promise<Fact<R>> {
    try {
      return { value: await this.run(operation, args, how) };
    } catch (error) {
      if (!failsAlone(error)) throw error;
      this.#at.log(error.problem);
      return { unread: error.problem.happened };
    }
  }

  /** What an operation would change, as its port lists it. */
  async preview<A, R>(operation: Changing<A, R>, args: A): Promise<readonly Change[]> {
    const { carriers, signal, tell } = this.#at;
    // What is only listed must not read as if it were done.
    tell(l10n.t("Looking at what would change on {0}", carriers.nameOf(operation.port)));
    const changes: Change[] = [];
    await carriers.run(operation, args, {
      whatIf: true,
      signal: signal(),
      onEvent: (event) => {
        if (event.kind === "change") changes.push(event.change);
      },
    });
    return changes;
  }

  /**
   * Changes what was shown. The intention is on disk before, and closed after; it stays open where nobody can say how the
   * operation ended: a later look settles it.
   * @throws ProblemError `notShown`, `changesDiffer` before anything is changed
   */
  async perform<A, R>(
    operation: Changing<A, R>,
    args: A,
    { unlisted, secrets, only = () => true }: HowToPerform = {},
  ): Promise<R> {
    const { carriers, note, step, tell } = this.#at;
    const all =
      unlisted === undefined ? await this.#stillShown(operation, args) : await this.preview(operation, args);
    const changes = all.filter(only);
    const where = carriers.nameOf(operation.port);
    tell(l10n.t("{0} on {1}", operation.name, where), { cancellable: operation.cancellable });
    const { id, release } = await this.#newIntention();
    const close = (how: "finished" | "failed") => note(step.id, { kind: "settled", id, how, unknown: [] });
    try {
      await this.#intend(id, operation, args, changes);
      const result = await this.run(operation, args, { of: id, ...(secrets ? { secrets } : {}) }).catch(
        async (error: unknown) => {
          if (error instanceof ProblemError && !mayBeMade(error)) await close("failed");
          throw error;
        },
      );
      await close("finished");
      return result;
    } finally {
      await release();
    }
  }

  /** A name that no other window has for what it is about to do. */
  async #newIntention(): Promise<{ readonly id: string; readonly release: () => Promise<void> }> {
    const { context, lease, recorded } = this.#at;
    for (let at = recorded(); ; at++) {
      const id = `${context().now()}/${at}`;
      const taken = await lease.acquire(leaseOf(id));
      if ("release" in taken) return { id, release: taken.release };
    }
  }

  /** Looks right before something is changed whether it is still what was shown, however long ago that was. */
  async #stillShown<A, R>(operation: Changing<A, R>, args: A): Promise<readonly Change[]> {
    const { context, planned, step } = this.#at;
    if (!planned) throw nothingShown();
    // What another program changes, its step tells; the port lists what is its own.
    const now = planned.changes.some(isDeclared)
      ? ((await step.changes?.(context(), planned.found)) ?? [])
      : await this.preview(operation, args);
    const differing = notShown(now, planned.changes);
    if (differing.length > 0) throw changesDiffer(differing, shownName(this.#at.server));
    return now;
  }

  async #intend<A, R>(
    id: string,
    operation: Changing<A, R>,
    args: A,
    changes: readonly Change[],
  ): Promise<void> {
    const { note, step } = this.#at;
    await note(step.id, {
      kind: "intended",
      id,
      port: operation.port,
      operation: operation.name,
      args: v.parse(plainArgs, args),
      changes: [...changes],
      ...this.#taking,
    });
  }

  /** What the record says of the changes of a step that takes others back. */
  get #taking(): { readonly takesBack?: true } {
    return this.#at.step.takesBack === true ? { takesBack: true } : {};
  }
}
