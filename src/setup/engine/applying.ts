/** What a step would change, as a list; the yes to it; and the step's work, which does what was shown. */
import { consented, type ConsentKind, type GivenConsent } from "../consent.ts";
import { chosenFixes } from "../finding.ts";
import type { ServerJournal } from "./journal.ts";
import { acceptUnknown, asFound } from "./found.ts";
import { nothingShown, type Planned } from "./planned.ts";
import type { States } from "./states.ts";
import type { AskedFor, Work } from "./stepExecution.ts";
import { isProblem } from "../problem.ts";
import type { Step, StepContext, StepId } from "../step.ts";

const toChanges: ConsentKind = { id: "changes", given: "list" };

/** What is needed of the run. */
export interface ApplyingHost {
  readonly journal: ServerJournal;
  readonly states: States;
  /** What was found and read may not be so any more. */
  readonly invalidate: () => void;
  readonly execute: (id: StepId, first: Work, asked?: Pick<AskedFor, "planned" | "given">) => Promise<void>;
}

export class Applying {
  readonly #at: ApplyingHost;

  constructor(at: ApplyingHost) {
    this.#at = at;
  }

  /** Sees what applying would change; changes nothing. */
  list(step: Step): Promise<void> {
    return this.#at.execute(step.id, { preview: (ctx) => this.#list(step, ctx) });
  }

  async #list(step: Step, ctx: StepContext, before?: Planned): Promise<void> {
    const { journal, states } = this.#at;
    const found = await step.check(ctx);
    const changes = (await step.changes?.(ctx, found)) ?? [];
    if (step.changes) await journal.note(step.id, { kind: "previewed", changes: [...changes] });
    states.setPlanned(step.id, { found, changes }, before);
  }

  /** Does what was shown; nothing where a check finds it done already, unless it is done `again`. */
  apply(step: Step, again: boolean): Promise<void> {
    const planned = this.#at.states.plannedOf(step.id);
    return this.#change(step, planned, async (ctx) => {
      if (step.apply && step.changes && !planned) throw nothingShown();
      if (planned) await this.#consented(step, planned);
      const fixes = planned ? chosenFixes(planned.found.findings, ctx.plan.skippedFixes) : [];
      const now = fixes.length > 0 ? undefined : await step.check(ctx);
      if (now?.kind === "done" && !again) return;
      const found = planned?.found ?? now;
      if (!found) return;
      if (step.acceptsUnknown === true) await acceptUnknown(ctx, found);
      await step.apply?.(ctx, found);
    });
  }

  /** Applies a step for the sake of a consent that a button gave. A list that it needs as well counts as agreed to. */
  applyBy(step: Step, given: GivenConsent): Promise<void> {
    const { states } = this.#at;
    const found = asFound(states.of(step.id));
    const planned = given.withList === true ? states.plannedOf(step.id) : undefined;
    const work = async (ctx: StepContext) => {
      if (planned) await this.#consented(step, planned);
      await step.apply?.(ctx, found);
    };
    return this.#change(step, planned, work, given);
  }

  /** A yes to the list as it was shown. */
  #consented({ id, title }: Step, { changes }: Planned): Promise<void> {
    return this.#at.journal.note(id, {
      ...consented({ ...toChanges, about: "", text: title() }),
      changes: [...changes],
    });
  }

  /** Does what may change anything. What was shown to change is then no longer true. */
  #change(
    step: Step,
    planned: Planned | undefined,
    work: (ctx: StepContext) => Promise<void>,
    given?: GivenConsent,
  ): Promise<void> {
    const { execute, invalidate, journal, states } = this.#at;
    const { events } = journal;
    const from = events.length;
    const forget = () => {
      states.forgetChanges();
      if (step.invalidates === true) invalidate();
    };
    const apply = async (ctx: StepContext) => {
      try {
        await work(ctx);
        forget();
      } catch (error) {
        // A question that was closed changed nothing: what was shown is still what would change.
        if (events.slice(from).some(({ kind }) => kind === "change")) forget();
        // The list as it is now, with what is new in it: the next yes is to that one.
        if (isProblem(error, "changesDiffer")) await this.#list(step, ctx, planned);
        throw error;
      }
    };
    return execute(step.id, { apply }, { planned, given });
  }
}
