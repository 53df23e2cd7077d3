/** What changes something, as plain data that can be kept, shown and done later. */
import * as v from "valibot";
import { cloudOperations, directoryOperations, listed, operations } from "./operations/index.ts";
import { isChanging, type Operation, type SettingEntry } from "./operations/operation.ts";
import type { Json } from "./values/json.ts";

/** Each list is closed: what is in none cannot be kept, nor done again from what was kept. */
const json = v.custom<Json>((value) => value !== undefined);
const args = v.record(v.string(), json);
const nameOf = <const N extends string>({ name }: { readonly name: N }): N => name;

export const call = v.variant("port", [
  v.strictObject({ port: v.literal("server"), op: v.picklist(operations.map(nameOf)), args }),
  v.strictObject({ port: v.literal("directory"), op: v.picklist(directoryOperations.map(nameOf)), args }),
  v.strictObject({ port: v.literal("cloud"), op: v.picklist(cloudOperations.map(nameOf)), args }),
]);

interface Of<P extends string, O extends string> {
  readonly port: P;
  readonly op: O;
  readonly args: Readonly<Record<string, Json>>;
}
export type ServerCall = Of<"server", (typeof operations)[number]["name"]>;

/** One operation of a port with its arguments. */
export type Call =
  | ServerCall
  | Of<"directory", (typeof directoryOperations)[number]["name"]>
  | Of<"cloud", (typeof cloudOperations)[number]["name"]>;

/** What the operation of a call says of what it sets; undefined where no list has it. */
export const settingOf = ({ port, op }: Pick<Call, "port" | "op">): SettingEntry | undefined =>
  (listed[port] as readonly Operation[]).filter(isChanging).find(({ name }) => name === op);
