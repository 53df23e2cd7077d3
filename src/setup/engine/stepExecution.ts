/** One piece of work on one step: apply what was asked, then check until the step waits no more. */
import * as l10n from "@vscode/l10n";
import type { SetupPlan } from "../plan.ts";
import { Door } from "./door.ts";
import type { ExecutionHost } from "./executionHost.ts";
import { Settling } from "./settling.ts";
import { contextOf } from "./stepContext.ts";
import type { Planned } from "./planned.ts";
import type { GivenConsent } from "../consent.ts";
import { CancelledError, ProblemError } from "../problem.ts";
import { isSilence, SilentSpell } from "./silence.ts";
import type { Checked } from "../stepState.ts";
import type { Step, StepContext } from "../step.ts";
import { shownName } from "../target.ts";
import { howToWait, type Wait, type WaitKind } from "../wait.ts";

/** The plan when some work was asked for, and what had been shown to change, where something had. */
export interface AskedFor {
  readonly plan: SetupPlan;
  readonly planned: Planned | undefined;
  /** The consent whose button it was asked for with. */
  readonly given: GivenConsent | undefined;
  /** It looks because of an answer: what that does not change is not asked again. */
  readonly afterAnswer: boolean;
}

/** What is done before the step is looked at: something that changes anything, or a list of what would. */
export type Work =
  | { readonly apply: (ctx: StepContext) => Promise<void> }
  | { readonly preview: (ctx: StepContext) => Promise<void> };

export class StepExecution {
  readonly step: Step;
  readonly #at: ExecutionHost;
  #abort = new AbortController();
  #polling = false;
  #beginsToPoll: () => void = () => undefined;
  /** Resolves when it begins to only poll; never where it does not. */
  readonly begunToPoll = new Promise<void>((resolve) => {
    this.#beginsToPoll = resolve;
  });
  /** What was waited for when this began. */
  #waited: Wait | undefined;
  /** Since the server gave no answer; undefined while it gives one. */
  #silent: SilentSpell | undefined;
  #ended = false;
  #applies = false;
  #asked: SetupPlan;
  #remembers: boolean;
  readonly #given: GivenConsent | undefined;
  readonly #door: Door;
  readonly #settling: Settling;

