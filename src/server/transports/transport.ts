/** What a way to a server has to say. Each has a file beside this one, and its line in `src/server/start.ts`. */
import type { Problem } from "../../setup/problem.ts";
import type { Reach } from "../../setup/target.ts";

/** How a program is started whose PowerShell reads a session's writes from its input: see `session.ts`. */
export interface Launch {
  /** Program and arguments; no shell takes part. */
  readonly command: readonly string[];
  /** All variables that it has, and with it whatever it starts. */
  readonly environment: Readonly<Record<string, string>>;
  /** The folder it works in, on the machine where VS Code runs. */
  readonly folder: string;
  /** How long each write that begins a session may go unanswered. */
  readonly startTimeoutMs: number;
  /** What somebody does next whose session may not do something there. */
  readonly elevate: () => string;
  /** Why no session begins this way, in its own words. */
  readonly problems: {
    /** The program cannot be started; `raw` is what Node says. */
    readonly noProgram: (program: string, raw: string) => Problem;
    /** The program was started, and PowerShell does not answer; `printed` is what came instead. */
    readonly notBegun: (printed: string) => Problem;
  };
}

/** What a person may set. */
export interface TransportSettings {
  /** Program and arguments in the place of this machine's Windows PowerShell; empty where nobody set one. */
  readonly powershellCommand: () => readonly string[];
}

export interface Transport<R extends Reach> {
  /** Where such a server is, as it stands beside its name. */
  readonly where: (reach: R) => string;
  /** How a session begins now: settings may have changed since the last one. */
  readonly launch: (reach: R, settings: TransportSettings) => Launch;
}

/** The transport of servers that are reached in one way. */
export type TransportOf<K extends Reach["kind"]> = Transport<Extract<Reach, { kind: K }>>;
