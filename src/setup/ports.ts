/** What the procedure needs from outside. The adapters implement these; the tests script them. */
import type { ToldChange } from "./change.ts";
import type { Consent } from "./consent.ts";
import type { JournalEvent, NotRead } from "./journal.ts";
import type { Credential, Operation } from "./operations/operation.ts";
import type { ReachWords } from "./reachWords.ts";
import type { ServerId, Target } from "./target.ts";
import type { Params } from "./told/coded.ts";
import type { ProgressCode } from "./told/progress.ts";
import type { Time } from "./values/time.ts";

/** What an operation of any port says while it runs. */
export type PortEvent =
  | {
      readonly kind: "progress";
      readonly code: ProgressCode;
      readonly params: Params;
      readonly percent?: number;
      /** It waits until the server is its own: nothing has been done yet, and the signal ends it, whatever the operation. */
      readonly waiting?: boolean;
    }
  | { readonly kind: "change"; readonly change: ToldChange };

/** `S`: the names of the secrets that the operation takes. */
export interface HowToRun<S extends string = string> {
  /** Report the changes, make none. */
  readonly whatIf?: boolean;
  /** Ends the wait; the operation itself only where it is cancellable. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: PortEvent) => void;
  readonly secrets?: Readonly<Partial<Record<S, readonly Credential[]>>>;
}

/** Carries operations out; what they answer is of their own shape. Throws ProblemError, or CancelledError when the signal ended it. */
export type RunOperation = <A, R, S extends string>(
  operation: Operation<A, R, S>,
  args: A,
  how?: HowToRun<NoInfer<S>>,
) => Promise<R>;

/** Hides what is known to be secret, and what looks so, in texts and plain data. */
export interface Masking {
  /** Hides a secret from now on; what it returns is called when its operation has ended. */
  readonly keep: (secret: string) => () => void;
  readonly redact: (text: string) => string;
  /** In every text, number and key. */
  readonly redactAll: <T>(value: T) => T;
  /** In every text and number. */
  readonly redactValues: <T>(value: T) => T;
}

/**
 * Carries out the operations of one port, and none of another. What it gives comes from outside, and may be anything:
 * `Carriers` masks it (`carried.ts`) and holds it to the operation's own shape. Throws as `RunOperation`.
 */
export interface Carrier {
  readonly run: <A, R, S extends string>(
    operation: Operation<A, R, S>,
    args: A,
    how?: HowToRun<NoInfer<S>>,
  ) => Promise<unknown>;
}

/** A Windows server. */
export interface Server extends Carrier {
  readonly target: Target;
  /** Where it is, as it stands beside its name; empty where nothing is to be said. */
  readonly where: string;
  /** What is said otherwise of a server that is reached like this. */
  readonly reachWords: ReachWords;
  /** The computer's own name, once it has told it. Shown, never a key. */
  readonly computer: string | undefined;
  /** Ends what is open; the next operation opens it again. */
  readonly close: () => void;
}

export interface Clock {
  readonly now: () => Time;
  /** Resolves after `ms`; rejects with CancelledError when the signal ends it. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface CredentialQuestion {
  readonly title: string;
  /** The user name to begin with; empty where none is known. */
  readonly user: string;
  readonly prompt: string;
  /** What is asked for beside the user name; a password where it is not said. */
  readonly secret?: "password" | "token";
}

export interface YesQuestion {
  readonly message: string;
  readonly detail: string;
  /** The button's label: what yes does. */
  readonly yes: string;
}

/** A question for a consent, with the words that it is asked in. */
export type ConsentQuestion = Consent & YesQuestion;

/** Asks the person. Each question can be declined: `undefined` or `false`. */
export interface Ask {
  readonly credential: (question: CredentialQuestion) => Promise<Credential | undefined>;
  readonly consent: (question: ConsentQuestion) => Promise<boolean>;
}

/** What stands in a record since somebody last looked. */
export interface RecordPart {
  /** In the order in which they were written. */
  readonly events: readonly JournalEvent[];
  /** What stands there as well, and cannot be read. */
  readonly notRead: NotRead;
}

/** The record of one server, for one reader: what it was told once, it is not told again. */
export interface ServerRecord {
  /** What was added since the last call, by whomever; at first all that is there. */
  readonly readOn: () => Promise<RecordPart>;
  /** Adds an event. Resolves with what others had added before it, and itself at the end. */
  readonly append: (event: JournalEvent) => Promise<RecordPart>;
}

/** Where the journals are kept between two starts: one for each server. */
export interface Records {
  readonly of: (server: ServerId) => ServerRecord;
}

/** Whether a lease was had: then it is given back; else who has it, in words. */
export type LeaseTaken = { readonly release: () => Promise<void> } | { readonly heldBy: string };

/**
 * What one process of this machine has to itself at a time: files of ours, a domain while an agent is registered for it. It ends
 * with its process.
 */
export interface Lease {
  /** Tries once. */
  readonly acquire: (key: string) => Promise<LeaseTaken>;
}

/** A value that is kept between two starts, and that another window may change as well. */
export interface KeptValue<T> {
  readonly read: () => Promise<T>;
  /** Changes the value as it is kept now, whoever wrote it; resolves with what is kept then. */
  readonly update: (change: (now: T) => T) => Promise<T>;
}