  /** What changes something goes by what was asked for, whatever is answered meanwhile. */
  constructor(step: Step, at: ExecutionHost, asked: AskedFor) {
    this.step = step;
    this.#at = at;
    this.#asked = asked.plan;
    this.#given = asked.given;
    this.#remembers = asked.afterAnswer;
    const context = () => this.#context();
    this.#door = new Door({
      ...at,
      step,
      planned: asked.planned,
      tell: this.#tell.bind(this),
      signal: () => this.#abort.signal,
      context,
    });
    this.#settling = new Settling({ ...at, step, context }, this.#door);
  }

  /** Whether it changes nothing: it looks, once or again and again. */
  get onlyLooks(): boolean {
    return !this.#applies;
  }

  /** Whether it only looks again and again at something outside; any other work may take its place. */
  get onlyPolls(): boolean {
    return this.#polling;
  }

  /** Ends the wait, and the operation where that is cancellable. With `forGood` nothing is looked at any more either. */
  cancel(forGood = false): void {
    this.#ended ||= forGood;
    this.#abort.abort();
  }

  /** @throws ProblemError, or anything unforeseen; a cancelled wait ends quietly with a last look. */
  async execute(first?: Work): Promise<void> {
    const { note } = this.#at;
    this.#applies = first !== undefined && "apply" in first;
    const before = this.#at.state();
    if (before.kind === "waiting") this.#waited = before;
    this.#tell(l10n.t("Checking"));
    // What another window recorded until now is no reason to doubt what is seen from here on.
    await this.#at.catchUp();
    if (first && "preview" in first) {
      await this.#cancellable(async () => {
        await this.#settling.settle();
        await first.preview(this.#context());
      });
      this.#abort = new AbortController();
    } else if (first) {
      await note(this.step.id, { kind: "started" });
      const how = await this.#cancellable(async () => {
        await this.#settling.settle();
        await first.apply(this.#context());
      });
      await note(this.step.id, { kind: "ended", how });
      this.#abort = new AbortController();
      this.#applies = false;
    }
    if (this.#ended) return;
    const seen = await this.#cancellable(() => this.#look());
    if (seen === "cancelled" && !this.#polling)
      this.#at.set({ kind: "todo", findings: this.#at.state().findings });
  }

  async #cancellable(work: () => Promise<void>): Promise<"finished" | "cancelled"> {
    try {
      await work();
      return "finished";
    } catch (error) {
      if (error instanceof CancelledError) return "cancelled";
      throw error;
    }
  }

  async #look(): Promise<void> {
    let since: string | undefined;
    let forWhat = this.#waited?.forWhat;
    for (;;) {
      const checked = await this.#check(forWhat);
      // What it waits for is another time to be looked at.
      this.#remembers = false;
      if (checked) {
        since ??= this.#waitsSince(checked) ?? this.#at.clock.now();
        await this.#found(checked, since);
        if (checked.kind !== "waiting") return;
        ({ forWhat } = checked);
      } else if (forWhat) this.#tell("", { waiting: forWhat });
      const pollMs = forWhat && howToWait(forWhat).pollMs;
      if (pollMs === undefined) return;
      this.#polling = true;
      this.#beginsToPoll();
      await this.#at.clock.sleep(pollMs, this.#abort.signal);
      this.#silent?.slept(pollMs);
    }
  }

  /** A wait that goes on began when it was first seen, before this start of VS Code or before this look. */
  #waitsSince(checked: Checked): string | undefined {
    const before = this.#waited;
    return checked.kind === "waiting" && before?.forWhat === checked.forWhat ? before.since : undefined;
  }

  /**
   * Undefined where the wait goes on as it is: by a quick look, or because the server does not answer and it (`forWhat`) lets that be.
   * @throws ProblemError what the wait says of a server that has been silent for too long.
   */
  async #check(forWhat: WaitKind | undefined): Promise<Checked | undefined> {
    const { clock, server } = this.#at;
    try {
      const ctx = this.#context();
      if (!this.#polling) await this.#settling.settle();
      const waits = this.#polling && (await this.step.stillWaits?.(ctx)) === true;
      const checked = waits ? undefined : await this.step.check(ctx);
      this.#silent = undefined;
      return checked;
    } catch (error) {
      const silence = forWhat && howToWait(forWhat).silence;
      if (!silence || !isSilence(error)) throw error;
      this.#silent ??= new SilentSpell(silence, clock.now);
      if (this.#silent.isTooLong) throw new ProblemError(silence.tooLong(shownName(server)));
      return undefined;
    }
  }

  async #found(checked: Checked, since: string): Promise<void> {
    const { clock, note, set } = this.#at;
    const { findings } = checked;
    if (checked.kind !== "waiting") await this.#settling.settle(checked);
    const until = checked.kind === "waiting" ? checked.until : undefined;
    const end = until === undefined ? {} : { until };
    if (checked.kind === "waiting")
      set({ kind: "waiting", forWhat: checked.forWhat, since, ...end, findings });
    else if (checked.kind === "done") set({ kind: "done", proof: checked.proof, at: clock.now(), findings });
    else set({ kind: checked.kind, findings });
    if (checked.kind === "waiting" && this.#polling) return;
    await note(this.step.id, {
      kind: "checked",
      state: checked.kind,
      proof: checked.kind === "done" ? [...checked.proof] : [],
      ...(checked.kind === "waiting" ? { forWhat: checked.forWhat, ...end } : {}),
      findings: findings.map(({ rule, about, verdict, summary }) => ({ rule, about, verdict, summary })),
    });
  }

  #tell(
    doing: string,
    how: { waiting?: WaitKind; percent?: number | undefined; cancellable?: boolean } = {},
  ): void {
    if (this.#polling) return;
    const { clock, set, state } = this.#at;
    const { findings } = state();
    const waited =
      how.waiting !== undefined && how.waiting === this.#waited?.forWhat ? this.#waited : undefined;
    const since = waited?.since ?? clock.now();
    const { waiting, percent, cancellable = true } = how;
    set(
      waiting
        ? { kind: "waiting", forWhat: waiting, since, findings }
        : {
            kind: "running",
            since,
            doing,
            cancellable,
            findings,
            ...(percent === undefined ? {} : { percent }),
          },
    );
  }

  #context(): StepContext {
    const { known, usePlan } = this.#at;
    return contextOf(this.#at, {
      step: this.step.id,
      door: this.#door,
      signal: this.#abort.signal,
      applies: this.#applies,
      remembers: this.#remembers,
      given: this.#given,
      plan: () => (this.#applies ? this.#asked : known().plan),
      answer: async (change) => {
        this.#asked = change(this.#asked);
        await usePlan(change);
      },
      tell: (doing, waiting) => {
        this.#tell(doing, waiting ? { waiting } : {});
      },
    });
  }
}
