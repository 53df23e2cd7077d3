/** Which Windows a session met: one may be called otherwise later, and two may share a name. */
import * as v from "valibot";

/** A computer's name as it is shown: what the computer itself or a person says. */
export const computerName = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));

/** What one Windows is told apart from another by: its own MachineGuid, where that is known, and the computer's name. */
export const machine = v.strictObject({
  guid: v.nullable(v.pipe(v.string(), v.maxLength(1000))),
  name: computerName,
});
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
