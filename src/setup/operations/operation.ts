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
export interface Reading<A = unknown, R = unknown, S extends string = string> extends Operation<A, R, S> {
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
  /** What it means for an agent that is there when it is taken back. Each operation that is an undo has it. */
  readonly undone?: () => string;
}

/** A user name with its password, in memory only. */
export interface Credential {
  readonly user: string;
  readonly password: string;
}
