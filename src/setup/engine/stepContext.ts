/** What a step works with while it checks or applies, made of the execution it is in and of the run that this belongs to. */
import type { PlanChange } from "./answers.ts";
import type { Door } from "./door.ts";
import type { ExecutionHost } from "./executionHost.ts";
import { consented, sameConsent, wordsOf, type GivenConsent } from "../consent.ts";
import type { SetupPlan } from "../plan.ts";
import type { Ask } from "../ports.ts";
import type { KnownFacts, StepContext, StepId } from "../step.ts";
import { shownName } from "../target.ts";

/** The execution, as its step sees it. */
export interface ContextOf {
  readonly step: StepId;
  readonly door: Door;
  readonly signal: AbortSignal;
  /** Whether anything may be changed: a look changes nothing. */
  readonly applies: boolean;
  /** Whether what was read last is as good as a new look. */
  readonly remembers: boolean;
  /** The consent whose button it began with; it counts where something is applied. */
  readonly given: GivenConsent | undefined;
  /** The plan as it is for this work. */
  readonly plan: () => SetupPlan;
  readonly answer: (change: PlanChange) => Promise<void>;
  readonly tell: StepContext["tell"];
}

/** Asks for consents, but for the one that the button gave; each yes stands in the record, in the words that were shown. */
const recordingYes = (
  { ask, note }: Pick<ExecutionHost, "ask" | "note">,
  step: StepId,
  given: GivenConsent | undefined,
): Ask => ({
  credential: ask.credential,
  consent: async (question) => {
    const { message, detail } = question;
    const isGiven = given !== undefined && question.given === "button" && sameConsent(given, question);
    const yes = isGiven || (await ask.consent(question));
    const text = isGiven ? given.text : wordsOf(message, detail);
    if (yes) await note(step, consented({ ...question, text }));
    return yes;
  },
});

const nothing: KnownFacts = { last: () => undefined };

export const contextOf = (host: ExecutionHost, of: ContextOf): StepContext => {
  const { attest, carriers, clock, known, lease, server } = host;
  const { door, signal } = of;
  const given = of.applies ? of.given : undefined;
  return {
    server: {
      get name() {
        return shownName(server);
      },
      reachWords: server.reachWords,
      place: { port: "server", server: server.target.id },
    },
    ask: recordingYes(host, of.step, given),
    wants: given?.id,
    lease,
    signal,
    now: clock.now,
    remembered: of.remembers ? known().facts : nothing,
    get plan() {
      return of.plan();
    },
    procedure: known().procedure,
    settings: known().settings,
    get attestations() {
      return known().attestations;
    },
    attest,
    answer: of.answer,
    sleep: (ms) => clock.sleep(ms, signal),
    tell: of.tell,
    operationOf: carriers.changing,
    run: (operation, args, how) => door.run(operation, args, how),
    read: (operation, args, how) => door.read(operation, args, how),
    preview: (operation, args) => door.preview(operation, args),
    perform: (operation, args, how) => {
      if (!of.applies) throw new Error(`${operation.name} in a look`);
      return door.perform(operation, args, how);
    },
  };
};
