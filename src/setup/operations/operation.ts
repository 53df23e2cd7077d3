/** The shape of an operation: one PowerShell function that emits one object. */
import * as v from "valibot";
import { isTime } from "../values/time.ts";

type ApprovedVerb =
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
type Entries = v.ObjectEntries;

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
  readonly changesServer: boolean;
  /** Whether it goes on when its session is lost: another program does it. */
  readonly outlives: boolean;
  /** Names of the parameters that are lists of credentials. They travel apart from `args` and are never logged. */
  readonly secrets: readonly S[];
}

/** One that only looks. */
export interface Reading<A = unknown, R = unknown> extends Operation<A, R> {
  readonly changesServer: false;
}
/** One that changes the server. */
export interface Changing<A = unknown, R = unknown, S extends string = string>
  extends Operation<A, R, S>, SettingEntry {
  readonly changesServer: true;
}

export const isChanging = (operation: Operation): operation is Changing => operation.changesServer;

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

export const reading = <const N extends `Get-${string}`, const A extends Entries, R>(
  name: N,
  args: A,
  result: v.GenericSchema<R>,
) => ({
  port: "server" as const,
  name,
  args: v.strictObject(args),
  result,
  timeoutMs: 60_000,
  cancellable: true,
  changesServer: false as const,
  outlives: false,
  secrets: [],
});

export const changing = <
  const N extends `${Exclude<ApprovedVerb, "Get">}-${string}`,
  const A extends Entries,
  R,
  const S extends string = never,
>(
  name: N,
  args: A,
  result: v.GenericSchema<R>,
  how: {
    timeoutMs?: number;
    cancellable?: boolean;
    secrets?: readonly S[];
    outlives?: true;
  } & SettingEntry = {},
) => ({
  port: "server" as const,
  name,
  args: v.strictObject(args),
  result,
  timeoutMs: how.timeoutMs ?? 60_000,
  cancellable: how.cancellable ?? false,
  changesServer: true as const,
  outlives: how.outlives ?? false,
  secrets: how.secrets ?? [],
  ...(how.effectiveAfter === undefined ? {} : { effectiveAfter: how.effectiveAfter }),
  ...(how.undone === undefined ? {} : { undone: how.undone }),
});

export const none = v.strictObject({});
export const text = v.string();
/** A moment of the server's: ISO 8601 with a zone, as .NET's round-trip format writes it. */
export const moment = v.pipe(text, v.isoTimestamp(), v.check(isTime, "Expected a moment"));
export const count = v.pipe(v.number(), v.integer());
export const minutes = 60_000;
