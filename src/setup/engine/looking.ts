/** Which steps are looked at when nobody asks for one by name: the one that is shown, and all of them in turn. */
import type { KnownSteps } from "./knownSteps.ts";
import { mayBeSilent } from "./silence.ts";
import type { States } from "./states.ts";
import type { FormContext, StepId } from "../step.ts";

/** What is needed of the run. */
export interface LookingHost {
  readonly steps: KnownSteps;
  readonly states: States;
  readonly known: () => FormContext;
  readonly check: (id: StepId) => Promise<void>;
}

export class Looking {
  readonly #at: LookingHost;

  constructor(at: LookingHost) {
    this.#at = at;
  }

  /**
   * Looks again where what is shown is older than this start of VS Code: first at the server, whose facts the forms
   * propose, then at the step.
   */
  async refresh(id: StepId): Promise<void> {
    const { check, states, steps } = this.#at;
    const awaitsSilent = mayBeSilent(states.of(id));
    const first = steps.meeting;
    if (!awaitsSilent && first !== undefined && states.of(first).kind === "stale") {
      await check(first);
      if (states.of(first).kind === "failed") return;
    }
    const state = states.of(id);
    const isDated =
      state.kind === "stale" ||
      (state.kind === "answered" && state.findings.length === 0) ||
      (state.kind === "waiting" && states.isKept(id));
    if (awaitsSilent || isDated) await check(id);
  }

  /** Sees what is true of every step, in their order, until one needs somebody. */
  async all(): Promise<void> {
    const { check, known, states, steps } = this.#at;
    for (const { id, applies } of steps.procedure.steps) {
      // A check may itself write an answer.
      if (applies?.(known()) === false) continue;
      await check(id);
      if (!["done", "answered"].includes(states.of(id).kind)) return;
    }
  }
}
