import * as l10n from "@vscode/l10n";

/** One family of errors: what happened, what it means here, what to do next. `raw` is for the log only, and masked there. */
export interface Problem {
  readonly code: ProblemCode;
  readonly happened: string;
  readonly means: string;
  readonly next: readonly string[];
  readonly raw?: string;
  /** Of an operation that may have changed something: nobody was told how far it came, or it goes on. */
  readonly outcome?: "notKnown";
  /** Of one operation alone: who carried it out can still be asked something else. Said by who knows that. */
  readonly of?: "operation";
  /** It tells nothing of what was asked about: another session, or a later one, may be answered. Said by who knows that. */
  readonly notNow?: true;
}

export type ProblemCode =
  | "noPowerShell"
  | "sessionNotStarted"
  | "constrainedLanguage"
  | "sessionEnded"
  | "sessionSilent"
  | "badAnswer"
  | "operationFailed"
  | "accessDenied"
  | "noDesktop"
  | "downloadStopped"
  | "downloadRefused"
  | "diskFull"
  | "stillRunning"
  | "installerRejected"
  | "installerFailed"
  | "installerBusy"
  | "folderNotOurs"
  | "noUninstaller"
  | "stillInstalled"
  | "restartNotSeen"
  | "planInvalid"
  | "notReady"
  | "notShown"
  | "changesDiffer"
  | "tokenRejected"
  | "secretRefused"
  | "busy"
  /** Of a record, something cannot be read; the rest is used. */
  | "recordDamaged"
  /** A file of our own, or one that a person named. */
  | "filesUnread"
  | "filesUnwritten"
  | "otherMachine"
  | "filesHeld"
  | "newerVersion"
  /** Of a directory: no controller was reached, none is spoken to in secret, it does not let one in, or does not do what was asked. */
  | "directoryUnreachable"
  | "directoryNotSecure"
  | "directorySignIn"
  | "directoryRefused"
  | "unexpected";

/** A problem on its way to whoever shows it. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.happened);
    this.name = "ProblemError";
    this.problem = problem;
  }
}

/** The person, or the closing of VS Code, ended the wait. Not a failure. */
export class CancelledError extends Error {
  constructor() {
    super("Cancelled");
    this.name = "CancelledError";
  }
}

/** Whether an error is the problem of that code. */
export const isProblem = (error: unknown, code: ProblemCode): error is ProblemError =>
  error instanceof ProblemError && error.problem.code === code;

/** What a step says of an error that nothing was written for. */
export const unexpected = (error: unknown): Problem => ({
  code: "unexpected",
  happened: l10n.t("Something went wrong that this extension does not know."),
  means: l10n.t("The step stopped. What it had changed until then is in the record."),
  next: [l10n.t("Check the step again."), l10n.t("Look into the log, and report what it says.")],
  raw: error instanceof Error ? (error.stack ?? error.message) : String(error),
});

/** Whether only a look can tell what an operation changed before this error. */
export const mayBeMade = ({ problem }: ProblemError): boolean => problem.outcome === "notKnown";

/** Whether an error leaves open what was asked about: a later look may tell. */
export const tellsNothing = ({ problem }: ProblemError): boolean =>
  problem.notNow === true || problem.outcome === "notKnown";

/** Whether an error is of one operation alone, and says nothing of the server. */
export const failsAlone = (error: unknown): error is ProblemError =>
  error instanceof ProblemError && error.problem.of === "operation";
