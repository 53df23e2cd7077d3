/** Which server something is about, and how it is reached. */
import * as v from "valibot";

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

/** A computer's name as it is shown: what the computer itself or a person says. */
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));

/** How a session with a server is begun. */
export const reach = v.variant("kind", [
  v.strictObject({ kind: v.literal("thisMachine") }),
  v.strictObject({ kind: v.literal("ssh"), host: name }),
  v.strictObject({ kind: v.literal("remoting"), computer: name }),
]);
export type Reach = v.InferOutput<typeof reach>;

/** A server that was added. `label` is what it is called until it has told its own name. */
export const target = v.strictObject({ id: serverId, label: name, reach });
export type Target = v.InferOutput<typeof target>;

/** What one Windows is told apart from another by: its own MachineGuid, where that is known, and the computer's name. */
export const machine = v.strictObject({ guid: v.nullable(v.pipe(v.string(), v.maxLength(1000))), name });
export type Machine = v.InferOutput<typeof machine>;

/** Whether two names may be of one computer. Windows tells 15 letters of its name, in capitals, where the network's own name is longer (Win32_ComputerSystem, Name). */
const nameLength = 15;
export const sameName = (one: string, other: string): boolean => {
  const brief = (of: string) => of.slice(0, nameLength).toUpperCase();
  return brief(one) === brief(other);
};

/** Whether both are known by one identifier. */
export const sameGuid = (one: Machine, other: Machine): boolean =>
  one.guid !== null && one.guid.toLowerCase() === other.guid?.toLowerCase();

/** Whether two are the same Windows. A name decides only where MachineGuid is not known of both: it may change. */
export const sameMachine = (one: Machine, other: Machine): boolean =>
  one.guid !== null && other.guid !== null ? sameGuid(one, other) : sameName(one.name, other.name);

/** What to call a server: by its own name once that is known, else as it was added. Shown, never a key. */
export const shownName = (server: {
  readonly target: Target;
  readonly computer: string | undefined;
}): string => server.computer ?? server.target.label;
