import type { Call } from "./call.ts";
import type { Changing, Reading } from "./operations/operation.ts";
import type { Change } from "./change.ts";
import type { Consent } from "./consent.ts";
import type { Attestation, JournalEvent } from "./journal.ts";
import type { Statement } from "./statement.ts";
import type { LinkId } from "./links.ts";
import type { SetupPlan } from "./plan.ts";
import type { Ask, HowToRun, Lease } from "./ports.ts";
import type { Place } from "./place.ts";
import type { Question } from "./question.ts";
import type { ReachWords } from "./reachWords.ts";
import type { Fact } from "./values/fact.ts";
import type { Time } from "./values/time.ts";
import type { Checked, StepState } from "./stepState.ts";
import type { WaitKind } from "./wait.ts";

/**
 * The names of the steps. Each step's file adds its own, so that a new step is one file and a line in each procedure that has it,
 * or among those of none; what is derived from it `npm run manifest` writes. A name that no step has does not compile.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the steps fill it
export interface StepNames {}
export type StepId = keyof StepNames;
/** A name as a record or a caller has it, who may know other steps: whether there is such a step is asked where that matters. */
export const asStepId = (name: string): StepId => name as StepId;
/** What stands in a record where an event is about no step. */
export const noStep = asStepId("");

type OneTo8 = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
type OneTo17 = OneTo8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17;

/**
 * The lines of the procedure that a step covers: of Microsoft's page "Install the Azure AD Connect provisioning agent" of
 * 16 November 2020 its prerequisites (P), what it says of managed accounts (G1), the instructions for installing by their
 * numbers, and those for verifying (V).
 */
export type ProcedureLine = "P" | "G1" | `${OneTo17}` | `V${OneTo8}`;

/** What can be done with an agent: the names of the procedures, which their file adds. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the procedures fill it
export interface ProcedureNames {}
export type ProcedureId = keyof ProcedureNames;

/** What a procedure asks of steps that others have too. */
export interface Taken {
  readonly id: ProcedureId;
  /** An agent is there already, and a newer one is installed over it. */
  readonly bringsNewerAgent: boolean;
}

/** What the settings of this machine say to steps. */
export interface StepSettings {
  /** The address the installer is downloaded from unless the plan names another; empty for none. */
  readonly installerUrl: string;
  /** Whom an access token for registering must be for; empty for anybody. */
  readonly tokenAudience: string;
}

/** Why something that is in no list may be changed: a yes that named it, or an installer of ours that must not stay. */
export type Unlisted = "restartAgreed" | "installerRejected";
export interface HowToRead<S extends string = string> {
  readonly secrets?: NonNullable<HowToRun<S>["secrets"]>;
}
export interface HowToPerform<S extends string = string> extends HowToRead<S> {
  readonly unlisted?: Unlisted;
  /** Which of the listed changes are this operation's, where the step makes them by several, one after the other; without it all. */
  readonly only?: (change: Change) => boolean;
}

/** What a step works with while it checks or applies. */
export interface StepContext {
  readonly procedure: Taken;
  readonly settings: StepSettings;
  readonly server: { readonly name: string; readonly reachWords: ReachWords; readonly place: Place };
  readonly plan: SetupPlan;
  readonly attestations: readonly Attestation[];
  readonly ask: Ask;
  /** The `id` of the consent whose button this began with. */
  readonly wants: string | undefined;
  readonly lease: Lease;
  readonly signal: AbortSignal;
  readonly now: () => Time;
  /** What need not be asked once more: in a look that an answer began, what was read last; nothing in one that somebody asked for. */
  readonly remembered: KnownFacts;
  /** Looks at something: on the server, in a directory, in the cloud, as the operation says. */
  readonly run: <A, R, S extends string>(
    operation: Reading<A, R, S>,
    args: A,
    how?: HowToRead<NoInfer<S>>,
  ) => Promise<R>;
  /**
   * The same, singly: a reading that fails by itself is a fact that could not be read, and the others go on.
   * @throws ProblemError where the server is lost, `busy`; CancelledError
   */
  readonly read: <A, R, S extends string>(
    operation: Reading<A, R, S>,
    args: A,
    how?: HowToRead<NoInfer<S>>,
  ) => Promise<Fact<R>>;
  /** The operation of a call that was kept, from its port's own list. @throws where that has none that changes anything. */
  readonly operationOf: (call: Call) => Changing;
  /** What an operation would change, as its port itself lists it. */
  readonly preview: <A, R>(operation: Changing<A, R>, args: A) => Promise<readonly Change[]>;
  /**
   * The only way to change anything: what was shown, and nothing else. Its progress shows in the step's state, its changes
   * go to the journal. @throws ProblemError `notShown`, `changesDiffer` before anything is changed.
   */
  readonly perform: <A, R, S extends string>(
    operation: Changing<A, R, S>,
    args: A,
    how?: HowToPerform<NoInfer<S>>,
  ) => Promise<R>;
  /** Shows what is being done or waited for. */
  readonly tell: (doing: string, waiting?: WaitKind) => void;
  /** Records what the person, or a cmdlet's answer, said. */
  readonly attest: (statement: Statement) => Promise<void>;
  /** Writes an answer into the plan. */
  readonly answer: (change: (plan: SetupPlan) => SetupPlan) => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
}

