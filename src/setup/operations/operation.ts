/** The shape of an operation, whichever port carries it out. */
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

/** What both kinds say of themselves where it is not the usual: the port is the server, a minute the time, and no secret is taken. */
interface HowAsked<P extends Port, S extends string> {
  readonly port?: P;
  readonly timeoutMs?: number;
  readonly secrets?: readonly S[];
}
/** The rest of an entry, as every port has it. */
const entry = <P extends Port, N extends string, A extends Entries, R, S extends string>(
  name: N,
  args: A,
  result: v.GenericSchema<R>,
  { port, timeoutMs = 60_000, secrets = [] }: HowAsked<P, S>,
) => ({
  // The default of `P` where nothing is said.
  port: (port ?? "server") as P,
  name,
  args: v.strictObject(args),
  result,
  timeoutMs,
  secrets,
});

export const reading = <
  const N extends `Get-${string}`,
  const A extends Entries,
  R,
  const P extends Port = "server",
  const S extends string = never,
>(
  name: N,
  args: A,
  result: v.GenericSchema<R>,
  how: HowAsked<P, S> = {},
) => ({
  ...entry(name, args, result, how),
  cancellable: true,
  changing: false as const,
  outlives: false,
});

export const changing = <
  const N extends `${Exclude<ApprovedVerb, "Get">}-${string}`,
  const A extends Entries,
  R,
  const P extends Port = "server",
  const S extends string = never,
>(
  name: N,
  args: A,
  result: v.GenericSchema<R>,
  how: HowAsked<P, S> & { readonly cancellable?: boolean; readonly outlives?: true } & SettingEntry = {},
) => ({
  ...entry(name, args, result, how),
  cancellable: how.cancellable ?? false,
  changing: true as const,
  outlives: how.outlives ?? false,
  ...(how.effectiveAfter === undefined ? {} : { effectiveAfter: how.effectiveAfter }),
  ...(how.undone === undefined ? {} : { undone: how.undone }),
});

export const none = v.strictObject({});
export const text = v.string();
/** A moment of the server's: ISO 8601 with a zone, as .NET's round-trip format writes it. */
export const moment = v.pipe(text, v.isoTimestamp(), v.check(isTime, "Expected a moment"));
export const count = v.pipe(v.number(), v.integer());
export const minutes = 60_000;
