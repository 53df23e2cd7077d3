/** Which server something is about, and how it is reached. */
import * as v from "valibot";
import { computerName } from "./machine.ts";

/**
 * Made when a server is added, never again: names change, and two servers may share one. It is the name of a file too, so
 * that nothing but a UUID in lower case is one.
 */
export const serverId = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u),
  v.brand("ServerId"),
);
export type ServerId = v.InferOutput<typeof serverId>;

/** What a program is given to find a server by: never what it would take for an option, and one word. */
export const address = v.pipe(computerName, v.regex(/^[^\s-]\S*$/u));

/**
 * How a session with a server is begun: `kind` names the transport, which says what else belongs to it. A kind that is not known
 * may be on record.
 */
export const reach = v.objectWithRest({ kind: v.pipe(v.string(), v.regex(/^[a-z]{1,40}$/iu)) }, address);
export type Reach = v.InferOutput<typeof reach>;

/** This window's own machine: the one kind that is known by its name outside its transport. */
export const thisMachine = { kind: "thisMachine" } as const satisfies Reach;
export const isThisMachine = ({ kind }: Reach): boolean => kind === thisMachine.kind;

/** A server that was added. `label` is what it is called until it has told its own name. */
export const target = v.strictObject({ id: serverId, label: computerName, reach });
export type Target = v.InferOutput<typeof target>;

/** What to call a server: by its own name once that is known, else as it was added. Shown, never a key. */
export const shownName = (server: {
  readonly target: Target;
  readonly computer: string | undefined;
}): string => server.computer ?? server.target.label;