/** What was read last: of the server, of a directory, of the cloud. */
export interface KnownFacts {
  /**
   * What an operation gave last, by the operation; undefined where it was not asked yet, or that is out of date. Of one that
   * `differsByArgs`, what it gave when it was asked this.
   */
  readonly last: <A, R>(
    operation: Pick<Reading<A, R>, "port" | "name" | "result" | "differsByArgs">,
    args?: NoInfer<A>,
  ) => R | undefined;
}

/** What a form can show: the plan, what was said, and the facts seen last. */
export interface FormContext {
  readonly procedure: Taken;
  readonly settings: StepSettings;
  /** What the server is called, and how it is reached. */
  readonly server: string;
  readonly reachWords: ReachWords;
  readonly plan: SetupPlan;
  readonly attestations: readonly Attestation[];
  /** All that was recorded of the server: what can be taken back of the plan is in it. */
  readonly record: readonly JournalEvent[];
  readonly facts: KnownFacts;
}

/** A button of the panel. */
export interface StepAction {
  readonly id: string;
  readonly label: string;
  readonly primary?: boolean;
  /** What has to be done before it can be pressed; it can where nothing has. */
  readonly needs?: string | undefined;
  /** Data: whatever is done stands in `apply`, which a consent begins as well; `again` applies what a check finds done, too. */
  readonly does:
    "check" | "changes" | "apply" | "again" | { readonly consent: Consent } | { readonly link: LinkId };
}

/** One step of a procedure: one value of this type, in one file. */
export interface Step {
  readonly id: StepId;
  readonly lines: readonly ProcedureLine[];
  /** A function, because translations are loaded later than this file. */
  readonly title: () => string;
  /** What the panel says first: what this step is for, on a server that is reached like this. */
  readonly introduction: (reach: ReachWords) => readonly string[];
  /** Whether it belongs to the procedure as the answers are now; without it, it always does. */
  readonly applies?: (known: FormContext) => boolean;
  readonly form?: (known: FormContext) => readonly Question[];
  /** Whether an answer is followed by a check at once: where answering is all the step does, or changes what must be true. */
  readonly checksAnswers?: true;
  /** Whether what could not be checked stands in the way until somebody accepts it by name. */
  readonly acceptsUnknown?: true;
  /** Whether applying it can turn what other steps were found to be: they are stale then. */
  readonly invalidates?: true;
  /**
   * Whether it meets the server: others rest on what it finds, so it is looked at first where that is of an earlier start, and
   * nothing that is done afterwards turns it.
   */
  readonly meetsServer?: true;
  /** Whether its changes take earlier ones back: the record says so of each. */
  readonly takesBack?: true;
  readonly check: (ctx: StepContext) => Promise<Checked>;
  /** A quick look while it waits: whether the wait goes on as it is. Without it the whole check is repeated. */
  readonly stillWaits?: (ctx: StepContext) => Promise<boolean>;
  /** What apply would do, after what the check just found. */
  readonly changes?: (ctx: StepContext, found: Checked) => Promise<readonly Change[]>;
  /**
   * Does what the check just found to be left; safe to repeat. By itself it brings the step to done, or to a wait: what needs a
   * person's word on the way is asked for.
   */
  readonly apply?: (ctx: StepContext, found: Checked) => Promise<void>;
  /** The buttons, for the state it is in. */
  readonly actions: (
    state: StepState,
    known: FormContext & { readonly changesShown: boolean },
  ) => readonly StepAction[];
}
