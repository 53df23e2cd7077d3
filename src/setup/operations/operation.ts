/** The shape of an operation, whichever port carries it out. */
import type * as v from "valibot";

export type ApprovedVerb =
  | "Get"
  | "Set"
  | "Add"
  | "Copy"
  | "Remove"
  | "Save"
  | "Install"
  | "Protect"
  | "Uninstall"
  | "Start"
  | "Register"
  | "Restart";

/** What carries operations out: a session with a server, the directory, the cloud. */
export const ports = ["server", "directory", "cloud"] as const;
export type Port = (typeof ports)[number];

/** One operation of a port. On a server it is a PowerShell function that emits one object. */
export interface Operation<A = unknown, R = unknown, S extends string = string> {
  readonly port: Port;
  readonly name: `${ApprovedVerb}-${string}`;
  /** The parameters, in camel case. */
  readonly args: v.GenericSchema<A>;
  readonly result: v.GenericSchema<R>;
  readonly timeoutMs: number;
  /** Whether it may be ended in the middle. An installer or a registration may not. */
  readonly cancellable: boolean;
  /** Whether it changes something there, and so takes `-WhatIf` and reports every change with before and after. */
  readonly changing: boolean;
  /** Whether it goes on when its session is lost: another program does it. */
  readonly outlives: boolean;
  /** Names of the parameters that are lists of credentials. They travel apart from `args` and are never logged. */
  readonly secrets: readonly S[];
}

/** One that only looks. */
export interface Reading<A = unknown, R = unknown, S extends string = string>
  extends Operation<A, R, S>, ReadingEntry {
  readonly changing: false;
}
/** One that changes something there. */
export interface Changing<A = unknown, R = unknown, S extends string = string>
  extends Operation<A, R, S>, SettingEntry {
  readonly changing: true;
}

export const isChanging = (operation: Operation): operation is Changing => operation.changing;

/** What a setting says of itself, so that whoever sets it or takes it back need not know it by name. */
export interface SettingEntry {
  /** What has to be restarted before it takes effect; at once without it. */
  readonly effectiveAfter?: "serverRestart" | "serviceRestart";
  /** Which restart it is: what waits for that takes effect by it. */
  readonly restarts?: "serviceRestart";
  /** What it means for an agent that is there when it is taken back. Each operation that is an undo has it. */
  readonly undone?: () => string;
}

/** What a session meets on its server, for the record: what one reading tells of it. */
export interface Met {
  readonly computer?: string;
  readonly user?: string;
  /** Windows with its build; undefined where that is not known. */
  readonly windows?: string | undefined;
  /** The agent's version; null where none was seen. */
  readonly agent?: string | null;
}

/** Another reading, and what of its result is compared. */
export interface HoldsWith {
  readonly reading: Pick<Operation, "port" | "name">;
  readonly part: (result: unknown) => string | number | boolean | null | undefined;
}

/** What a reading says of itself, so that whoever remembers or records what it gave need not know it by name. */
export interface ReadingEntry {
  /** Whether it stays so whatever is changed: who and where something is. */
  readonly lasts?: true;
  /** It holds as long as another reading gives the same `part`. */
  readonly holdsWith?: HoldsWith;
  /** Whether what it is asked makes it another reading, remembered by itself: a search is not the next one. */
  readonly differsByArgs?: true;
  /** What the record tells of the session in which it was read. */
  readonly met?: (result: unknown) => Met;
}

/** A user name with its password, in memory only. */
export interface Credential {
  readonly user: string;
  readonly password: string;
}
