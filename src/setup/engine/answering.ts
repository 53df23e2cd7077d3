/** What a person says on the page of a step: answers of its form, fixes that are chosen, what is accepted by name. */
import { wordsOf, type GivenConsent } from "../consent.ts";
import { findingKey, type Finding } from "../finding.ts";
import type { Statement } from "../statement.ts";
import type { FormContext, Step, StepId } from "../step.ts";
import type { PlanChange } from "./answers.ts";
import { toUnknown } from "./found.ts";
import { addsItem, questionsOf, removesItem, type AskedForm } from "./form.ts";
import type { KnownSteps } from "./knownSteps.ts";
import { answerTo, type AnswerValue } from "../question.ts";
import type { RunPlan } from "./runPlan.ts";
import type { States } from "./states.ts";

/** What is needed of the run. */
export interface AnsweringHost {
  readonly steps: KnownSteps;
  readonly plan: RunPlan;
  readonly states: States;
  readonly known: () => FormContext;
  readonly attest: (id: StepId, statement: Statement) => Promise<void>;
  /** Records a yes. */
  readonly consent: (id: StepId, given: GivenConsent) => Promise<void>;
  readonly check: (id: StepId) => Promise<void>;
  /** The same, for what an answer may have turned alone. */
  readonly checkAnswer: (id: StepId) => Promise<void>;
}

/** A page may be a moment behind: what is said of something that is there no more is ignored. */
export class Answering {
  readonly #at: AnsweringHost;

  constructor(at: AnsweringHost) {
    this.#at = at;
  }

  /** Takes an answer of the step's form. A wrong one is kept with what is wrong; nothing is lost. */
  async answer(id: StepId, field: string, value: AnswerValue): Promise<void> {
    const { attest, consent, plan, steps } = this.#at;
    const form = questionsOf(this.#formOf(id));
    const question = form.find((one) => one.id === field);
    const answer = question && answerTo(question, value);
    if (!answer) return;
    if ("says" in answer) {
      if (answer.consent) await consent(id, answer.consent);
      await attest(id, answer.says);
    } else await this.#take(steps.of(id), plan.answers.take(id, field, answer, { plan: plan.now, form }));
  }

  /** Takes a change of the plan into it, where the answer made one, and looks at what rests on it. */
  async #take(step: Step, change: PlanChange | undefined): Promise<void> {
    const { checkAnswer, plan, states, steps } = this.#at;
    if (change) {
      await plan.update(change, step.id);
      // What later steps were found to be rests on it.
      states.invalidate(steps.after(step.id));
    }
    states.publish();
    if (change && step.checksAnswers === true) await checkAnswer(step.id);
  }

  /** Shows the questions of one more of many, where one more can be asked for. */
  addItem(id: StepId, field: string): void {
    if (addsItem(this.#formOf(id), field)) this.#at.states.publish();
  }

  /** Takes one of many away, by its key. */
  async removeItem(id: StepId, field: string, key: string): Promise<void> {
    const removed = removesItem(this.#formOf(id), field, key);
    if (removed) await this.#take(this.#at.steps.of(id), removed.change);
  }

  #formOf(id: StepId): AskedForm {
    const { known, plan, steps } = this.#at;
    return { step: steps.of(id), known: known(), answers: plan.answers };
  }

  /** Chooses the fix of one finding that is shown, or leaves it out. */
  async choose(id: StepId, finding: string, chosen: boolean): Promise<void> {
    const fix = (found: Finding) =>
      found.verdict === "fail" || found.verdict === "warning" ? found.fix.kind : undefined;
    if (!this.#shown(id, finding).some((found) => fix(found) === "operation")) return;
    await this.#at.plan.choose(finding, chosen, id);
  }

  /** Accepts by name a finding that is shown and could not be checked. */
  async accept(id: StepId, finding: string): Promise<void> {
    const { attest, check, consent, steps } = this.#at;
    const open = this.#shown(id, finding).find(({ verdict }) => verdict === "unknown");
    if (steps.of(id).acceptsUnknown !== true || !open) return;
    await consent(id, { ...toUnknown, about: finding, text: wordsOf(open.summary, open.why) });
    await attest(id, { about: "unknown", finding });
    await check(id);
  }

  /** The findings that the step shows under a name now. */
  #shown(id: StepId, finding: string): readonly Finding[] {
    return this.#at.states.of(id).findings.filter((found) => findingKey(found) === finding);
  }
}
